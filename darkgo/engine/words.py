"""Moves, points and numbers of points, in words."""

from darkgo.go.points import PASS, Colour, format_point


def move_text(colour: Colour, point: int, size: int, captured: int = 0) -> str:
    """A move in words: "Black plays Q 16", "White passes", "Black plays C 3 and captures 2 stones"."""
    name = colour.name.capitalize()
    if point == PASS:
        return f"{name} passes"
    captures = f" and captures {captured} stone{'s' if captured > 1 else ''}" if captured else ""
    return f"{name} plays {point_text(point, size)}{captures}"


def point_text(point: int, size: int) -> str:
    """A point as a person reads it: "Q 16", "Pass"."""
    return "Pass" if point == PASS else format_point(point, size, " ")


def points_text(points: float) -> str:
    """A number of points: "1.0 point", "3.5 points"."""
    said = f"{points:.1f}"
    return f"{said} point{'' if said == '1.0' else 's'}"
