"""The faulty files in `tests/go/faults`, and what a person sees of a file."""

from pathlib import Path
from typing import Any

from darkgo.go.tree import GameTree

FAULTS = {
    path.stem: path.read_bytes() for path in sorted((Path(__file__).parent / "go/faults").glob("*.sgf"))
}
TEXTS = ("PB", "PW", "BR", "WR", "EV", "TE", "RD", "PC", "RE", "KO", "KM", "RU")


def seen(tree: GameTree) -> list[Any]:
    """What a person sees of all games of a file: texts and komi, and in all variations moves, comments and
    labels."""
    found = []
    for number in range(1, tree.count + 1):
        game = tree.other(number)
        nodes, left = [], [game.node]
        while left:
            node = left.pop()
            game.visit(node)
            nodes.append((game.game.last_move, game.game.board, game.comment, game.labels))
            left += [child for child, _ in game.following(node)]
        found.append(([game.text(ident) for ident in TEXTS], nodes, game.game.rules.komi))
    return found
