"""The commands about time: the other program sets the clock and reports the remaining time."""

import time
from contextlib import suppress
from math import inf

from darkgo.engine.clock import Absolute, ByoYomi, Canadian, Clock, Fischer, Left, TimeSystem, Unlimited
from darkgo.errors import BadInput
from darkgo.gtp import arguments
from darkgo.gtp.state import CommandFunction, EngineState

_LONGEST = 1e12
_MOST = 10**9
KINDS = {
    "none": (),
    "absolute": ("MAIN",),
    "byoyomi": ("MAIN", "PERIOD", "PERIODS"),
    "canadian": ("MAIN", "PERIOD", "STONES"),
    "fischer": ("MAIN", "INCREMENT"),
    "fischer-capped": ("MAIN", "INCREMENT", "MOST", "MOST_FOR_A_MOVE"),
}
"""The numbers of each kind of time settings. A negative MOST or MOST_FOR_A_MOVE means that there is no such
limit."""


def time_settings(state: EngineState, main_time: str, byo_yomi_time: str, byo_yomi_stones: str) -> str:
    """Sets Canadian time. A period with 0 stones means no time limit."""
    return _begin(state, _canadian(main_time, byo_yomi_time, byo_yomi_stones))


def kgs_time_settings(state: EngineState, kind: str, *numbers: str) -> str:
    """Sets one of the kinds of time of the KGS Go Server."""
    return _begin(state, _system(kind, numbers, ("none", "absolute", "byoyomi", "canadian")))


def kata_time_settings(state: EngineState, kind: str, *numbers: str) -> str:
    """Sets any kind of time."""
    return _begin(state, _system(kind, numbers, tuple(KINDS)))


def kata_list_time_settings(state: EngineState) -> str:
    """The kinds of time settings."""
    return " ".join(KINDS)


def time_left(state: EngineState, colour: str, seconds: str, stones: str) -> str:
    """Sets the remaining time of a player. In byo-yomi the last number is the number of periods."""
    player = arguments.colour(colour)
    # The player may have exceeded the time when this arrives, so the number may be negative.
    left = arguments.number(seconds, -_LONGEST, _LONGEST, "seconds")
    count = arguments.whole(stones, 0, _MOST, "stones")
    state.session.clock = state.session.clock.told(player, Left(max(0, left), count))
    return ""


def cputime(state: EngineState) -> str:
    """The processor's time used so far, in seconds."""
    return f"{time.process_time():.3f}"


def _begin(state: EngineState, system: TimeSystem) -> str:
    """Sets the clock. Loads and compiles the network, so that this takes no time from the first move."""
    if system != Unlimited():
        # If the network cannot be used, the command for a move reports that.
        with suppress(BadInput):
            if ready := state.prepare(state.session.game.size):
                ready.result()
            state.session.consult()
    state.session.clock = Clock(system)
    return ""


def _system(kind: str, numbers: tuple[str, ...], kinds: tuple[str, ...]) -> TimeSystem:
    name = kind.lower()
    if name not in kinds:
        raise BadInput(f'syntax error: found "{kind}", expected one of {", ".join(kinds)}')
    if len(numbers) != len(KINDS[name]):
        raise BadInput(f"syntax error: expected {' '.join((name, *KINDS[name]))}")
    match name, numbers:
        case "absolute", (main,):
            return Absolute(_seconds(main))
        case "byoyomi", (main, period, periods):
            return ByoYomi(_seconds(main), _seconds(period), arguments.whole(periods, 0, _MOST, "periods"))
        case "canadian", (main, period, stones):
            return _canadian(main, period, stones)
        case "fischer", (main, increment):
            return Fischer(_seconds(main), _seconds(increment))
        case "fischer-capped", (main, increment, most, most_for_a_move):
            return Fischer(_seconds(main), _seconds(increment), _limit(most), _limit(most_for_a_move))
    return Unlimited()


def _canadian(main_time: str, period_time: str, stone_count: str) -> TimeSystem:
    main, period = _seconds(main_time), _seconds(period_time)
    stones = arguments.whole(stone_count, 0, _MOST, "stones")
    if not period:
        return Absolute(main)
    return Canadian(main, period, stones) if stones else Unlimited()


def _seconds(text: str) -> float:
    return arguments.number(text, 0, _LONGEST, "time")


def _limit(text: str) -> float:
    limit = arguments.number(text, -_LONGEST, _LONGEST, "time")
    return inf if limit < 0 else limit


COMMANDS: dict[str, CommandFunction] = {
    "time_settings": time_settings,
    "time_left": time_left,
    "kgs-time_settings": kgs_time_settings,
    "kata-time_settings": kata_time_settings,
    "kata-list_time_settings": kata_list_time_settings,
    "cputime": cputime,
    "gomill-cpu_time": cputime,
}
