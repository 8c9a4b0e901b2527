"""A clock as the commands that tell a program of it."""

from collections.abc import Callable
from math import isinf

from darkgo.engine.clock import Absolute, ByoYomi, Canadian, Clock, Fischer, TimeSystem
from darkgo.go.points import Colour

KGS, KATA = "kgs-time_settings", "kata-time_settings"


def settings(system: TimeSystem, knows: Callable[[str], bool]) -> str:
    """The command that sets a time system; empty without one. `knows` says whether there is a command.

    Not every program can be told of byo-yomi and Fischer. It is then told of one period, or of the main time
    alone, and learns before each move what it has left.
    """
    match system:
        case Absolute(main):
            return f"time_settings {_number(main)} 0 0"
        case Canadian(main, period, stones):
            return f"time_settings {_number(main)} {_number(period)} {stones}"
        case ByoYomi(main, period, periods):
            if knows(KGS):
                return f"{KGS} byoyomi {main:g} {period:g} {periods}"
            return f"time_settings {_number(main)} {_number(period)} 1"
        case Fischer(main, increment):
            if knows(KATA):
                return f"{KATA} fischer {main:g} {increment:g}"
            return f"time_settings {_number(main)} 0 0"
    return ""


def time_left(clock: Clock, colour: Colour, fractions: bool) -> str:
    """The command that says what a player has left; empty if it has all the time there is. `fractions`: the
    program reads fractions of seconds."""
    left = clock.left(colour)
    if isinf(left.seconds):
        return ""
    seconds = f"{left.seconds:.3f}" if fractions else f"{int(left.seconds)}"
    return f"time_left {colour.name.lower()} {seconds} {left.count}"


def _number(seconds: float) -> str:
    """Whole seconds, which every program reads; fewer than there are."""
    return f"{int(seconds)}"
