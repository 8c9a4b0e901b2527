"""The players' names in a game record. They tell who played."""

from darkgo.go.points import Colour
from darkgo.go.sgf import PROGRAM
from darkgo.go.tree import GameTree

NAME = PROGRAM
"""The name of the program as a player."""
PLAYERS = {Colour.BLACK: "PB", Colour.WHITE: "PW"}
"""The SGF properties that name the players."""


def name_players(tree: GameTree, computer: frozenset[Colour], person: str) -> None:
    """Write the players' names into a game. `person` plays against the computer, and may be empty."""
    for colour, ident in PLAYERS.items():
        # If two people play, it is not known which of them has this name.
        name = person if colour.other in computer else ""
        tree.set_text(ident, NAME if colour in computer else name or _unnamed(colour))


def is_own_game(tree: GameTree) -> bool:
    """Whether a game was played with this program: by the program, or by somebody without a name."""
    names = {colour: tree.text(ident) for colour, ident in PLAYERS.items()}
    is_known = all(name not in ("", NAME, _unnamed(colour)) for colour, name in names.items())
    return tree.text("AP") == PROGRAM and not is_known


def played_by_program(tree: GameTree) -> frozenset[Colour]:
    """The colours that the program plays in a game, by its names."""
    return frozenset(colour for colour, ident in PLAYERS.items() if tree.text(ident) == NAME)


def _unnamed(colour: Colour) -> str:
    return colour.name.capitalize()
