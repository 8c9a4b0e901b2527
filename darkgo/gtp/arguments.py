"""Read the arguments of commands. Each function raises BadInput with what was found and expected."""

import math
import re
from collections.abc import Iterable

from darkgo.errors import BadInput
from darkgo.go.points import LARGEST_SIZE, Colour, format_point, parse_point

_COLOURS = {"b": Colour.BLACK, "black": Colour.BLACK, "w": Colour.WHITE, "white": Colour.WHITE}
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?", re.IGNORECASE)
LETTERS = {Colour.BLACK: "b", Colour.WHITE: "w"}


def is_colour(text: str) -> bool:
    """Whether the text names a colour."""
    return text.lower() in _COLOURS


def colour(text: str) -> Colour:
    """A player."""
    if not is_colour(text):
        raise BadInput(f'syntax error: found "{text}", expected black or white')
    return _COLOURS[text.lower()]


def vertex(text: str, size: int) -> int:
    """A point of the board or PASS."""
    try:
        return parse_point(text, size)
    except BadInput as error:
        raise BadInput(f"syntax error: {error}") from None


def whole(text: str, least: int, most: int, what: str) -> int:
    """A whole number within bounds."""
    number = int(text) if text.isascii() and text.removeprefix("-").isdigit() and len(text) < 12 else None
    if number is None or not least <= number <= most:
        raise BadInput(f'{what}: found "{text}", expected a whole number from {least} to {most}')
    return number


def side(text: str) -> int:
    """The side of a board, within the sizes that the network can read."""
    return whole(text, 2, LARGEST_SIZE, "the board")


def number(text: str, least: float, most: float, what: str) -> float:
    """A number within bounds."""
    found = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not least <= found <= most:
        raise BadInput(f'{what}: found "{text}", expected a number from {least:g} to {most:g}')
    # Adding 0.0 turns -0.0 into 0.0.
    return found + 0.0


def names(points: Iterable[int], size: int) -> str:
    """The points as a list of vertices."""
    return " ".join(format_point(point, size) for point in points)
