"""Forty tactical positions with the right moves.

`right` are the moves that work, `among` those to choose from. `target` is a stone of the group that is taken
or saved by them: `tests/search/test_tactics.py` asks GNU Go whether that is true of every move. The komi of
each is such that the game is even by the network: then the tactics decide it.
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
    target: str = ""
    """A stone of the group that is to be captured, or saved; empty in a seki."""
    is_life: bool = False
    """Whether the group is captured by taking its eyes, and not by a direct attack."""

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


def _corner(name: str, rows: str, target: str, kills: str, lives: str = "") -> list[Problem]:
    """A white group in the corner: where Black kills it, and where it lives; empty: at the same point. The
    rest is settled."""
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
        Problem(f"{name}: Black kills", Colour.BLACK, diagram, kills, target=target, is_life=True),
        Problem(f"{name}: White lives", Colour.WHITE, diagram, lives or kills, target=target, is_life=True),
    ]


LIFE = [
    *_corner("three in a row", ". . . O\n O O O O\n X X X X\n . X . X", "D9", "B9"),
    *_corner("three in a row, upright", ". O X X\n . O X .\n . O X X\n O O X .", "B9", "A8"),
    *_corner("bent three", ". . O X\n . O O X\n O O X X\n X X . X", "C9", "A9"),
    *_corner("four, one above three", ". . . O\n O . O O\n O O O X\n X X X X", "D9", "B9"),
    *_corner("five, one beside a square", ". . . O\n . . O O\n O O O X\n X X X X", "D9", "B9", "A9 B9"),
]

# Two chains without eyes between groups that live. Each has so many liberties: whoever moves takes the other.
RACE_OF_THREE = """
    . O O O . O O O .
    O O O O O O O O O
    O O O O O O O O O
    O O . O . O . O O
    O O X X X X X O O
    X X O O O O O X X
    X X . X . X . X X
    X X X X X X X X X
    . X X X . X X X .
"""
RACE_OF_FOUR = """
    . O O O . O O O .
    O O O O O O O O O
    O O O O O O O O O
    O . O . O . O . O
    O X X X X X X X O
    X O O O O O O O X
    X . X . X . X . X
    X X X X X X X X X
    . X X X . X X X .
"""
RACES = [
    Problem("race of three liberties, Black", Colour.BLACK, RACE_OF_THREE, "C3 E3 G3", target="E4"),
    Problem("race of three liberties, White", Colour.WHITE, RACE_OF_THREE, "C6 E6 G6", target="E5"),
    Problem("race of four liberties, Black", Colour.BLACK, RACE_OF_FOUR, "B3 D3 F3 H3", target="E4"),
    Problem("race of four liberties, White", Colour.WHITE, RACE_OF_FOUR, "B6 D6 F6 H6", target="E5"),
]

# A stone that can be put into atari from two sides. Alone on the board it is lost from either. One more stone
# of its colour makes one of the two fail, or both, so that it must be caught in a net.
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
        Problem(f"{name} of Black, a stone at {breaker}", Colour.BLACK, str(board), right, among, "C7"),
        Problem(
            f"{name} of White, a stone at {_mirrored(breaker)}",
            Colour.WHITE,
            str(swapped),
            _mirrored(right),
            _mirrored(among),
            "G7",
        ),
    ]


def _mirrored(names: str) -> str:
    columns = "ABCDEFGHJ"
    return " ".join(columns[8 - columns.index(name[0])] + name[1:] for name in names.split())


_ATARIS = "C6 D7"
LADDERS = [
    *_ladder("ladder", "C4", _ATARIS, right="C6"),
    *_ladder("ladder", "D4", _ATARIS, right="C6"),
    *_ladder("ladder", "F7", _ATARIS, right="D7"),
    *_ladder("ladder", "F6", _ATARIS, right="D7"),
]
NETS = [
    *_ladder("net", "E6", f"{_ATARIS} D6", right="D6"),
    *_ladder("net", "D5", f"{_ATARIS} D6", right="D6"),
    *_ladder("net", "E5", f"{_ATARIS} D6", right="D6"),
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
    . . . X O O O X .
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
    Problem("snapback", Colour.BLACK, SNAPBACK, "E7", _LOCAL, "C8"),
    Problem("against a snapback", Colour.WHITE, SNAPBACK, "E7", _LOCAL, "C8"),
    Problem("snapback at the edge", Colour.BLACK, SNAPBACK_AT_THE_EDGE, "E8", _LOCAL, "D9"),
    Problem("against a snapback at the edge", Colour.WHITE, SNAPBACK_AT_THE_EDGE, "E8", _LOCAL, "D9"),
    Problem("snapback of White", Colour.WHITE, SNAPBACK_OF_WHITE, "E7", _LOCAL, "C8"),
    Problem("against a snapback of White", Colour.BLACK, SNAPBACK_OF_WHITE, "E7", _LOCAL, "C8"),
]

# What is left of these boards is a seki: whoever plays there loses it.
SEKI = [
    Problem(f"seki, {colour.name.capitalize()}: {name}", colour, FINISHED[name], "pass")
    for name, colour in zip(list(FINISHED)[:6], [Colour.BLACK, Colour.WHITE] * 3, strict=True)
]

PROBLEMS = [*LIFE, *RACES, *LADDERS, *NETS, *SNAPBACKS, *SEKI]
