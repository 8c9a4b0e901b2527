"""Typed lines: what each is read as, and what is said of those that are no command."""

import pytest

from darkgo.engine.commands import (
    Dead,
    Do,
    Edit,
    Jump,
    Komi,
    Level,
    New,
    Open,
    Play,
    Players,
    PlaySuggestion,
    Save,
    Show,
    Top,
)
from darkgo.engine.parse import parse
from darkgo.errors import BadInput
from darkgo.go.points import PASS, Colour

A15 = 4 * 19
Q16 = 3 * 19 + 15


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("", PlaySuggestion(1)),
        ("  \n", PlaySuggestion(1)),
        ("3\n", PlaySuggestion(3)),
        (" 12 ", PlaySuggestion(12)),
        ("0", Top(0)),
        ("00", PlaySuggestion(0)),
        ("-1", PlaySuggestion(-1)),
        ("A 15", Play(A15)),
        ("a15", Play(A15)),
        ("q  16", Play(Q16)),
        ("c16", Play(3 * 19 + 2)),
        ("s 4", Play(15 * 19 + 17)),
        ("p", Play(PASS)),
        ("PASS", Play(PASS)),
        ("c A 15", Edit(A15, None)),
        ("b a15", Edit(A15, Colour.BLACK)),
        ("W A 15", Edit(A15, Colour.WHITE)),
        ("wA15", Edit(A15, Colour.WHITE)),
        ("u", Do("undo")),
        ("r", Do("redo")),
        ("q", Show("quit")),
        ("?", Show("help")),
        ("s my game.sgf", Save("my game.sgf")),
        ("save ~/x.sgf", Save("~/x.sgf")),
        ("s", Save("")),
        ("open", Open("")),
        ("open a game.sgf", Open("a game.sgf")),
        ("jump 41", Jump(41)),
        ("start", Jump(0)),
        ("h", Show("help")),
        ("h 4", Play(15 * 19 + 7)),
        ("new", Show("new")),
        ("new 13", New(13)),
        ("new 19x19 h4", New(19, 4)),
        ("new 9 2", New(9, 2)),
        ("handicap 3", New(None, 3)),
        ("komi 6.5", Komi(6.5)),
        ("komi 3,75", Komi(3.75)),
        ("level 4", Level(4)),
        ("top 12", Top(12)),
        ("computer both", Players(frozenset(Colour))),
        ("computer none", Players(frozenset())),
        ("dead A 15", Dead(A15)),
        ("count", Do("count")),
        ("guess", Do("guess")),
        ("multi", Do("multi")),
        ("pause", Do("pause")),
        ("var", Do("next variation")),
        ("RESIGN", Do("resign")),
        ("heat", Show("heat")),
        ("views", Show("views")),
    ],
)
def test_a_line_is_read_as(line: str, command: object) -> None:
    assert parse(line, 19) == command


@pytest.mark.parametrize(
    ("line", "size", "said"),
    [
        ("A 25", 19, "A 25"),
        ("I 5", 19, "without I"),
        ("A 0", 19, "rows 1-19"),
        ("A -1", 19, "rows 1-19"),
        ("K 10", 9, "A-J"),
        ("c I 5", 19, "without I"),
        ("b Z 1", 19, "A-T"),
        ("hello", 19, "A 15"),
        ("b", 19, "not enough; b A 15: sets a black"),
        ("W ", 19, "not enough; w A 15: sets a black"),
        ("c", 19, "not enough; c A 15: clears"),
        ("dead", 19, "not enough; dead A 15: marks"),
        ("level", 19, "not enough; level 5: how well"),
        ("komi", 19, "not enough; komi 6.5: changes"),
        ("jump", 19, "not enough; jump 41: goes to"),
        ("move", 19, "not enough; jump 41: goes to"),
        ("top", 19, "not enough; top 9: shows"),
        ("computer", 19, "not enough; computer white: who"),
        ("handicap", 19, "not enough; new [SIZE] [HANDICAP]: begins"),
        ("w zz", 19, 'no point "zz": columns are A-T without I'),
        ("c pass", 19, "A 15"),
        ("A 15 B 3", 19, "A 15"),
        ("1.5", 19, "A 15"),
        ("9" * 5000, 19, "A 15"),
        ("A " + "9" * 5000, 19, "A 15"),
        ("\x1b[2J\x00", 19, "?[2J?"),
        ("٣", 19, "is no command"),
        ("saved x.sgf", 19, "s FILE.sgf"),
        ("new 9x13", 19, "expected a size"),
        ("komi much", 19, "expected a number"),
        ("level best", 19, "whole number"),
        ("computer me", 19, "black, white, both, none"),
        ("dead Z 99", 19, "A-T"),
    ],
)
def test_a_line_is_refused_with_one_line_that_says_what_is_allowed(line: str, size: int, said: str) -> None:
    with pytest.raises(BadInput) as refusal:
        parse(line, size)
    message = str(refusal.value)
    assert said in message
    assert message.isprintable()
    assert len(message) < 240
