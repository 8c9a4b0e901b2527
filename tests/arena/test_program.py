"""Another program as a child process: what it answers, and everything it may do instead."""

import os
import resource
import shlex
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from darkgo.arena.program import Fault, Program, RefusalError
from darkgo.errors import BadInput
from tests.arena.matches import FAKE
from tests.waiting import PATIENCE, PATIENT, wait_until


@contextmanager
def started(how: str) -> Iterator[Program]:
    program = Program(shlex.join([sys.executable, str(FAKE), how]))
    try:
        yield program
    finally:
        program.kill()
        program.close()


def is_running(process: int) -> bool:
    """Whether it is there and not a zombie."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_answers_of_one_line_and_of_several() -> None:
    with started("good") as program:
        assert program.ask("name", PATIENCE) == "Fake"
        assert program.ask("boardsize 5", PATIENCE) == ""
        assert program.ask("showboard", PATIENCE) == "line 1\nline 2"
        assert program.ask("version", PATIENCE) == "good"


def test_a_refusal_is_no_fault() -> None:
    with started("wants 19") as program:
        with pytest.raises(RefusalError, match="unacceptable size"):
            program.ask("boardsize 5", PATIENCE)
        assert program.ask("name", PATIENCE) == "Fake"


@pytest.mark.parametrize(
    ("how", "seconds", "code", "said"),
    [
        ("hangs", 0.2, "T", r"did not answer genmove black within 0\.2 s"),
        ("floods", PATIENCE, "F", 'answered "thinking" to genmove black'),
        ("talks", PATIENCE, "F", 'answered "I like Go" to genmove black'),
        ("dies", PATIENCE, "F", r"ended at genmove black \(status 1\): out of memory"),
    ],
)
def test_faults(how: str, seconds: float, code: str, said: str) -> None:
    with started(how) as program:
        program.ask("boardsize 5", PATIENCE)
        with pytest.raises(Fault, match=f"^{said}$") as fault:
            program.ask("genmove black", seconds)
        assert fault.value.code == code


def test_a_child_that_is_left_behind_holds_the_pipe() -> None:
    for seconds in PATIENT:
        with started("leaves a child") as program:
            program.ask("boardsize 5", PATIENCE)
            with pytest.raises(Fault) as fault:
                program.ask("genmove black", seconds)
        if fault.value.code != "T":
            break
    assert str(fault.value) == "ended at genmove black (status 1): out of memory"


def test_an_answer_that_is_there_is_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This process may have stood still while the program answered."""
    monkeypatch.chdir(tmp_path)
    with started("answers before it is asked") as program:
        wait_until((tmp_path / "answered").exists)
        clock = iter([0.0])
        monkeypatch.setattr(time, "monotonic", lambda: next(clock, 100.0))
        assert program.ask("name", 30) == "early"


def test_programs_beyond_the_thousandth_file() -> None:
    """select.select knows file numbers up to 1,023 only."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limits[0] < 1200:
        resource.setrlimit(resource.RLIMIT_NOFILE, (1200, limits[1]))
    with ExitStack() as files:
        files.callback(resource.setrlimit, resource.RLIMIT_NOFILE, limits)
        for _ in range(1050):
            files.enter_context(open(os.devnull))
        with started("good") as program:
            assert program.ask("name", PATIENCE) == "Fake"


def test_a_program_that_ends_before_it_is_asked() -> None:
    with started("dies at once") as program, pytest.raises(Fault, match=r"ended at name \(status 3\)"):
        program.ask("name", PATIENCE)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("no-such-program --level 1", "no-such-program: cannot be started"),
        ("'unclosed", "not a command line"),
        ("", "empty command"),
    ],
)
def test_what_cannot_be_started(command: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        Program(command)


def test_its_own_children_end_with_it() -> None:
    with started("has a child") as program:
        child = int(program.ask("child", PATIENCE))
        assert is_running(child)
    wait_until(lambda: not is_running(child))


def test_a_program_that_does_not_quit_is_ended_all_the_same() -> None:
    with started("hangs") as program:
        process = int(program.ask("pid", PATIENCE))
        with pytest.raises(Fault):
            program.ask("genmove black", 0.1)
        assert is_running(process)
    assert not is_running(process)


def test_a_program_that_does_not_read_is_not_waited_for() -> None:
    program = Program(shlex.join([sys.executable, str(FAKE), "does not read"]))
    process, said = 0, ""
    while not said:
        try:
            process = int(program.ask("x" * 1000, PATIENCE))
        except Fault as fault:
            said = str(fault)
    assert said == "does not read its input"
    program.close()
    assert not is_running(process)
