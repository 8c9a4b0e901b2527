"""A game in progress outlives its program, and only its program."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from darkgo.autosave import Autosave

PROGRAM = """
import sys
from darkgo.autosave import Autosave
autosave = Autosave()
for line in sys.stdin:
    autosave.discard() if line == "discard\\n" else autosave.keep([line.encode()])
    print("done", flush=True)
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DARKGO_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


class Program:
    """Another program with a game in progress."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def tell(self, line: str) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n"

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def program() -> Iterator[Program]:
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Program(process)
        finally:
            process.kill()


def found() -> list[bytes]:
    return [kept.read() for kept in Autosave().left()]


def test_a_game_is_found_once_its_program_was_killed(folder: Path) -> None:
    with program() as other:
        other.tell("a move")
        # A file's time may be some milliseconds behind the clock.
        before = datetime.now() - timedelta(seconds=1)
        other.tell("another move")
        assert found() == []
        other.kill()
        assert other.process.returncode == -signal.SIGKILL
        (kept,) = Autosave().left()
        assert kept.read() == b"another move\n"
        assert before < kept.when <= datetime.now()
        kept.remove()
        assert found() == []
        assert list(folder.iterdir()) == []


def test_a_live_game_is_never_offered() -> None:
    with program() as live, program() as killed:
        killed.tell("left")
        live.tell("mine")
        killed.kill()
        assert found() == [b"left\n"]
        live.kill()
        assert sorted(found()) == [b"left\n", b"mine\n"]


def test_a_game_that_came_to_its_end_is_not_found(folder: Path) -> None:
    with program() as other:
        other.tell("a move")
        other.tell("discard")
        assert list(folder.iterdir()) == []
        other.tell("the next game")
        other.kill()
        assert found() == [b"the next game\n"]


def test_the_newest_comes_first(folder: Path) -> None:
    folder.mkdir()
    for age, name in enumerate(["b", "c", "a"]):
        path = folder / f"game-{name}.sgf"
        path.write_bytes(name.encode())
        os.utime(path, (1e9 - age, 1e9 - age))
    assert found() == [b"b", b"c", b"a"]


def test_ones_own_game_is_not_offered_to_oneself() -> None:
    autosave = Autosave()
    autosave.discard()
    autosave.keep([b"(;)"])
    assert autosave.left() == []
    assert found() == []
    autosave.discard()
    autosave.discard()
    assert found() == []


def test_ten_games_are_kept_and_a_live_one_is_not_among_them(folder: Path) -> None:
    with program() as live:
        live.tell("live")
        autosave = Autosave()
        for number in range(13):
            autosave.keep([b"%d" % number])
            autosave.put_away()
            path = max(folder.glob("kept-*.sgf"), key=lambda path: path.stat().st_mtime)
            os.utime(path, (1e9 + number, 1e9 + number))
        assert [kept.read() for kept in Autosave().kept()] == [b"%d" % number for number in range(12, 2, -1)]
        assert found() == []
    assert found() == [b"live\n"]
    assert len(list(folder.glob("*.sgf"))) == 11


def test_short_games_make_room_before_long_ones_and_then_the_oldest(folder: Path) -> None:
    autosave = Autosave()

    def put_away(name: str, moves: int, when: int) -> None:
        autosave.keep([f"(;SZ[9]GN[{name}]".encode(), moves * b";B[aa]", b")"])
        before = set(folder.glob("kept-*.sgf"))
        autosave.put_away()
        (path,) = set(folder.glob("kept-*.sgf")) - before
        os.utime(path, (1e9 + when, 1e9 + when))

    def names() -> list[str]:
        return [re.findall(rb"GN.(\w+)", kept.read())[0].decode() for kept in Autosave().kept()]

    put_away("real", 200, 0)
    for number in range(12):
        put_away(f"short{number}", 9, 1 + number)
    assert names() == [*(f"short{number}" for number in range(11, 2, -1)), "real"]
    for number in range(10):
        put_away(f"long{number}", 10, 20 + number)
    assert names() == [f"long{number}" for number in range(9, -1, -1)]
    put_away("last", 1, 40)
    assert names() == ["last", *(f"long{number}" for number in range(9, 0, -1))]


def test_a_game_that_was_left_can_be_put_away(folder: Path) -> None:
    with program() as other:
        other.tell("left")
        other.kill()
    (left,) = Autosave().left()
    left.put_away()
    assert found() == []
    assert [kept.read() for kept in Autosave().kept()] == [b"left\n"]
    assert len(list(folder.iterdir())) == 1


def test_what_was_cut_off_while_it_was_written_is_no_game(folder: Path) -> None:
    with program() as other:
        other.tell("whole")
        other.kill()
    (path,) = folder.glob("*.sgf")
    path.with_name(f"{path.name}.123.part").write_bytes(b"hal")
    (kept,) = Autosave().left()
    assert kept.read() == b"whole\n"
    kept.remove()
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    autosave = Autosave(tmp_path / "file")
    assert autosave.left() == []
    with pytest.raises(OSError, match="file"):
        autosave.keep([b"(;)"])
    autosave.discard()
