"""The program itself, over pipes: what reaches stdout, and when."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from random import Random

import pytest

from darkgo.cli import run as darkgo
from darkgo.engine.session import Session
from darkgo.engine.setup import Setup
from darkgo.gtp.engine import Engine
from darkgo.gtp.loop import run
from darkgo.gtp.protocol import LONGEST_LINE
from tests.evaluators import Refusing
from tests.waiting import PATIENCE

Process = subprocess.Popen[bytes]


@pytest.fixture
def process(goldens: Path) -> Iterator[Process]:
    network = ["--cfg", f"{goldens / 'go-mini.cfg'}", "--weights", f"{goldens / 'go-mini.initial.weights'}"]
    with subprocess.Popen(
        [sys.executable, "-m", "darkgo", "gtp", *network],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "JAX_PLATFORMS": "cpu"},
    ) as started:
        yield started
        started.kill()


def said(engine: Engine, sent: bytes) -> str:
    """All that is written for an input that ends."""
    out = StringIO()
    run(engine, BytesIO(sent), out)
    return out.getvalue()


def test_lines_of_every_kind_are_answered_in_their_order(engine: Engine) -> None:
    sent = b"1 name\r\n\r\n# x\r\n\t2\tboardsize 9\r\n3 \xff\xfe\n" + b"4 nothing\x00\n5 quit\n6 name\n"
    assert said(engine, sent) == "=1 DarkGo\n\n=2\n\n?3 unknown command\n\n?4 unknown command\n\n=5\n\n"


def test_the_input_may_end_without_a_line_end_and_in_an_analysis(engine: Engine) -> None:
    engine.answer("boardsize 3")
    assert said(engine, b"1 name") == "=1 DarkGo\n\n"
    answer = said(engine, b"lz-analyze 1000 maxmoves 1")
    assert answer.startswith("=\ninfo move ")
    assert answer.endswith("\n\n")
    assert answer.count("\n") == 3


def test_a_line_without_end_is_one_line(engine: Engine) -> None:
    sent = b"x" * (5 * LONGEST_LINE) + b"\n2 name\n"
    refusal = f"? syntax error: a line longer than {LONGEST_LINE} characters\n\n"
    assert said(engine, sent) == f"{refusal}=2 DarkGo\n\n"
    assert said(engine, b"y" * (3 * LONGEST_LINE)) == refusal


def test_characters_of_several_bytes_do_not_make_a_line_too_long(engine: Engine) -> None:
    fitting = "\N{SNOWMAN}" * (LONGEST_LINE - 10)
    assert said(engine, f"1 {fitting}\n2 name\n".encode()) == "?1 unknown command\n\n=2 DarkGo\n\n"
    far_too_long = "\N{SNOWMAN}" * (3 * LONGEST_LINE)
    assert said(engine, far_too_long.encode()).startswith("? syntax error: a line longer")


def test_a_long_line_is_read_in_few_steps(engine: Engine) -> None:
    class Counting(BytesIO):
        steps = 0

        def read(self, size: int | None = -1, /) -> bytes:
            self.steps += 1
            return super().read(size)

    sent, out = Counting(b"x" * 10**7 + b"\n2 name\n"), StringIO()
    run(engine, sent, out)
    assert out.getvalue().endswith("\n\n=2 DarkGo\n\n")
    assert sent.steps < 1000


def test_an_input_that_cannot_be_read_has_ended(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    class Torn(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if line := super().read(size):
                return line
            raise OSError("torn")

    out = StringIO()
    run(engine, Torn(b"1 name\n"), out)
    assert out.getvalue() == "=1 DarkGo\n\n"
    assert capsys.readouterr().err == "darkgo: the input cannot be read: torn\n"


def test_an_analysis_goes_on_until_the_next_line(process: Process) -> None:
    assert process.stdin
    assert process.stdout
    process.stdin.write(b"boardsize 3\n1 lz-analyze b 20 maxmoves 1\n")
    process.stdin.flush()
    lines = [process.stdout.readline() for _ in range(3)]
    assert lines == [b"=\n", b"\n", b"=1\n"]
    first = process.stdout.readline()
    # Four updates are three intervals apart. On a busy machine they take longer.
    began = time.monotonic()
    process.stdin.write(b"3 lz-analyze b 20 maxmoves 1\n")
    process.stdin.flush()
    while (line := process.stdout.readline()) != b"=3\n":
        assert line
    updates = [process.stdout.readline() for _ in range(4)]
    assert time.monotonic() - began > 0.55
    assert updates == [first] * 4
    assert first.startswith(b"info move ")
    out, _ = process.communicate(b"2 name\n3 quit\n", timeout=PATIENCE)
    assert out.replace(first, b"") == b"\n=2 DarkGo\n\n=3\n\n"


def test_quit_ends_it_while_the_other_program_still_listens(process: Process) -> None:
    assert process.stdin
    process.stdin.write(b"1 name\n2 quit\n")
    process.stdin.flush()
    assert process.wait(timeout=PATIENCE) == 0
    assert process.communicate() == (b"=1 DarkGo\n\n=2\n\n", b"")


@pytest.mark.parametrize(("fault", "status"), [("interrupted", 130), ("nobody reads", 141)])
def test_it_ends_quietly(process: Process, fault: str, status: int) -> None:
    assert process.stdin
    assert process.stdout
    process.stdin.write(b"name\n")
    process.stdin.flush()
    assert process.stdout.readline() == b"= DarkGo\n"
    if fault == "interrupted":
        process.send_signal(signal.SIGINT)
    else:
        process.stdout.close()
        process.stdin.write(b"name\n")
        process.stdin.flush()
    assert process.wait(timeout=PATIENCE) == status
    assert process.stderr
    assert not process.stderr.read()


def test_nothing_but_answers_reaches_stdout(process: Process) -> None:
    sent = b"boardsize 5\ngenmove b\nreg_genmove w\nfinal_score\n"
    out, err = process.communicate(sent, timeout=PATIENCE)
    assert process.returncode == 0, err
    blocks = out.decode().split("\n\n")
    assert [block[:1] for block in blocks] == ["=", "=", "=", "=", ""]


def test_what_is_printed_elsewhere_goes_to_stderr() -> None:
    program = """
import os
import darkgo.gtp.loop
from darkgo.cli import run

def loud(engine, stdin, stdout):
    print("a stray line", flush=True)
    os.write(1, b"another\\n")
    stdout.write("= an answer\\n\\n")

darkgo.gtp.loop.run = loud
run(["gtp"])
print("the last")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, timeout=PATIENCE)
    assert done.stdout == b"= an answer\n\n"
    assert done.stderr == b"a stray line\nanother\nthe last\n"


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["--cfg", "x.cfg"], 2, "--weights"),
        (["--level", "11"], 2, "11"),
        (["--level", "3", "--temperature", "1"], 2, "--level"),
        (["--temperature", "-1"], 2, "-1"),
        (["--resign", "-1"], 2, "-1"),
        (["--resign", "40"], 2, "--resign-points is in points"),
        (["--seed", "x"], 2, "x"),
        (["--name", ""], 2, "--name"),
        (["--name", "Kata\nGo"], 2, "--name"),
        (["--cfg", "none.cfg", "--weights", "none.weights"], 1, "none.cfg"),
    ],
)
def test_wrong_options_are_told(
    arguments: list[str], status: int, told: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert darkgo(["gtp", *arguments]) == status
    out, err = capfd.readouterr()
    assert not out
    assert err.startswith("darkgo: ")
    assert told in err


@pytest.mark.parametrize(("options", "name"), [([], "DarkGo"), (["--name", "KataGo"], "KataGo")])
def test_it_can_be_given_another_name(options: list[str], name: str) -> None:
    command = [sys.executable, "-m", "darkgo", "gtp", *options]
    done = subprocess.run(command, input="1 name\n", capture_output=True, text=True, timeout=PATIENCE)
    assert done.stdout == f"=1 {name}\n\n"


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        (
            "--level 2 --seed 7 --resign 0.05 --resign-points 20 --multi",
            "level 2 temperature 0 top all share 0.07 seed 7 multi true "
            "resign 0.05 resign-points 20 count 10 visits 1 seconds none ponder false",
        ),
        (
            "--top 4",
            "level own temperature 1 top 4 share 1 seed none multi false resign 0 resign-points 0 count 10 "
            "visits 1 seconds none ponder false",
        ),
        (
            "--ponder",
            "level 10 temperature 0 top all share 1 seed none multi false resign 0 resign-points 0 count 10 "
            "visits 64 seconds 1 ponder true",
        ),
        (
            "--temperature 0.5 --top 3",
            "level own temperature 0.5 top 3 share 1 seed none multi false resign 0 resign-points 0 count 10 "
            "visits 1 seconds none ponder false",
        ),
    ],
)
def test_the_options_set_the_parameters(options: str, shown: str) -> None:
    command = [sys.executable, "-m", "darkgo", "gtp", *options.split()]
    done = subprocess.run(command, input="darkgo-list", capture_output=True, text=True, timeout=PATIENCE)
    assert done.stdout.split() == ["=", *shown.split()]
    assert not done.stderr


def test_the_network_is_prepared_for_each_board_before_a_move_is_asked_for() -> None:
    sizes: list[int] = []
    random = Random(1)
    session = Session(Setup().game(), Refusing("it is not asked"), random=random)
    engine = Engine(session, random, prepare=sizes.append)
    assert said(engine, b"name\nboardsize 9\nclear_board\nplay b A1\nboardsize 99\nboardsize 13\n")
    assert sizes == [9, 9, 13]
