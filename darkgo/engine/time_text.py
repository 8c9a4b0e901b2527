"""Time systems and times as a person types and reads them: "10m 3x30s" is ten minutes, then three periods of
thirty seconds.

    10m             ten minutes for all moves
    10m 3x30s       then three periods of thirty seconds (byo-yomi)
    10m +10s        ten seconds are added after every move (Fischer)
    10m 15/5m       then fifteen moves in every five minutes (Canadian)
"""

import re
from math import ceil

from darkgo.engine.clock import Absolute, ByoYomi, Canadian, Fischer, Left, TimeSystem
from darkgo.errors import BadInput, shown

EXPECTED = "expected times such as 10m, 10m 3x30s, 10m +10s or 10m 15/5m, or off"
LONGEST = 1000 * 3600
"""The most seconds of a time that is typed."""
_UNITS = {"h": 3600, "m": 60, "s": 1}
_TIME = r"(?:\d{1,4}(?:\.\d{1,2})?[hms])+"
_OVERTIME = re.compile(
    r"(?P<periods>\d{1,4})\s*x\s*(?P<period>\d{1,6}(?:\.\d+)?)\s*byo-?yomi"
    r"|(?P<increment>\d{1,6}(?:\.\d+)?)\s*fischer"
    r"|(?P<stones>\d{1,4})\s*/\s*(?P<canadian>\d{1,6}(?:\.\d+)?)\s*canadian",
    re.IGNORECASE,
)
"""What comes after the main time, as DarkGo and the common servers write it."""
_CLOCK = re.compile(
    rf"(?P<main>{_TIME})?(?:\s*(?:(?P<periods>\d{{1,3}})\s*x\s*(?P<period>{_TIME})"
    rf"|\+\s*(?P<increment>{_TIME})|(?P<stones>\d{{1,3}})\s*/\s*(?P<canadian>{_TIME})))?"
)


def read_clock(text: str) -> TimeSystem | None:
    """The time system that a text describes; None for "off" and for an empty text. Raises BadInput."""
    said = text.strip().lower()
    if said in ("", "off", "none"):
        return None
    match = _CLOCK.fullmatch(said)
    if match is None:
        raise BadInput(f'clock "{shown(text.strip())}": {EXPECTED}')
    main = _seconds(match["main"] or "")
    found: TimeSystem
    if match["period"]:
        found = ByoYomi(main, _seconds(match["period"]), int(match["periods"]))
        usable = found.period > 0 and found.periods > 0
    elif match["increment"]:
        found = Fischer(main, _seconds(match["increment"]))
        usable = main > 0
    elif match["canadian"]:
        found = Canadian(main, _seconds(match["canadian"]), int(match["stones"]))
        usable = found.period > 0 and found.stones > 0
    else:
        found, usable = Absolute(main), main > 0
    if not usable or main > LONGEST:
        raise BadInput(f'clock "{shown(text.strip())}": no move can be played in that time; {EXPECTED}')
    return found


def clock_text(system: TimeSystem | None) -> str:
    """A time system as `read_clock` reads it; "off" for None."""
    match system:
        case Absolute(main):
            return _duration(main)
        case ByoYomi(main, period, periods):
            return f"{_before(main)}{periods}x{_duration(period)}"
        case Fischer(main, increment):
            return f"{_before(main)}+{_duration(increment)}"
        case Canadian(main, period, stones):
            return f"{_before(main)}{stones}/{_duration(period)}"
    return "off"


def sgf_time(system: TimeSystem | None) -> tuple[str, str]:
    """A time system as SGF's TM and OT: the seconds of the main time, and what comes after it."""
    match system:
        case Absolute(main):
            return f"{main:.10g}", ""
        case ByoYomi(main, period, periods):
            return f"{main:.10g}", f"{periods}x{period:.10g} byo-yomi"
        case Fischer(main, increment):
            return f"{main:.10g}", f"{increment:.10g} fischer"
        case Canadian(main, period, stones):
            return f"{main:.10g}", f"{stones}/{period:.10g} canadian"
    return "", ""


def read_sgf_time(main: str, overtime: str) -> TimeSystem | None:
    """The time system of SGF's TM and OT; None if there is none, or if it is not understood."""
    seconds = read_seconds(main or "0")
    if seconds is None:
        return None
    if not overtime.strip():
        return Absolute(seconds) if seconds else None
    match = _OVERTIME.fullmatch(overtime.strip())
    if match is None:
        return None
    found: TimeSystem
    if match["increment"]:
        found, is_usable = Fischer(seconds, float(match["increment"])), seconds > 0
    elif match["periods"]:
        found = ByoYomi(seconds, float(match["period"]), int(match["periods"]))
        is_usable = found.period > 0 and found.periods > 0
    else:
        found = Canadian(seconds, float(match["canadian"]), int(match["stones"]))
        is_usable = found.period > 0 and found.stones > 0
    return found if is_usable else None


def read_seconds(text: str) -> float | None:
    """A number of seconds in SGF, as in TM and BL; None if the text is not one."""
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if 0 <= seconds <= LONGEST else None


def left_text(left: Left, system: TimeSystem | None = None) -> str:
    """The remaining time of a player, rounded up to seconds: "9:41", in byo-yomi "0:28 x3", in Canadian
    periods "4:59 /15"."""
    seconds = ceil(left.seconds)
    hours, minutes = divmod(seconds // 60, 60)
    said = f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"
    if not left.count:
        return said
    return f"{said} {'/' if isinstance(system, Canadian) else 'x'}{left.count}"


def _seconds(text: str) -> float:
    return sum(float(number) * _UNITS[unit] for number, unit in re.findall(r"([\d.]+)([hms])", text))


def _duration(seconds: float) -> str:
    hundredths = round(100 * seconds)
    minutes, rest = divmod(hundredths, 6000)
    parts = [(minutes // 60, "h"), (minutes % 60, "m"), (rest / 100, "s")]
    return "".join(f"{number:g}{unit}" for number, unit in parts if number) or "0s"


def _before(main: float) -> str:
    return f"{_duration(main)} " if main else ""
