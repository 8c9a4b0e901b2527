"""Whole games against GNU Go: both programs take every move of the other, and see the same board after it."""

from random import Random

import pytest

from darkgo.engine.session import Session
from darkgo.engine.setup import Setup
from darkgo.go.points import Colour
from darkgo.gtp.engine import Engine
from darkgo.model.evaluator import NetworkEvaluator
from tests.gtp.gnugo import GnuGo, installed


def asked(engine: Engine, command: str) -> str:
    """The text of a successful answer."""
    answer = engine.answer(command) or ""
    assert answer.startswith("="), f"DarkGo: {command}: {answer}"
    return answer[1:].strip()


def play(
    policy: NetworkEvaluator, size: int, level: int, seed: int, colour: Colour, handicap: int = 0
) -> None:
    """A game to its end in which DarkGo plays `colour`."""
    random = Random(seed)
    engine = Engine(Session(Setup().game(), policy, random=random), random)
    with GnuGo(installed(), level, seed) as gnugo:
        for command in (f"boardsize {size}", "clear_board", "komi 6.5", "darkgo-set level 9"):
            asked(engine, command)
            if not command.startswith("darkgo"):
                gnugo.ask(command)
        mover, passes = Colour.BLACK, 0
        if handicap:
            placed = asked(engine, f"fixed_handicap {handicap}")
            assert sorted(gnugo.ask(f"fixed_handicap {handicap}").split()) == sorted(placed.split())
            mover = Colour.WHITE
        for _ in range(4 * size**2):
            name = mover.name.lower()
            if mover is colour:
                move = asked(engine, f"genmove {name}")
                gnugo.ask(f"play {name} {move}")
            else:
                move = gnugo.ask(f"genmove {name}")
                asked(engine, f"play {name} {move}")
            for stones in ("black", "white"):
                command = f"list_stones {stones}"
                assert sorted(asked(engine, command).split()) == sorted(gnugo.ask(command).split())
            passes = passes + 1 if move.lower() == "pass" else 0
            if passes == 2 or move.lower() == "resign":
                break
            mover = mover.other
        else:
            pytest.fail("the game does not end")
        assert asked(engine, "final_score")[:2] in ("B+", "W+")


@pytest.mark.parametrize("colour", Colour)
@pytest.mark.parametrize(
    ("size", "seed"),
    [(9, 1), (9, 4), (13, 5), *(pytest.param(9, seed, marks=pytest.mark.long) for seed in (2, 3))],
)
def test_a_game_against_level_1(default: NetworkEvaluator, size: int, seed: int, colour: Colour) -> None:
    play(default, size, 1, seed, colour, handicap=2 if seed == 4 else 0)


@pytest.mark.long
@pytest.mark.parametrize("colour", Colour)
def test_a_game_against_level_10(default: NetworkEvaluator, colour: Colour) -> None:
    play(default, 19, 10, 6, colour)
