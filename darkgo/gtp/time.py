"""The commands about time. A policy needs little of it: only looking for dead stones takes long."""

import time
from dataclasses import replace

from darkgo.errors import BadInput
from darkgo.gtp import arguments
from darkgo.gtp.clock import Clock
from darkgo.gtp.state import Command, State

_LONGEST = 1e9
KINDS = {
    "none": (),
    "absolute": ("MAIN",),
    "byoyomi": ("MAIN", "PERIOD", "PERIODS"),
    "canadian": ("MAIN", "PERIOD", "STONES"),
    "fischer": ("MAIN", "INCREMENT"),
    "fischer-capped": ("MAIN", "INCREMENT", "MOST", "MOST_FOR_A_MOVE"),
}
"""The numbers that each kind of time settings has. gtp2ogs sends -1 where a limit of the last two is none."""


def time_settings(state: State, main_time: str, byo_yomi_time: str, byo_yomi_stones: str) -> str:
    """Canadian time; a period without stones means no limit."""
    main, period = _seconds(main_time), _seconds(byo_yomi_time)
    stones = arguments.whole(byo_yomi_stones, 0, 10000, "stones")
    state.clock = Clock() if period and not stones else Clock(main, period, stones)
    return ""


def kgs_time_settings(state: State, kind: str, *numbers: str) -> str:
    """Time of one of the kinds that the Kiseido server has."""
    return _set(state, kind, numbers, ("none", "absolute", "byoyomi", "canadian"))


def kata_time_settings(state: State, kind: str, *numbers: str) -> str:
    """Time of any kind."""
    return _set(state, kind, numbers, tuple(KINDS))


def kata_list_time_settings(state: State) -> str:
    """The kinds of time settings there are."""
    return " ".join(KINDS)


def time_left(state: State, colour: str, seconds: str, stones: str) -> str:
    """What is left on a player's clock."""
    player = arguments.colour(colour)
    # A player may be over the time by the time this is told.
    left = arguments.number(seconds, -_LONGEST, _LONGEST, "seconds")
    count = arguments.whole(stones, 0, 10000, "stones")
    state.clock = replace(state.clock, left=state.clock.left | {player: (max(0, left), count)})
    return ""


def cputime(state: State) -> str:
    """The processor's time used so far, in seconds."""
    return f"{time.process_time():.3f}"


def _set(state: State, kind: str, numbers: tuple[str, ...], kinds: tuple[str, ...]) -> str:
    name = kind.lower()
    if name not in kinds:
        raise BadInput(f'syntax error: found "{kind}", expected one of {", ".join(kinds)}')
    if len(numbers) != len(KINDS[name]):
        raise BadInput(f"syntax error: expected {' '.join((name, *KINDS[name]))}")
    main, second = (*map(_seconds, numbers[:2]), 0.0, 0.0)[:2]
    third = [arguments.number(text, -_LONGEST, _LONGEST, "time") for text in numbers[2:]]
    if name == "none":
        state.clock = Clock()
    elif name == "canadian":
        state.clock = Clock(main, second, max(1, round(third[0])))
    elif name.startswith("fischer"):
        state.clock = Clock(main, increment=second)
    else:
        state.clock = Clock(main, second)
    return ""


def _seconds(text: str) -> float:
    return arguments.number(text, 0, _LONGEST, "time")


COMMANDS: dict[str, Command] = {
    "time_settings": time_settings,
    "time_left": time_left,
    "kgs-time_settings": kgs_time_settings,
    "kata-time_settings": kata_time_settings,
    "kata-list_time_settings": kata_list_time_settings,
    "cputime": cputime,
    "gomill-cpu_time": cputime,
}
