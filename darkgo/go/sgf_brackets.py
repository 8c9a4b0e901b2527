"""Brackets that are missing or stray in an SGF text, and how they are mended.

A text comes twice: `masked`, in which a bracket is a bracket, and `data`, as it stands in the file. Both are
mended in the same places.
"""

import re
from collections.abc import Iterable, Iterator

Edit = tuple[int, int, bytes]
"""From where to where, and what stands there instead."""

_PROPERTY_START = rb"(?:;\s*[BW]|AB|AW|BR|CA|DT|EV|GM|GN|HA|KM|PB|PC|PW|RE|RU|SZ|WR)\s*\["
_SWALLOWED = re.compile(rb"(?:" + _PROPERTY_START + rb"|\xff[A-Z]{1,2}\s*\[)[^][\\]*\Z")
_UNCLOSED = re.compile(rb"(\[[^][\\]*?)" + _PROPERTY_START + rb"[^][\\]*\]")
# Not after an escape, and not after a move, which ends where it ends.
_CLOSED_TOO_EARLY = re.compile(
    rb"(?<!\\)(?<![^A-Z][BW]\[[a-z][a-z])\](?!\s*(?:[\[;)]|\(\s*;|\(\s*[A-Z]{1,2}\s*\[|[A-Za-z]{1,64}\s*\[|\Z))"
)
_ESCAPED_OR_OPEN = re.compile(rb"\\.|(\[)", re.DOTALL)
_ESCAPED_OR_CLOSED = re.compile(rb"(\\.)|\]|\\\Z", re.DOTALL)
_CLOSED_TWICE = re.compile(rb"\](?:\s*\])+")


def swallows(masked: bytes) -> bool:
    """Whether a value goes on into the next property because its closing bracket is missing."""
    return b"[" in masked and _SWALLOWED.search(masked) is not None


def sealed(masked: bytes, value: bytes) -> bytes:
    """A value in which no closing bracket seems to be missing when it is read again; its meaning stays."""
    if not swallows(masked):
        return value
    opened = (match.start() for match in _ESCAPED_OR_OPEN.finditer(masked) if match[1])
    return _edited(value, [(place, place, b"\\") for place in opened])


def escaped(value: bytes) -> bytes:
    """A value with a backslash before each bracket that would end it, and not as its last byte."""
    return _ESCAPED_OR_CLOSED.sub(lambda match: match[0] if match[1] else b"\\" + match[0], value)


def mended(masked: bytes, data: bytes) -> tuple[bytes, bytes]:
    """Both texts with values closed that run into the next property, and brackets escaped after which nothing
    can follow."""
    for mend in (_close, _close_once, _escape):
        edits = list(mend(masked))
        is_same = masked is data
        masked = _edited(masked, edits)
        data = masked if is_same else _edited(data, edits)
    return masked, data


def _close(text: bytes) -> Iterator[Edit]:
    return ((match.end(1), match.end(1), b"]") for match in _UNCLOSED.finditer(text))


def _close_once(text: bytes) -> Iterator[Edit]:
    return ((match.start(), match.end(), b"]") for match in _CLOSED_TWICE.finditer(text))


def _escape(text: bytes) -> Iterator[Edit]:
    return ((match.start(), match.start(), b"\\") for match in _CLOSED_TOO_EARLY.finditer(text))


def _edited(text: bytes, edits: Iterable[Edit]) -> bytes:
    parts: list[bytes] = []
    last = 0
    for start, stop, new in edits:
        parts += text[last:start], new
        last = stop
    parts.append(text[last:])
    return b"".join(parts)
