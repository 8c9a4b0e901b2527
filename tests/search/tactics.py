"""Forty tactical positions with the right moves.

`right` are the moves that work, `among` those to choose from. The komi of each is such that the game is even
by the network: then the tactics decide it.
"""

from dataclasses import dataclass

from darkgo.engine.standing import komi_of, standing_of
from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour, parse_point
from darkgo.model.evaluation import MEAN, Evaluator, Position
from tests.engine.test_seki import FINISHED


@dataclass(frozen=True)
class Problem:
    """A position and what is right in it."""

    name: str
    to_move: Colour
    diagram: str
    right: str
    among: str = ""
    """The moves to choose from; empty: all. On an open board others may be larger."""

    @property
    def board(self) -> Board:
        """The stones."""
        return Board.parse(self.diagram)

    def is_right(self, point: int) -> bool:
        """Whether that is one of the moves that work."""
        return point in [parse_point(name, self.board.size) for name in self.right.split()]

    @property
    def avoided(self) -> frozenset[int]:
        """The moves that are left out."""
        size = self.board.size
        every = {PASS, *range(size**2)}
        return frozenset(
            every - {parse_point(name, size) for name in self.among.split()} if self.among else ()
        )

    def game(self, evaluator: Evaluator) -> Game:
        """A game at this position, with a komi that makes it even by the network."""
        game = Game(self.board.size, Rules(komi=0))
        game.set_up(self.board, self.to_move)
        (found,) = evaluator.evaluate([Position.of(game, MEAN)])
        lead = standing_of(found, komi_of(game)).lead * self.to_move
        even = Game(self.board.size, Rules(komi=round(2 * lead) / 2))
        even.set_up(self.board, self.to_move)
        return even


def _corner(name: str, rows: str, point: str) -> list[Problem]:
    """A white group in the corner: Black kills and White lives at the same point. The rest is settled."""
    beside = ("X O . . .", "X O . O .", "X O . . .", "X O . O .")
    below = (
        "X X X X X O . . .",
        ". . . . X O . O .",
        ". X . X X O . . .",
        ". . X X O O O O .",
        ". . . X O . . . .",
    )
    lines = [f"{row.strip()} {rest}" for row, rest in zip(rows.strip().splitlines(), beside, strict=True)]
    diagram = "\n".join((*lines, *below))
    return [
        Problem(f"{name}: Black kills", Colour.BLACK, diagram, right=point),
        Problem(f"{name}: White lives", Colour.WHITE, diagram, right=point),
    ]


LIFE = [
    *_corner("three in a row", ". . . O\n O O O O\n X X X X\n . X . X", "B9"),
    *_corner("three in a row, upright", ". O X X\n . O X .\n . O X X\n O O X .", "A8"),
    *_corner("bent three", ". . O X\n . O O X\n O O X X\n X X . X", "A9"),
    *_corner("four, one above three", ". . . O\n O . O O\n O O O X\n X X X X", "B9"),
    *_corner("five, one beside a square", ". . . O\n . . O O\n O O O X\n X X X X", "B9"),
]

RACE_OF_THREE = """
    . . . . . . X . .
    X X X O O O X X .
    O O O X X X . X .
    O . O O X . X . .
    . O . O X X . X .
    O . O O X . X . .
    . O . O X X . X .
    O O O O X . X X .
    . . . O X . . . .
"""
RACE_OF_FOUR = """
    . . . . . . . . X
    X X X X O O O O X
    O O O O X X X X X
    . O . O X . X . X
    O . O O X X . X .
    . O . O X . X . .
    O . O O X X . X .
    . O O O X . X X .
    . . . O X . . . .
"""
RACES = [
    Problem("race of three liberties, Black", Colour.BLACK, RACE_OF_THREE, right="D9 E9 F9"),
    Problem("race of three liberties, White", Colour.WHITE, RACE_OF_THREE, right="A9 B9 C9"),
    Problem("race of four liberties, Black", Colour.BLACK, RACE_OF_FOUR, right="E9 F9 G9 H9"),
    Problem("race of four liberties, White", Colour.WHITE, RACE_OF_FOUR, right="A9 B9 C9 D9"),
]

# A stone that can be put into atari from two sides. Alone on the board it is lost in a ladder from either.
LADDER = """
    . . . . . . . . .
    . . X X . . . . .
    . X O . . . . . .
    . X . . . . . . .
    . . . . . . . . .
    . . . . . . . . .
    . . . . . . . . .
    . . . . . . . . .
    . . . . . . . . .
"""


def _ladder(name: str, breaker: str, among: str, right: str) -> list[Problem]:
    """With one more white stone, for Black; and the same with sides and colours exchanged."""
    board = Board.parse(LADDER).put(parse_point(breaker, 9), Colour.WHITE)
    other = Board.parse("\n".join(" ".join(row.split()[::-1]) for row in str(board).splitlines()))
    swapped = Board(9, other.white, other.black)
    return [
        Problem(f"{name} of Black, a stone at {breaker}", Colour.BLACK, str(board), right, among),
        Problem(
            f"{name} of White, a stone at {_mirrored(breaker)}",
            Colour.WHITE,
            str(swapped),
            _mirrored(right),
            _mirrored(among),
        ),
    ]


def _mirrored(names: str) -> str:
    columns = "ABCDEFGHJ"
    return " ".join(columns[8 - columns.index(name[0])] + name[1:] for name in names.split())


_ATARIS = "C6 D7"
LADDERS = [
    *_ladder("ladder", "D3", _ATARIS, right="C6"),
    *_ladder("ladder", "E2", _ATARIS, right="C6"),
    *_ladder("ladder", "H5", _ATARIS, right="D7"),
    *_ladder("ladder", "J4", _ATARIS, right="D7"),
]
NETS = [
    *_ladder("net", "F4", f"{_ATARIS} D6", right="D6"),
    *_ladder("net", "D4", f"{_ATARIS} D6", right="D6"),
    *_ladder("net", "G2", f"{_ATARIS} D6", right="D6"),
]

SNAPBACK = """
    . . X X X . . . .
    . X O O . X . X .
    . X X O . O X . .
    . . . X O O X . .
    . X . X O . O X .
    . . X O . O O . .
    . . X O . . . O .
    . . X O . . . . .
    . . . . . . . . .
"""
SNAPBACK_AT_THE_EDGE = """
    . . X O . X X . .
    . . X O . O X . .
    . . . X O O O X .
    . X . X O . O X .
    . . . X O O . X .
    . X X X O . O X .
    . . . . X O O X .
    . . X . X O X X .
    . . . . X O X . .
"""
SNAPBACK_OF_WHITE = """
    . . O O O . . . .
    . O X X . O . O .
    . O O X . X O . .
    . . . O X X O . .
    . O . O X . X O .
    . . O X . X X . .
    . . O X . . . X .
    . . O X . . . . .
    . . . . . . . . .
"""
_LOCAL = "E7 E8 E9"
SNAPBACKS = [
    Problem("snapback", Colour.BLACK, SNAPBACK, right="E7", among=_LOCAL),
    Problem("against a snapback", Colour.WHITE, SNAPBACK, right="E7", among=_LOCAL),
    Problem("snapback at the edge", Colour.BLACK, SNAPBACK_AT_THE_EDGE, right="E8", among=_LOCAL),
    Problem("against a snapback at the edge", Colour.WHITE, SNAPBACK_AT_THE_EDGE, right="E8", among=_LOCAL),
    Problem("snapback of White", Colour.WHITE, SNAPBACK_OF_WHITE, right="E7", among=_LOCAL),
    Problem("against a snapback of White", Colour.BLACK, SNAPBACK_OF_WHITE, right="E7", among=_LOCAL),
]

# What is left of these boards is a seki: whoever plays there loses it.
SEKI = [
    Problem(f"seki, {colour.name.capitalize()}: {name}", colour, FINISHED[name], right="pass")
    for name, colour in zip(list(FINISHED)[:6], [Colour.BLACK, Colour.WHITE] * 3, strict=True)
]

PROBLEMS = [*LIFE, *RACES, *LADDERS, *NETS, *SNAPBACKS, *SEKI]
