"""The form of requests and answers in the Go Text Protocol, version 2 (G. Farnebäck, draft 2, 2002).

A request is one line: an optional number, a command and its arguments. An answer begins with ``=``, or with
``?`` for an error. The number of the request and the text follow. An empty line ends the answer.
"""

import re
from dataclasses import dataclass

from darkgo.errors import BadInput

LONGEST_LINE = 1 << 16
"""The most characters of a request. The longest real request, a whole game in one line, has a tenth of
them."""
_LONGEST_ERROR = 200

_IGNORED = dict.fromkeys((*range(32), 127)) | {ord("\t"): " "}
_KEPT_IN_ANSWERS = {code: None for code in (*range(32), 127) if chr(code) not in "\t\n"}
_NUMBER = re.compile(r"[0-9]+(?= |$)")


@dataclass(frozen=True, slots=True)
class Request:
    """One command from the other program."""

    ident: str
    """The number, as it was sent; empty if there is none."""
    name: str
    """The command in lower case; empty if there is only a number."""
    words: tuple[str, ...]
    """Its arguments."""


def parse(line: str) -> Request | None:
    """The request of a line; None if it is empty or only a comment.

    Raises BadInput if the line is too long.
    """
    if len(line) > LONGEST_LINE:
        raise BadInput(f"syntax error: a line longer than {LONGEST_LINE} characters")
    text = line.translate(_IGNORED).partition("#")[0].strip()
    if not text:
        return None
    number = _NUMBER.match(text)
    ident = number[0] if number else ""
    name, *words = text[len(ident) :].split() or [""]
    return Request(ident, name.lower(), tuple(words))


def opening(ident: str, text: str = "") -> str:
    """The beginning of an answer, which further lines may follow.

    An empty line would end the answer, so empty lines of the text become a blank.
    """
    first, *others = text.translate(_KEPT_IN_ANSWERS).rstrip().split("\n")
    lines = [f"={ident} {first.strip()}".rstrip(), *(line if line.strip() else " " for line in others)]
    return "\n".join(lines) + "\n"


def success(ident: str, text: str = "") -> str:
    """The whole answer to a command that was carried out."""
    return f"{opening(ident, text)}\n"


def failure(ident: str, reason: str) -> str:
    """The whole answer to a command that was refused."""
    words = " ".join(reason.translate(_KEPT_IN_ANSWERS).split())
    if len(words) > _LONGEST_ERROR:
        words = f"{words[: _LONGEST_ERROR - 4]} ..."
    return f"?{ident} {words}".rstrip() + "\n\n"
