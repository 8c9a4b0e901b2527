"""`analyse` in plain text searches until Ctrl+C."""

import io
from _thread import interrupt_main

import pytest

from darkgo.engine.searching import FULL_TEXT
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import Colour
from darkgo.plain.analysing import analyse
from darkgo.plain.loop import run
from darkgo.search import room
from tests.evaluators import After, NearestStones


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_ctrl_c_ends_it_and_what_was_found_stays() -> None:
    calls = 0

    def interrupt() -> None:
        nonlocal calls
        calls += 1
        if calls == 30:
            interrupt_main()

    session = Session(Game(5), After(interrupt, NearestStones()))
    said = analyse(session, Terminal())
    assert calls >= 30
    known = session.report
    assert known
    assert said == f"{known.visits:,} visits"
    assert known.visits > 20
    assert not session.analyses


def test_a_full_tree_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "most_nodes", lambda: 40)
    out, err = Terminal(), Terminal()
    run(Session(Game(5), NearestStones()), Terminal("analyse\n"), out, err)
    assert FULL_TEXT in err.getvalue()
    assert "Ctrl+C ends it" in err.getvalue()


def test_without_a_terminal_it_is_refused() -> None:
    out, err = io.StringIO(), io.StringIO()
    run(Session(Game(5), NearestStones()), io.StringIO("analyse\n"), out, err)
    assert "analyse needs a terminal" in err.getvalue()


def test_where_the_computer_plays_there_is_nothing_to_analyse() -> None:
    session = Session(Game(5), NearestStones(), computer=frozenset(Colour))
    with pytest.raises(BadInput, match="both colours"):
        analyse(session, Terminal())
    with pytest.raises(BadInput, match="the computer's turn"):
        analyse(Session(Game(5), NearestStones(), computer=frozenset({Colour.BLACK})), Terminal())
