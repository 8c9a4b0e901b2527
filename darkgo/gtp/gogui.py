"""GoGui's commands for analysis, interruption and the window title."""

from darkgo.go.points import PASS, format_point
from darkgo.gtp.state import CommandFunction, EngineState

_SEEN = 0.001
"""The least probability that gets a colour."""
_BOARD, _HOT = (0xE0, 0xB0, 0x60), (0xD0, 0x20, 0x20)


def gogui_analyze_commands(state: EngineState) -> str:
    """The entries of GoGui's analyze menu: type of the answer, name, command."""
    return "\n".join(
        (
            "gfx/Suggestions/darkgo-suggestions",
            "gfx/Policy heat map/darkgo-heat",
            "string/Score/final_score",
            "plist/Dead Stones/final_status_list dead",
            "string/Why the last move/gomill-explain_last_move",
            "string/Settings/darkgo-list",
            "none/Change a setting/darkgo-set %s",
        )
    )


def suggestions(state: EngineState) -> str:
    """The best moves, marked by rank, with their probabilities in the status line."""
    shown = state.session.consult().ranking[: state.session.count]
    size = state.session.game.size
    named = [(format_point(s.point, size), s.probability) for s in shown if s.point != PASS]
    labels = " ".join(f"{name} {rank}" for rank, (name, _) in enumerate(named, 1))
    text = ", ".join(f"{name} {100 * share:.1f}%" for name, share in named)
    return f"LABEL {labels}\nTEXT {text}" if named else "TEXT pass"


def heat(state: EngineState) -> str:
    """The probability of every point as a colour, the most probable the deepest."""
    known, size = state.session.consult(), state.session.game.size
    points = [s for s in known.ranking if s.point != PASS and s.probability >= _SEEN]
    most = max((s.probability for s in points), default=1)
    lines = [f"COLOR {_shade(s.probability / most)} {format_point(s.point, size)}" for s in points]
    passing = next(s.probability for s in known.ranking if s.point == PASS)
    return "\n".join((*lines, f"TEXT pass {100 * passing:.2f}%"))


def _shade(share: float) -> str:
    # The square root makes small probabilities distinct.
    mixed = (round(cold + (hot - cold) * share**0.5) for cold, hot in zip(_BOARD, _HOT, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def gogui_interrupt(state: EngineState) -> str:
    """Does nothing. GoGui looks for it in the list of commands. Then it interrupts a command by a comment
    line."""
    return ""


def gogui_title(state: EngineState) -> str:
    """The title of the window."""
    return "DarkGo"


COMMANDS: dict[str, CommandFunction] = {
    "gogui-analyze_commands": gogui_analyze_commands,
    "gogui-interrupt": gogui_interrupt,
    "gogui-title": gogui_title,
    "darkgo-suggestions": suggestions,
    "darkgo-heat": heat,
}
