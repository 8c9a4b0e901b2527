"""Requests and answers: their form, for whatever is sent."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from darkgo.gtp.engine import COMMANDS, Engine
from darkgo.gtp.protocol import LONGEST_LINE, Request, failure, opening, parse, success

WELL_FORMED = re.compile(r"[=?][0-9]*( \S[^\n]*)?\n([^\n]+\n)*\n")
"""A whole answer: a sign, the number directly after it, text after a blank, and one empty line, the last."""

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=" \t\r\n#"), min_size=1)


@given(st.text(max_size=60))
def test_a_line_is_a_request_or_nothing(line: str) -> None:
    request = parse(line)
    if request is None:
        assert not re.search(r"[^\s\x00-\x20\x7f]", line.partition("#")[0])
    else:
        assert re.fullmatch("[0-9]*", request.ident)
        assert request.ident or request.name


@given(st.integers(0, 10**12), st.lists(st.from_regex("[!-~]+", fullmatch=True), max_size=4))
def test_number_name_and_words_are_found_whatever_is_between_them(number: int, parts: list[str]) -> None:
    parts = ["Some-Name", *(part.replace("#", "") or "x" for part in parts)]
    line = f" \t {number} \t{'  '.join(parts)}\x07\r # and 12 words more"
    assert parse(line) == Request(str(number), "some-name", tuple(parts[1:]))


@pytest.mark.parametrize(
    ("line", "request_"),
    [
        ("12name", Request("", "12name", ())),
        ("12 name", Request("12", "name", ())),
        ("12", Request("12", "", ())),
        ("12 13", Request("12", "13", ())),
    ],
)
def test_a_number_stands_alone(line: str, request_: Request) -> None:
    assert parse(line) == request_


@given(st.sampled_from(["", "0", "12"]), st.text(max_size=80))
def test_every_answer_is_well_formed(ident: str, text: str) -> None:
    for answer in (success(ident, text), failure(ident, text or "?")):
        assert WELL_FORMED.fullmatch(answer), answer
        assert answer[1:].startswith(ident)
    assert failure(ident, text).count("\n") == 2
    assert success(ident, text) == opening(ident, text) + "\n"


def test_a_line_of_any_length_is_answered_once(engine: Engine) -> None:
    for length in (LONGEST_LINE, LONGEST_LINE + 1, 3 * LONGEST_LINE):
        answer = engine.answer("7 " + "x" * (length - 2)) or ""
        assert answer.startswith("?7 unknown" if length == LONGEST_LINE else "? syntax error: a line longer")
        assert WELL_FORMED.fullmatch(answer)


@settings(max_examples=200)
@given(command=st.sampled_from(sorted(COMMANDS)), arguments=st.lists(words, max_size=5))
def test_wrong_arguments_are_refused_in_one_line(
    command: str, arguments: list[str], new_engine: Callable[[], Engine]
) -> None:
    engine = new_engine()
    engine.answer("boardsize 2")
    board = engine.state.session.game.board
    answer = (engine.answer(" ".join([command, *arguments])) or "") + engine.finish()
    assert WELL_FORMED.fullmatch(answer), answer
    assert "internal error" not in answer
    if answer.startswith("?"):
        assert answer.count("\n") == 2
        assert engine.state.session.game.board == board
