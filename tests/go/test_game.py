"""The history of a game: ko, superko, suicide, edits, undo, handicap, the end."""

import contextlib
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.game import Game, IllegalMove, Rules
from darkgo.go.points import PASS, Colour, parse_point

BLACK, WHITE = Colour.BLACK, Colour.WHITE
STRICT = Rules()
SIMPLE_KO = Rules(superko=False)
SUICIDE = Rules(suicide=True)
LAX = Rules(suicide=True, superko=False)


def game_at(drawing, rules=SIMPLE_KO, first=BLACK):
    """A game whose position was set up by edits, the turn by a pass."""
    target = Board.parse(drawing.replace("|", "\n"))
    game = Game(target.size, rules)
    if first is WHITE:
        game.play(PASS)
    for point in target.points(target.occupied):
        game.edit(point, target.at(point))
    return game


def every_chain_has_a_liberty(board):
    return all(board.liberties(point) for point in board.points(board.occupied))


def play(game, moves):
    """Play names such as "A1 pass C3" in turn."""
    for name in moves.split():
        game.play(parse_point(name, game.size))


KO = ".XO.|X.XO|.XO.|...."
SEND_TWO = "....|....|OOX.|.X.X"
SENT_TWO = "....|....|OOX.|XX.X"

IS_KO = "ko: the position after the last edit would repeat"
IS_SUPERKO = "superko: the position after the last edit would repeat"
KO_OF_1 = "ko: the position of move 1 would repeat"
SUPERKO_OF_2 = "superko: the position of move 2 would repeat"
ONE_DIES = "suicide: the stone would have no liberty"
ALL_DIE = "suicide: the chain would have no liberty"

REFUSALS = [
    ("ko", KO, WHITE, STRICT, "B3", "C3", IS_KO),
    ("ko, simple", KO, WHITE, SIMPLE_KO, "B3", "C3", IS_KO),
    ("ko of a numbered move", KO, BLACK, STRICT, "A1 B3", "C3", KO_OF_1),
    ("ko after a pass before it", KO, BLACK, STRICT, "pass B3", "C3", IS_KO),
    ("ko after a pass before it, simple", KO, BLACK, SIMPLE_KO, "pass B3", "C3", KO_OF_1),
    ("ko after a threat, simple", KO, BLACK, SIMPLE_KO, "A1 B3 D1 D4", "C3", None),
    ("ko after a threat", KO, BLACK, STRICT, "A1 B3 D1 D4", "C3", None),
    ("ko after two passes, simple", KO, WHITE, SIMPLE_KO, "B3 pass pass", "C3", None),
    ("ko after two passes", KO, WHITE, STRICT, "B3 pass pass", "C3", IS_SUPERKO),
    ("two sent, one returned, simple", SEND_TWO, BLACK, SIMPLE_KO, "A1 C1", "B1", None),
    ("two sent, one returned", SEND_TWO, BLACK, STRICT, "A1 C1", "B1", IS_SUPERKO),
    ("two sent, one returned, later", SEND_TWO, BLACK, STRICT, "D4 A4 A1 C1", "B1", SUPERKO_OF_2),
    ("repetition without a capture, simple", SENT_TWO, WHITE, SIMPLE_KO, "C1 B1 pass", "A1", None),
    ("repetition without a capture", SENT_TWO, WHITE, STRICT, "C1 B1 pass", "A1", IS_SUPERKO),
    ("suicide", ".O.|O..|...", BLACK, STRICT, "", "A3", ONE_DIES),
    ("suicide of a chain", "X.O|OO.|...", BLACK, STRICT, "", "B3", ALL_DIE),
    ("suicide of a chain, allowed", "X.O|OO.|...", BLACK, SUICIDE, "", "B3", None),
    ("suicide of a stone repeats", ".O.|O..|...", BLACK, SUICIDE, "", "A3", IS_SUPERKO),
    ("suicide of a stone, all allowed", ".O.|O..|...", BLACK, LAX, "", "A3", None),
    ("no suicide if it captures", ".OX|OXX|XX.", BLACK, STRICT, "", "A3", None),
    ("a stone", "X..|...|...", WHITE, STRICT, "", "A3", "A3 is occupied"),
    ("a pass", "X..|...|...", WHITE, STRICT, "", "pass", None),
]


@pytest.mark.parametrize(
    ("drawing", "first", "rules", "moves", "name", "reason"),
    [case[1:] for case in REFUSALS],
    ids=[case[0] for case in REFUSALS],
)
def test_refusal(drawing, first, rules, moves, name, reason):
    game = game_at(drawing, rules, first)
    play(game, moves)
    point = parse_point(name, game.size)
    assert game.refusal(point) == reason
    if point != PASS:
        assert bool(game.legal_mask() >> point & 1) == (reason is None)
    if reason:
        before = game.history
        with pytest.raises(IllegalMove, match=f"^{re.escape(reason)}$"):
            game.play(point)
        assert game.history == before
    else:
        game.play(point)


@pytest.mark.parametrize("point", [-2, 9, 1000])
def test_no_such_point(point):
    assert Game(3).refusal(point) == f"there is no point {point} on a board of side 3"


def test_ko_of_a_long_game_names_the_move():
    game = Game(9)
    play(game, "C5 D5 B4 E4 C3 D3 D4 A9 H1")
    assert game.captures == {BLACK: 0, WHITE: 0}
    play(game, "C4")
    assert game.captures == {BLACK: 0, WHITE: 1}
    assert game.refusal(parse_point("D4", 9)) == "ko: the position of move 9 would repeat"
    play(game, "J9 J8")
    play(game, "D4")
    assert game.refusal(parse_point("C4", 9)) == "ko: the position of move 12 would repeat"


def test_the_first_position_would_repeat():
    assert Game(1, SUICIDE).refusal(0) == "superko: the first position would repeat"
    assert Game(1, LAX).refusal(0) is None


def test_an_edit_begins_a_new_history_for_ko():
    game = game_at(KO, Rules(), WHITE)
    play(game, "B3")
    assert game.refusal(parse_point("C3", 4))
    game.edit(parse_point("D1", 4), BLACK)
    assert game.refusal(parse_point("C3", 4)) is None
    game.undo()
    assert game.refusal(parse_point("C3", 4))


def test_an_edit_keeps_the_turn_and_can_be_undone():
    game = Game(3)
    play(game, "A1")
    game.edit(parse_point("C3", 3), BLACK)
    game.edit(parse_point("A1", 3), None)
    assert str(game.board) == ". . X\n. . .\n. . ."
    assert (game.to_move, game.move_number, game.last_move) == (WHITE, 1, None)
    assert game.undo()
    assert game.undo()
    assert str(game.board) == ". . .\n. . .\nX . ."
    assert game.last_move == parse_point("A1", 3)


def test_an_edit_that_changes_nothing_is_no_step():
    game = Game(3)
    game.edit(0, None)
    assert len(game.history) == 1


@pytest.mark.parametrize(
    ("drawing", "name", "colour", "reason"),
    [
        (".X.|X..|...", "A3", WHITE, "the chain at A3 would have no liberty"),
        ("OX.|...|...", "A2", BLACK, "the chain at A3 would have no liberty"),
        ("XX.|OOX|.OX", "B3", WHITE, "the chain at A3 would have no liberty"),
    ],
)
def test_an_edit_may_not_take_the_last_liberty(drawing, name, colour, reason):
    game = game_at(drawing)
    before = game.board
    with pytest.raises(IllegalMove, match=reason):
        game.edit(parse_point(name, 3), colour)
    assert game.board == before


@pytest.mark.parametrize("point", [PASS, 9])
def test_an_edit_outside_the_board(point):
    with pytest.raises(IllegalMove, match="only a point of the board"):
        Game(3).edit(point, BLACK)


@pytest.mark.parametrize(
    ("drawing", "moves", "name", "colour", "captures"),
    [
        (KO, "B3", "C3", BLACK, 1),
        (SEND_TWO, "A1 C1", "B1", BLACK, 1),
        ("OX.|.X.|XX.", "", "A2", BLACK, 1),
        ("X..|...|...", "", "B2", WHITE, 0),
        ("X..|...|...", "", "pass", WHITE, 0),
    ],
)
def test_a_record_is_followed(drawing, moves, name, colour, captures):
    game = game_at(drawing, STRICT, WHITE if drawing == KO else BLACK)
    play(game, moves)
    before = game.board, game.captures[colour]
    game.follow(colour, parse_point(name, game.size))
    assert game.moves[-1] == (colour, parse_point(name, game.size))
    assert game.to_move is colour.other
    assert game.captures[colour] - before[1] == captures
    assert game.undo()
    assert (game.board, game.captures[colour]) == before


def test_a_recorded_suicide_is_followed():
    game = game_at("X.O|OO.|...", STRICT)
    game.follow(BLACK, parse_point("B3", 3))
    assert str(game.board) == ". . O\nO O .\n. . ."
    assert game.captures == {BLACK: 0, WHITE: 2}


@pytest.mark.parametrize(("point", "reason"), [(0, "A3 is occupied"), (9, "no point 9"), (-2, "no point -2")])
def test_a_record_cannot_be_followed_anywhere(point, reason):
    game = game_at("X..|...|...")
    before = game.history
    with pytest.raises(IllegalMove, match=reason):
        game.follow(WHITE, point)
    assert game.history == before


def test_a_position_is_set_up():
    game = game_at(KO, Rules(), WHITE)
    play(game, "B3")
    assert game.refusal(parse_point("C3", 4))
    before = game.history
    game.set_up(game.board, BLACK)
    assert (len(game.history), game.move_number, game.last_move) == (len(before) + 1, 2, None)
    assert game.refusal(parse_point("C3", 4)) is None
    board = Board.parse("X...|....|..O.|....".replace("|", "\n"))
    game.set_up(board, WHITE)
    assert (game.board, game.to_move, game.captures) == (board, WHITE, {BLACK: 0, WHITE: 1})
    assert game.undo()
    assert game.undo()
    assert game.history == before


def test_a_position_that_cannot_be():
    game = Game(3)
    with pytest.raises(IllegalMove, match="the chain at A3 would have no liberty"):
        game.set_up(Board.parse("XO.\nO..\n..."), BLACK)
    with pytest.raises(ValueError, match="side 4"):
        game.set_up(Board.empty(4), BLACK)
    assert len(game.history) == 1


def test_captures_are_counted_for_the_captor():
    game = game_at("O.OX|XXX.|....|....")
    play(game, "B4")
    assert game.captures == {BLACK: 2, WHITE: 0}
    game.undo()
    assert game.captures == {BLACK: 0, WHITE: 0}


def test_a_suicide_is_a_capture_for_the_opponent():
    game = game_at("X.O|OO.|...", SUICIDE)
    play(game, "B3")
    assert game.captures == {BLACK: 0, WHITE: 2}


def test_another_colour_than_the_one_to_move():
    game = Game(5)
    game.play(0, WHITE)
    assert game.to_move is BLACK
    game.play(1, WHITE)
    assert game.moves == [(WHITE, 0), (WHITE, 1)]
    assert game.to_move is BLACK


def test_two_passes_end_the_game():
    game = Game(5)
    assert not game.is_over
    play(game, "pass")
    assert not game.is_over
    play(game, "A1 pass")
    assert not game.is_over
    play(game, "pass")
    assert game.is_over
    assert game.last_move == PASS
    game.undo()
    assert not game.is_over
    play(game, "pass")
    game.edit(3, BLACK)
    assert not game.is_over


def test_handicap():
    game = Game(19, handicap=2)
    assert game.board.points(game.board.black) == [parse_point("Q16", 19), parse_point("D4", 19)]
    assert (game.to_move, game.handicap, game.move_number, game.moves) == (WHITE, 2, 0, [])
    assert not game.undo()


@pytest.mark.parametrize(("size", "handicap"), [(19, 1), (19, 10), (5, 2), (0, 0), (26, 0)])
def test_impossible_game(size, handicap):
    with pytest.raises(BadInput):
        Game(size, handicap=handicap)


def test_a_new_move_takes_the_place_of_the_one_undone():
    game = Game(5)
    play(game, "A1 B1")
    game.undo()
    play(game, "C1")
    assert game.moves == [(BLACK, 20), (WHITE, 22)]


seeds = st.integers(0, 2**32)
lengths = st.integers(0, 150)
rules = st.builds(Rules, suicide=st.booleans(), superko=st.booleans())


def step_at_random(game, rng):
    """A move, now and then a pass, an edit or taking back."""
    point = rng.randrange(game.size**2)
    kind = rng.random()
    with contextlib.suppress(IllegalMove):
        if kind < 0.06:
            game.undo()
        elif kind < 0.12:
            game.play(PASS)
        elif kind < 0.14:
            game.edit(point, rng.choice((BLACK, WHITE, None)))
        else:
            game.play(point)


@given(st.integers(1, 7), rules, lengths, seeds)
def test_undo_goes_back_step_by_step(size, rules, length, seed):
    game, rng = Game(size, rules), random.Random(seed)
    for _ in range(length):
        step_at_random(game, rng)
    end = game.history
    while game.undo():
        assert game.history == end[: len(game.history)]
    assert game.history == end[:1]
    assert game.board == Board.empty(size)


@given(st.integers(1, 5), rules, lengths, seeds)
def test_legality_is_as_the_rules_say(size, rules, length, seed):
    """The rules written once more, plainly, from the history alone."""
    game, rng = Game(size, rules), random.Random(seed)
    for _ in range(length):
        step_at_random(game, rng)
        history = game.history
        since = max(index for index, step in enumerate(history) if not step.move)
        forbidden = [step.board for step in history[since:]]
        if not rules.superko:
            forbidden = [] if game.last_move in (None, PASS) else forbidden[-2:-1]
        legal = set()
        for point in game.board.points(game.board.free):
            after = game.board.play(point, game.to_move)
            if after not in forbidden and (rules.suicide or after.at(point)):
                legal.add(point)
        assert set(game.board.points(game.legal_mask())) == legal
        assert {point for point in range(size * size) if game.refusal(point) is None} == legal
        assert every_chain_has_a_liberty(game.board)


def test_a_snapshot_is_a_game_of_its_own():
    rules = Rules(komi=0.5, suicide=True)
    game = Game(9, rules, 2)
    for point in (0, 1):
        game.play(point)
    copy = game.snapshot()
    assert (copy.size, copy.rules, copy.handicap, copy.history) == (9, rules, 2, game.history)
    copy.play(40)
    game.play(2)
    assert [point for _, point in game.moves] == [0, 1, 2]
    assert [point for _, point in copy.moves] == [0, 1, 40]
