"""Engines end with the program that started them, also when a shell stands between the two."""

import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from darkgo.cli.common import WATCH, ended_with_its_parent
from tests.waiting import PATIENCE

KINDS = ["analysis", "gtp"]
ASKED = {
    "analysis": b'{"id": "v", "action": "query_version"}\n',
    "gtp": b"name\n",
}


def engine(kind: str, goldens: Path) -> str:
    network = f"--cfg '{goldens / 'go-mini.cfg'}' --weights '{goldens / 'go-mini.initial.weights'}'"
    return f"'{sys.executable}' -m darkgo {kind} {network}"


class Shell:
    """A shell that has started an engine, whose answers are read and whose input stays open."""

    def __init__(self, command: str) -> None:
        self.process = subprocess.Popen(
            ["sh", "-c", command], bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self.process.stdin
        assert self.process.stdout
        self.stdin, self.stdout = self.process.stdin, self.process.stdout

    def ask(self, line: bytes) -> bytes:
        self.stdin.write(line)
        return self.stdout.readline()

    def ends(self) -> bool:
        """Whether everything that could write an answer ends soon."""
        end = time.monotonic() + PATIENCE
        while select.select([self.stdout], [], [], max(0, end - time.monotonic()))[0]:
            if not self.stdout.read(1 << 16):
                return True
        return False


@pytest.fixture
def start() -> Iterator[Callable[[str], Shell]]:
    started: list[Shell] = []

    def start(command: str) -> Shell:
        started.append(Shell(command))
        return started[-1]

    yield start
    for shell in started:
        with shell.process:
            shell.process.kill()


@pytest.mark.parametrize("kind", KINDS)
def test_an_engine_ends_when_the_shell_between_is_killed(
    kind: str, goldens: Path, start: Callable[[str], Shell]
) -> None:
    """KaTrain does so: it ends the shell, and goes on itself."""
    shell = start(f"{engine(kind, goldens)}; true")
    assert shell.ask(ASKED[kind])
    shell.process.terminate()
    shell.process.wait(PATIENCE)
    assert shell.ends()


@pytest.mark.parametrize(
    ("kind", "work"),
    [
        ("gtp", b"lz-analyze b 5\n"),
        (
            "analysis",
            b'{"id": "a", "boardXSize": 19, "boardYSize": 19, "rules": "chinese", "analyzeTurns": [%s],'
            b' "moves": [%s]}\n'
            % (b",".join(b"%d" % n for n in range(2001)), b",".join([b'["B","pass"]'] * 2000)),
        ),
    ],
)
def test_an_engine_ends_while_it_works(
    kind: str, work: bytes, goldens: Path, start: Callable[[str], Shell]
) -> None:
    shell = start(f"{engine(kind, goldens)}; true")
    assert shell.ask(work)
    shell.process.terminate()
    shell.process.wait(PATIENCE)
    assert shell.ends()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("command", ["exec {}", "{}; true"])
def test_an_engine_ends_with_its_input(
    kind: str, command: str, goldens: Path, start: Callable[[str], Shell]
) -> None:
    shell = start(command.format(engine(kind, goldens)))
    assert shell.ask(ASKED[kind])
    assert shell.process.stdin
    shell.process.stdin.close()
    assert shell.process.wait(PATIENCE) == 0
    assert shell.ends()


@pytest.mark.parametrize("kind", KINDS)
def test_an_engine_that_stands_for_the_shell_is_ended_as_it(
    kind: str, goldens: Path, start: Callable[[str], Shell]
) -> None:
    shell = start(f"exec {engine(kind, goldens)}")
    assert shell.ask(ASKED[kind])
    shell.process.terminate()
    shell.process.wait(PATIENCE)
    assert shell.ends()


@pytest.mark.parametrize("ignored", [False, True])
def test_under_nohup_the_parent_does_not_matter(ignored: bool) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN if ignored else signal.SIG_DFL)
    try:
        with ended_with_its_parent():
            watching = [thread for thread in threading.enumerate() if thread.name == WATCH]
    finally:
        signal.signal(signal.SIGHUP, before)
    assert len(watching) == (not ignored)
    for thread in watching:
        thread.join(PATIENCE)
        assert not thread.is_alive()
