"""The commands of test suites: their answers do not depend on what was asked before, and the board stays."""

import pytest

from darkgo.go.points import PASS, format_point
from darkgo.gtp.engine import Engine
from tests.gtp.gnugo import GnuGo, installed


def asked(engine: Engine, command: str) -> str:
    answer = engine.answer(command) or ""
    assert answer.startswith("="), f"{command}: {answer}"
    return answer[1:].strip()


@pytest.fixture
def weak(engine: Engine) -> Engine:
    """A program that draws its moves."""
    for command in ("boardsize 9", "play b E5", "darkgo-set level 1", "darkgo-set seed 5"):
        asked(engine, command)
    return engine


def test_the_best_of_the_given_moves_is_named(engine: Engine) -> None:
    asked(engine, "boardsize 9")
    candidates = engine.state.session.consult().candidates
    ranked = [format_point(one.point, 9) for one in candidates if one.point != PASS]
    for first in (0, 10, 40, len(ranked) - 3):
        assert (
            asked(engine, f"restricted_genmove b {' '.join(reversed(ranked[first : first + 3]))}")
            in (ranked[first : first + 3])
        )
    assert asked(engine, f"restricted_genmove b {ranked[30]} {ranked[3]} {ranked[60]}") == ranked[3]


@pytest.mark.parametrize("command", ["reg_genmove w", "gg_genmove w 3", "restricted_genmove w A1 B2 C3 D4"])
def test_a_draw_is_the_same_each_time_and_disturbs_no_game(weak: Engine, command: str) -> None:
    game = [asked(weak, f"genmove {colour}") for colour in "wbwb"]
    asked(weak, "gg-undo 4")
    asked(weak, "darkgo-set seed 5")
    found = [asked(weak, command) for _ in range(3)]
    assert len(set(found)) == 1
    again = []
    for colour in "wbwb":
        asked(weak, command)
        again.append(asked(weak, f"genmove {colour}"))
    assert again == game


def test_another_seed_may_draw_another_move(weak: Engine) -> None:
    found = [asked(weak, f"gg_genmove w {seed}") for seed in range(20)]
    assert len(set(found)) > 1
    assert asked(weak, "gg_genmove w") == found[0] == asked(weak, "reg_genmove w")


def test_where_a_pass_wins_one_of_the_given_moves_is_named_all_the_same(engine: Engine) -> None:
    for command in ("boardsize 3", "play b B3", "play b B2", "play b B1", "play w pass"):
        asked(engine, command)
    assert asked(engine, "reg_genmove b") == "pass"
    assert asked(engine, "restricted_genmove b A1") == "A1"
    assert asked(engine, "restricted_genmove b A1 pass") == "pass"


def test_the_form_is_that_of_gnu_go(engine: Engine) -> None:
    """Both programs take the same lines, refuse the same ones, and play nothing."""
    lines = (
        "restricted_genmove b C3",
        "restricted_genmove w C3 D5",
        "gg_genmove w",
        "gg_genmove w 12",
        "reg_genmove b",
    )
    with GnuGo(installed(), level=1, seed=1) as gnugo:
        for command in ("boardsize 9", "clear_board", "play b C3"):
            gnugo.ask(command)
            asked(engine, command)
        for line in lines:
            theirs, ours = gnugo.ask(line), asked(engine, line)
            if line.startswith("restricted"):
                assert ours.lower() == theirs.lower()
        assert gnugo.ask("list_stones b") == asked(engine, "list_stones b") == "C3"
        assert gnugo.ask("list_stones w") == asked(engine, "list_stones w") == ""
