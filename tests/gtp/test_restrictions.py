"""Moves that an analysis is to avoid, or to show alone, are those of the named player."""

import re

import pytest

from darkgo.gtp.engine import Engine


def moves(engine: Engine, command: str) -> list[str]:
    """The moves that an analysis names."""
    answer = (engine.answer(command) or "") + engine.finish()
    assert answer.startswith("="), answer
    return re.findall(r"info move (\S+)", answer)


@pytest.fixture(autouse=True)
def small(engine: Engine) -> None:
    engine.answer("boardsize 3")


@pytest.mark.parametrize("analyze", ["lz-analyze", "kata-analyze"])
def test_what_a_player_is_to_avoid_the_other_one_is_shown(engine: Engine, analyze: str) -> None:
    everything = moves(engine, f"{analyze} b maxmoves 99 minmoves 99")
    assert len(everything) > 2
    first = everything[0]
    assert moves(engine, f"{analyze} b minmoves 99 avoid b {first} 1") == everything[1:]
    assert moves(engine, f"{analyze} b minmoves 99 avoid w {first} 1") == everything
    assert moves(engine, f"{analyze} b minmoves 99 allow b {first} 1") == [first]
    assert moves(engine, f"{analyze} b minmoves 99 allow w {first} 1") == everything
    assert first in moves(engine, f"{analyze} w minmoves 99 avoid b {first} 1")


def test_a_move_that_is_to_be_avoided_is_not_made(engine: Engine) -> None:
    first = moves(engine, "lz-analyze b minmoves 99")[0]
    answer = engine.answer(f"lz-genmove_analyze b avoid w {first} 1") or ""
    assert f"play {first}\n" in answer
    engine.answer("undo")
    answer = engine.answer(f"lz-genmove_analyze b avoid b {first} 1") or ""
    assert f"play {first}\n" not in answer
