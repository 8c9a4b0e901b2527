"""Repair of missing and stray brackets in an SGF text.

Each text is given in two forms of equal length. `data` is the text of the file. In `masked` two-byte
characters are replaced (`Charset.masked`), so every bracket byte is a bracket. Both are repaired in the same
places.
"""

import re
from collections.abc import Iterable, Iterator

Replacement = tuple[int, int, bytes]
"""A replacement: start, stop, new bytes."""

_PROPERTY_START = rb"(?:;\s*[BW]|AB|AW|BR|CA|DT|EV|GM|GN|HA|KM|PB|PC|PW|RE|RU|SZ|WR)\s*\["
_INCLUDED_PROPERTY = re.compile(rb"(?:" + _PROPERTY_START + rb"|\xff[A-Z]{1,2}\s*\[)[^][\\]*\Z")
_UNCLOSED = re.compile(rb"(\[[^][\\]*?)" + _PROPERTY_START + rb"[^][\\]*\]")
# A bracket after an escape is text. A bracket after a move such as B[aa] always closes it.
_CLOSED_TOO_EARLY = re.compile(
    rb"(?<!\\)(?<![^A-Z][BW]\[[a-z][a-z])\](?!\s*(?:[\[;)]|\(\s*;|\(\s*[A-Z]{1,2}\s*\[|[A-Za-z]{1,64}\s*\[|\Z))"
)
_ESCAPED_OR_OPEN = re.compile(rb"\\.|(\[)", re.DOTALL)
_ESCAPED_OR_CLOSED = re.compile(rb"(\\.)|\]|\\\Z", re.DOTALL)
_CLOSED_TWICE = re.compile(rb"\](?:\s*\])+")


def includes_property(masked: bytes) -> bool:
    """Whether a value lacks its closing bracket and so includes the start of the next property."""
    return b"[" in masked and _INCLUDED_PROPERTY.search(masked) is not None


def with_brackets_escaped(masked: bytes, value: bytes) -> bytes:
    """The value with escapes added where needed, so that `includes_property` is false for it.

    Its meaning stays the same.
    """
    if not includes_property(masked):
        return value
    opened = (match.start() for match in _ESCAPED_OR_OPEN.finditer(masked) if match[1])
    return _edited(value, [(place, place, b"\\") for place in opened])


def escaped(value: bytes) -> bytes:
    """The value with each unescaped closing bracket escaped, and a backslash at its end as well."""
    return _ESCAPED_OR_CLOSED.sub(lambda match: match[0] if match[1] else b"\\" + match[0], value)


def mended(masked: bytes, data: bytes) -> tuple[bytes, bytes]:
    """Repair both texts: close values that include the next property, and escape brackets that cannot be the
    end of a value."""
    for mend in (_close, _close_once, _escape):
        edits = list(mend(masked))
        is_same = masked is data
        masked = _edited(masked, edits)
        data = masked if is_same else _edited(data, edits)
    return masked, data


def _close(text: bytes) -> Iterator[Replacement]:
    return ((match.end(1), match.end(1), b"]") for match in _UNCLOSED.finditer(text))


def _close_once(text: bytes) -> Iterator[Replacement]:
    return ((match.start(), match.end(), b"]") for match in _CLOSED_TWICE.finditer(text))


def _escape(text: bytes) -> Iterator[Replacement]:
    return ((match.start(), match.start(), b"\\") for match in _CLOSED_TOO_EARLY.finditer(text))


def _edited(text: bytes, edits: Iterable[Replacement]) -> bytes:
    parts: list[bytes] = []
    last = 0
    for start, stop, new in edits:
        parts += text[last:start], new
        last = stop
    parts.append(text[last:])
    return b"".join(parts)
