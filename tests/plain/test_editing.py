"""Editing and copying in the line mode."""

import io
from base64 import b64decode

from darkgo.engine.pasted import read_record
from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.plain.loop import run
from tests.evaluators import NearestStones

RECORD = "(;SZ[9];B[ee];W[cc])"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def said(*lines: str, out: io.StringIO | None = None) -> tuple[str, str, Session]:
    """What is printed on stdout and stderr for these lines."""
    out, err = out or io.StringIO(), io.StringIO()
    session = Session(Game(9), NearestStones())
    session.look_at(read_record(RECORD))
    run(
        session,
        io.StringIO("".join(f"{line}\n" for line in lines)),
        out,
        err,
        prompt=lambda _: "",
        board=False,
    )
    return out.getvalue(), err.getvalue(), session


def test_a_record_is_edited() -> None:
    _, err, session = said("end", "note Here.", "mark a1", "u", "del", "r", "u", "note")
    assert "noted\n" in err
    assert "A 1 is marked\n" in err
    assert "Here.\n" in err
    assert session.tree.length == 2


def test_a_terminal_gets_the_escape_of_its_clipboard() -> None:
    out, err, _ = said("end", "copy", out=Terminal())
    before, _, escape = out.partition("\x1b]52;c;")
    assert before.endswith("\n")
    code = escape.partition("\a")[0]
    assert "X . . . ." in b64decode(code).decode()
    assert "the board is copied" in err


def test_a_pipe_gets_the_text_itself() -> None:
    out, _, _ = said("copy sgf")
    assert "\x1b" not in out
    assert RECORD in out.replace("\n", "")
