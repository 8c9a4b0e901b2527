"""How well dead stones are found: the count of the last position of finished games, beside the record.

    python data_tools/count_ends.py GAMES [--games N] [--every K] [--boards] [--komi 5.5 6.5]
        [--passed] [--cfg CFG --weights WEIGHTS]

GAMES is an archive, a folder or a file. Of its even games on 19x19 that people counted every K-th is looked
at, N of them: with `--komi` those of one of these, with `--passed` those that two passes ended. Each is
counted by its rules, as far as the record tells them, and agrees when the score is within 1 point of the
record's. A line is printed for each game that disagrees, and with `--boards` its last position, the dead
stones in lower case.
"""

import argparse
import re
import time
from collections.abc import Container, Iterator
from itertools import islice
from pathlib import Path
from statistics import mean, median

from darkgo.data.sources import items
from darkgo.engine.dead import dead_stones
from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.game import Game
from darkgo.go.points import Colour
from darkgo.go.result import read_result
from darkgo.go.rulesets import rules_of_record
from darkgo.go.score import score
from darkgo.go.sgf import GameRecord, read_games
from darkgo.model.evaluator import network_evaluator
from darkgo.paths import default_network

SIZE = 19
NEAR = 1
COUNTED = re.compile(r"([BW])\+([0-9]+(?:\.[05]0?)?)")
KOMI = {half / 2 for half in range(17)}


def counted(source: Path, komi: Container[float], passed: bool) -> Iterator[tuple[str, Game, float]]:
    """The games that were counted: a name, the game at its end, and by how many points Black won. With
    `passed` only those that two passes ended."""
    for item in items(source):
        for record in read_games(item.data):
            if not isinstance(record, GameRecord) or record.size != SIZE or record.setup or record.cut:
                continue
            result = COUNTED.fullmatch(record.result)
            if not result or record.komi not in komi:
                continue
            rules = rules_of_record(
                record.rules, record.komi, in_zi=read_result(record.result).in_zi, is_even=True
            )
            game = Game(SIZE, rules)
            try:
                for colour, point in record.moves:
                    game.follow(colour, point)
            except BadInput:
                continue
            if passed and not game.is_over:
                continue
            yield item.name, game, float(result[2]) * Colour[{"B": "BLACK", "W": "WHITE"}[result[1]]]


def drawn(board: Board, dead: int) -> str:
    """The board with the dead stones in lower case."""
    signs = str(board).split()
    marked = [sign.lower() if dead >> point & 1 else sign for point, sign in enumerate(signs)]
    return "\n".join(" ".join(marked[row : row + SIZE]) for row in range(0, SIZE * SIZE, SIZE))


def main() -> None:
    """Prints the games that disagree and the shares."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", type=Path, metavar="GAMES")
    parser.add_argument("--games", type=int, default=100)
    parser.add_argument("--every", type=int, default=20)
    parser.add_argument("--komi", type=float, nargs="+", default=KOMI)
    parser.add_argument("--passed", action="store_true")
    parser.add_argument("--boards", action="store_true")
    parser.add_argument("--cfg", type=Path, help="the network, instead of the default one; with --weights")
    parser.add_argument("--weights", type=Path)
    asked = parser.parse_args()
    if (asked.cfg is None) != (asked.weights is None):
        parser.error("give both --cfg and --weights, or neither")
    files = (asked.cfg, asked.weights) if asked.cfg else default_network()
    evaluator = network_evaluator(*files)
    near, winners, seconds = 0, 0, []
    chosen = islice(
        counted(asked.source, asked.komi, asked.passed), 0, asked.games * asked.every, asked.every
    )
    for number, (name, game, record) in enumerate(chosen):
        began = time.process_time()
        dead = dead_stones(evaluator, game)
        seconds.append(time.process_time() - began)
        margin = score(game, dead).margin
        near += abs(margin - record) <= NEAR
        winners += margin * record > 0
        if abs(margin - record) > NEAR:
            other = "" if margin * record > 0 else ", another winner"
            print(f"{number} {name}: {margin:+g}, the players {record:+g}{other}", flush=True)
            if asked.boards:
                print(drawn(game.board, dead), flush=True)
    games = len(seconds)
    if not games:
        raise SystemExit(f"{asked.source}: no even game on 19x19 with a result in points")
    print(f"{near} of {games} within {NEAR} point of the record, the same winner in {winners}")
    print(f"processor time of a count: median {median(seconds):.2f} s, mean {mean(seconds):.2f} s")


if __name__ == "__main__":
    main()
