"""How long a move may take, and what is left out when that is short."""

from math import inf

import pytest

from darkgo.go.points import Colour
from darkgo.gtp.engine import Engine


@pytest.mark.parametrize(
    ("commands", "seconds"),
    [
        ("", inf),
        ("kgs-time_settings none", inf),
        ("time_settings 10 30 0", inf),
        ("time_settings 0 0 0", 0),
        ("kgs-time_settings absolute 400", 10),
        ("kgs-time_settings absolute 400, time_left b 80 0", 2),
        ("kgs-time_settings absolute 400, time_left w 80 0", 10),
        ("kgs-time_settings absolute 400, time_left b 80 0, clear_board", 10),
        ("time_left b 80 0", 2),
        ("time_left b -3 0", 0),
        ("time_settings 0 60 20", 3),
        ("kgs-time_settings canadian 0 60 20, time_left b 30 5", 6),
        ("kgs-time_settings byoyomi 0 30 5", 30),
        ("kgs-time_settings byoyomi 400 30 5, time_left b 20 3", 20),
        ("kata-time_settings fischer 400 12", 22),
        ("kata-time_settings fischer-capped 400 12 600 -1, time_left b 40 0", 13),
    ],
)
def test_seconds_for_a_move_of_black(engine: Engine, commands: str, seconds: float) -> None:
    for command in filter(None, commands.split(", ")):
        assert (engine.answer(command) or "").startswith("=")
    assert engine.state.clock.seconds(Colour.BLACK) == seconds


@pytest.mark.parametrize(("left", "counts"), [(1000, True), (10, False)])
def test_dead_stones_are_not_looked_for_in_time_trouble(engine: Engine, left: int, counts: bool) -> None:
    for command in ("boardsize 3", "play b B3", "play b B2", "play w A3", "play b B1", "play w pass"):
        engine.answer(command)
    engine.answer(f"time_left b {left} 0")
    assert (engine.answer("reg_genmove b") or "").startswith("=")
    assert engine.state.session.dead_are_known is counts
