"""Area scoring."""

import random

import pytest
from sgfmill import boards

from darkgo.go.board import Board
from darkgo.go.points import Colour, parse_point
from darkgo.go.score import area_score

# Drawing, dead stones, owners (x, o, and - for nobody), result without komi.
SCORES = [
    ("an empty board", "...|...|...", "", "---|---|---", "Draw"),
    ("one stone", "...|.X.|...", "", "xxx|xxx|xxx", "B+9"),
    ("a wall each", ".XO.|.XO.|.XO.|.XO.", "", "xxoo|xxoo|xxoo|xxoo", "Draw"),
    ("dame", ".X.O|.X.O|.X.O|.X.O", "", "xx-o|xx-o|xx-o|xx-o", "B+4"),
    ("a stone left inside is alive", ".XOO|OXO.|.XO.|.XO.", "", "-xoo|oxoo|-xoo|-xoo", "W+5"),
    ("a dead stone", ".XOO|OXO.|.XO.|.XO.", "A3", "xxoo|xxoo|xxoo|xxoo", "Draw"),
    ("dead stones of both", ".XO.|OXO.|.XOX|.XO.", "A3 D2", "xxoo|xxoo|xxoo|xxoo", "Draw"),
    ("dead stones join regions", "XX..|XOOX|XXX.|....", "B3 C3", "xxxx|xxxx|xxxx|xxxx", "B+16"),
    ("a dead empty point means nothing", ".X|X.", "A2", "xx|xx", "B+4"),
    (
        "seki",
        ".OXXOX.|OOXXOXX|.OX.OX.|OOX.OXX|.OXOOX.|OOXOOXX|.OXOOX.",
        "",
        "ooxxoxx|ooxxoxx|oox-oxx|oox-oxx|ooxooxx|ooxooxx|ooxooxx",
        "W+1",
    ),
]


def board(text):
    return Board.parse(text.replace("|", "\n"))


@pytest.mark.parametrize(
    ("drawing", "dead", "owners", "result"), [case[1:] for case in SCORES], ids=[case[0] for case in SCORES]
)
def test_area_score(drawing, dead, owners, result):
    position = board(drawing)
    score = area_score(position, 0, sum(1 << parse_point(name, position.size) for name in dead.split()))
    assert list(score.owner) == ["o-x".index(sign) - 1 for sign in owners.replace("|", "")]
    assert score.black == owners.count("x")
    assert score.white == owners.count("o")
    assert str(score) == result


@pytest.mark.parametrize(
    ("komi", "margin", "result"),
    [(7.5, 1.5, "B+1.5"), (9, 0, "Draw"), (9.5, -0.5, "W+0.5"), (0, 9, "B+9"), (-3, 12, "B+12")],
)
def test_komi(komi, margin, result):
    score = area_score(board("...|.X.|..."), komi)
    assert (score.black, score.white, score.margin, str(score)) == (9, komi, margin, result)


def test_dead_stones_stay_on_the_board():
    position = board(".X|X.")
    area_score(position, 0, position.black)
    assert position == board(".X|X.")


@pytest.mark.parametrize("size", [2, 5, 9, 19])
def test_as_sgfmill_counts(size):
    rng = random.Random(size)
    for _ in range(20):
        ours, theirs = Board.empty(size), boards.Board(size)
        for _ in range(rng.randrange(2 * size * size)):
            point, colour = rng.choice(Board.points(ours.free)), rng.choice(list(Colour))
            ours = ours.play(point, colour)
            theirs.play(size - 1 - point // size, point % size, "b" if colour is Colour.BLACK else "w")
        black = sum(owner > 0 for owner in area_score(ours, 0).owner)
        white = sum(owner < 0 for owner in area_score(ours, 0).owner)
        assert area_score(ours, 0).margin == black - white == theirs.area_score()
