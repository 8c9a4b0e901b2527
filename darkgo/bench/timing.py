"""Times of calls, taken in turns so that a busy machine disturbs all of them alike."""

import time
from collections.abc import Callable, Mapping

TURNS = 20
"""The least number of turns, unless they take too long."""
SECONDS = 1.0
"""Short calls get more turns, until they have taken so long together."""
SHORT = 100.0
"""Milliseconds. A shorter call is made twice in a turn, because threads of the call before may still be busy
when the first one begins."""

Call = Callable[[], object]


def best_times(
    calls: Mapping[str, Call], turns: int = TURNS, longest: float = float("inf")
) -> dict[str, float]:
    """The least milliseconds that each call took. Each is made once before, to warm up.

    The calls take turns: at least `turns` of them, but no further one after `longest` seconds.
    """
    for call in calls.values():
        call()
    best = dict.fromkeys(calls, float("inf"))
    began, turn = time.perf_counter(), 0
    while True:
        for name, call in calls.items():
            for _ in range(2):
                best[name] = min(best[name], taken := _milliseconds(call))
                if taken > SHORT:
                    break
        turn += 1
        spent = time.perf_counter() - began
        if (turn >= turns and spent >= SECONDS) or spent >= longest:
            return best


def _milliseconds(call: Call) -> float:
    began = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - began)
