"""Territory scoring beside area scoring, and the groups in seki whose eyes do not count."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour, parse_point
from darkgo.go.rulesets import exactly, read_rules
from darkgo.go.score import area_score, score, surplus, territory, territory_score, without
from darkgo.go.seki import seki
from darkgo.go.tree import GameTree

BLACK, WHITE = Colour.BLACK, Colour.WHITE
SHARED_LIBERTIES = ".OXXOX.|OOXXOXX|.OX.OX.|OOX.OXX|.OXOOX.|OOXOOXX|.OXOOX."
ONE_EYE_EACH = ".OOOXXXX.|OOOOXXXXX|OOOOXXXXX|.OOOXXXX.|OOOOXXXXX|O.OOXXX.X|OOOOXXXXX|OXXXOOOOX|OX.X.O.OX"

# Drawing, what Black and White have captured in play, dead stones, the results by area and by territory
# without komi.
SCORES = [
    ("an empty board", "...|...|...", (0, 0), "", "Draw", "Draw"),
    ("prisoners alone", "...|...|...", (3, 1), "", "Draw", "B+2"),
    ("a wall each", ".XO.|.XO.|.XO.|.XO.", (0, 0), "", "Draw", "Draw"),
    ("a wall each, and prisoners", ".XO.|.XO.|.XO.|.XO.", (1, 3), "", "Draw", "W+2"),
    ("dame", ".X.O|.X.O|.X.O|.X.O", (0, 0), "", "B+4", "B+4"),
    ("Black moved twice in White's land", ".XO.|.XO.|.XOX|.XOX", (0, 0), "D1 D2", "Draw", "W+2"),
    ("a dead stone", ".XOO|OXO.|.XO.|.XO.", (0, 0), "A3", "Draw", "B+2"),
    ("dead stones of both", ".XO.|OXO.|.XOX|.XO.", (0, 0), "A3 D2", "Draw", "Draw"),
    ("a stone left inside is alive", ".XOO|OXO.|.XO.|.XO.", (0, 0), "", "W+5", "W+3"),
    ("a stone left inside a living group", ".XXO.|XXXO.|.OXO.|XXXO.|XXXO.", (0, 0), "", "B+2", "W+4"),
    ("stones that fill the own land", "XXO.|.XO.|.XO.|.XO.", (0, 0), "", "Draw", "W+1"),
    ("a small eye beside dame is no seki", ".X.O.|.X.O.|.X.OO|.X.OO|.X.OO", (0, 0), "", "Draw", "B+3"),
    ("seki without eyes", SHARED_LIBERTIES, (0, 0), "", "W+1", "Draw"),
    ("a small eye each, of two points", ".XXOO|.XXO.|XXXOO|XX.OO|XX.OO", (0, 0), "", "B+3", "Draw"),
    ("a square of four is one eye", "..XOO|..XO.|XXXOO|XX.OO|XX.OO", (0, 0), "", "B+3", "Draw"),
    ("three points may become two eyes", ".XXOO|.XXO.|.XXOO|XX.OO|XX.OO", (0, 0), "", "B+3", "B+2"),
    ("four in a row may become two eyes", ".XXOO|.XXO.|.XXOO|.X.OO|XX.OO", (0, 0), "", "B+3", "B+3"),
    ("one eye each in seki", ONE_EYE_EACH, (0, 0), "", "B+6", "Draw"),
]


def board(text: str) -> Board:
    return Board.parse(text.replace("|", "\n"))


def mask(names: str, size: int) -> int:
    return sum(1 << parse_point(name, size) for name in names.split())


@pytest.mark.parametrize(
    ("drawing", "captures", "dead", "by_area", "by_territory"),
    [case[1:] for case in SCORES],
    ids=[case[0] for case in SCORES],
)
def test_both_scores(
    drawing: str, captures: tuple[int, int], dead: str, by_area: str, by_territory: str
) -> None:
    position = board(drawing)
    stones = mask(dead, position.size)
    taken = dict(zip((BLACK, WHITE), captures, strict=True))
    assert str(area_score(position, 0, stones)) == by_area
    assert str(territory_score(position, 0, taken, stones)) == by_territory


def test_eyes_in_seki_are_nobodys() -> None:
    position = board(ONE_EYE_EACH)
    assert seki(position) == mask("B1 B2 C2 D1 D2 E2 F1 F2 G2 H1 H2", 9)
    owner = territory_score(position, 0, {BLACK: 0, WHITE: 0}).owner
    assert [owner[parse_point(name, 9)] for name in ("C1", "E1", "G1", "A9", "J9")] == [0, 0, 0, -1, 1]


def test_shared_liberties_without_eyes_are_a_seki_of_both_groups_alone() -> None:
    position = board(SHARED_LIBERTIES)
    in_seki = seki(position)
    assert in_seki >> parse_point("C4", 7) & 1
    assert in_seki >> parse_point("E4", 7) & 1
    assert not in_seki >> parse_point("A4", 7) & 1
    assert not in_seki >> parse_point("G4", 7) & 1


@pytest.mark.parametrize(("komi", "result"), [(6.5, "W+6.5"), (-2, "B+2")])
def test_komi(komi: float, result: str) -> None:
    assert str(territory_score(board(".XO.|.XO.|.XO.|.XO."), komi, {BLACK: 0, WHITE: 0})) == result


def test_a_game_is_scored_by_its_rules() -> None:
    game = Game(4, Rules(komi=0, territory=True))
    game.set_up(board(".X..|OX..|.X..|.X.."), BLACK)
    game.play(parse_point("A2", 4))  # White's stone in atari is dead, so that this fills a point.
    assert (str(score(game)), str(score(game, mask("A3", 4)))) == ("B+9", "B+12")
    game.play(PASS)
    game.play(parse_point("A4", 4))
    assert game.captures[BLACK] == 1
    assert str(score(game)) == "B+11"
    game.rules = Rules(komi=0)
    assert str(score(game)) == "B+16"


def test_handicap_stones_are_neither_points_nor_compensated() -> None:
    game = Game(9, Rules(komi=0.5, territory=True), handicap=4)
    assert surplus(game) == 4
    assert score(game).margin == 81 - 4 - 0.5
    game.rules = Rules(komi=0.5)
    assert score(game).margin == 81 - 0.5


@given(st.integers(2, 7), st.integers(0, 120), st.integers(0, 2**32), st.booleans())
def test_the_scores_differ_by_the_stones_placed(size: int, length: int, seed: int, suicide: bool) -> None:
    """Whatever is dead, but for the eyes in seki, which are counted by area alone."""
    rng, game = random.Random(seed), Game(size, Rules(komi=6.5, suicide=suicide, superko=False))
    placed = {BLACK: 0, WHITE: 0}
    for _ in range(length):
        legal = Board.points(game.legal_mask())
        point = rng.choice([PASS, *legal])
        placed[game.to_move] += point != PASS
        game.play(point)
    chains = [chain for colour in Colour for chain in game.board.chains(colour)]
    dead = sum(chain for chain in chains if rng.random() < 0.3)
    assert surplus(game) == placed[BLACK] - placed[WHITE]
    left = without(game.board, dead)
    owned = area_score(left, 0).owner
    black, white = territory(left)
    in_seki = [
        owned.count(colour) - left.stones(colour).bit_count() - land.bit_count()
        for colour, land in ((BLACK, black), (WHITE, white))
    ]
    area = area_score(game.board, 6.5, dead).margin
    by_territory = territory_score(game.board, 6.5, game.captures, dead).margin
    assert by_territory == area - surplus(game) - (in_seki[0] - in_seki[1])


def test_what_cannot_be_counted_so_is_refused() -> None:
    assert exactly(read_rules("japanese"), 6.5) == Rules(6.5, superko=False, territory=True)
    with pytest.raises(BadInput, match="unusual tax"):
        exactly(read_rules("stone-scoring"), 6.5)


@pytest.mark.parametrize(
    ("header", "by_territory"),
    [
        ("RU[Japanese]KM[7.5]", True),
        ("RU[Korean]", True),
        ("RU[日本]KM[0]", True),
        ("RU[Chinese]KM[5.5]", False),
        ("RU[AGA]KM[6.5]", False),
        ("RU[GOE]KM[6.5]", False),
        ("RU[NZ]KM[6.5]", False),
        ("KM[6.5]", True),
        ("KM[5.5]RU[club]", True),
        ("KM[7.5]", False),
        ("KM[375]", False),
        ("KM[0]", False),
        ("HA[2]KM[0]AB[aa][bb]", True),
        ("", False),
        ("KM[6.5]RE[黑胜1又3/4子]", False),
        ("AP[DarkGo]KM[6.5]", False),
    ],
)
def test_how_a_record_is_counted(header: str, by_territory: bool) -> None:
    rules = GameTree.read(f"(;SZ[5]{header};W[cc])".encode()).game.rules
    assert rules.territory is by_territory
    assert rules.superko is not by_territory


def test_the_rules_are_written_and_read_again() -> None:
    for rules, text in (
        (Rules(6.5, superko=False, territory=True), b"RU[Japanese]"),
        (Rules(7.5), b"RU[Chinese]"),
        (Rules(7.5, suicide=True), b"RU[Tromp-Taylor]"),
    ):
        written = GameTree(Game(5, rules)).write()
        assert text in written
        assert GameTree.read(written).game.rules == rules
    tree = GameTree.read(b"(;SZ[5]RU[Chinese rules 2002]KM[7.5];B[aa])")
    assert b"RU[Chinese rules 2002]" in tree.write()
    tree.set_rules(Rules(6.5, superko=False, territory=True))
    assert b"RU[Japanese]" in tree.write()
    assert b"KM[6.5]" in tree.write()
