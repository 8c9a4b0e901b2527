"""The command line: what it accepts, its exit status, and that a fault is one line on stderr."""

import io
import os
import select
import signal
import subprocess
import sys
from importlib import import_module
from inspect import getdoc
from pathlib import Path

import pytest
from cyclopts import App

from darkgo.cli import COMMANDS, run
from tests.waiting import PATIENCE


@pytest.fixture
def mini(goldens: Path) -> list[str]:
    return [str(goldens / "go-mini.cfg"), str(goldens / "go-mini.initial.weights")]


def start(*arguments: str, term: str = "xterm") -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "darkgo", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "JAX_PLATFORMS": "cpu", "TERM": term},
    )


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["--version"], ["play", "--help"], ["test", "-h"]])
def test_help_and_version_go_to_stdout(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 0
    out, err = capsys.readouterr()
    assert out
    assert not err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--help"])
    shown = capsys.readouterr().out
    assert all(f" {name} " in shown for name in ("play", "test", "net", "data", "train", "valid"))


def test_the_list_of_commands_needs_none_of_them() -> None:
    code = "import sys; from darkgo.cli import run; run(['--help']); print(*sorted(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    loaded = shown.splitlines()[-1].split()
    assert [name for name in loaded if name.startswith("darkgo.")] == [
        "darkgo.cli",
        "darkgo.errors",
        "darkgo.release",
    ]
    assert not {"jax", "numpy", "textual"} & set(loaded)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_is_its_own(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """All that its docstring says, not only the line of the list of commands."""
    assert run([command, "--help"]) == 0
    module, _, name = COMMANDS[command][0].partition(":")
    called = getattr(import_module(module), name)
    told, _, _ = (called.help if isinstance(called, App) else getdoc(called)).partition("\nParameters\n")
    shown = " ".join(capsys.readouterr().out.split())
    assert " ".join(told.replace("`", "").split()) in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tset"], "tset"),
        (["--nope"], "--nope"),
        (["test"], "CFG"),
        (["test", "a.cfg"], "WEIGHTS"),
        (["test", "a", "b", "--size", "26"], "26"),
        (["test", "a", "b", "--size", "1"], "1"),
        (["test", "a", "b", "--size", "nineteen"], "nineteen"),
        (["test", "a", "b", "--top", "0"], "0"),
        (["--colour", "green"], "green"),
        (["--cfg", "x.cfg"], "--weights"),
        (["analysis", "--weights", "x.weights"], "--cfg"),
        (["deepen", "a.cfg", "a.weights", "b.cfg", "b.weights", "--seed", "-1"], "--seed"),
        (["play", "--komi", "abc"], "abc"),
        (["play", "a.sgf", "stray"], "stray"),
        (["play", "--level", "0"], "--level"),
    ],
)
def test_wrong_usage_is_status_2(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith("darkgo: ")
    assert said in err
    name = f"darkgo {arguments[0]}" if arguments[0] in COMMANDS else "darkgo play"
    assert err.endswith(f"\nTry: {'darkgo' if arguments == ['tset'] else name} --help\n")


@pytest.mark.parametrize("komi", ["nan", "1e400", "-1000"])
def test_an_impossible_komi_is_status_1(komi: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--komi", komi]) == 1
    assert "komi" in capsys.readouterr().err


@pytest.mark.parametrize("handicap", ["-1", "1", "10", "400"])
def test_an_impossible_handicap_is_status_1(handicap: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--handicap", handicap]) == 1
    assert handicap in capsys.readouterr().err


@pytest.mark.parametrize("command", ["test {cfg} {weights}", "--cfg {cfg} --weights {weights}"])
@pytest.mark.parametrize("fault", ["no cfg", "unknown section", "no weights", "weights is a folder"])
def test_a_network_that_cannot_be_used_is_status_1(
    command: str, fault: str, mini: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cfg, weights = mini
    if fault == "no cfg":
        cfg = str(tmp_path / "none.cfg")
    elif fault == "unknown section":
        cfg = str(tmp_path / "odd.cfg")
        Path(cfg).write_text("[net]\nheight=19\nwidth=19\nchannels=1\n[wormhole]\n")
    elif fault == "no weights":
        weights = str(tmp_path / "none.weights")
    else:
        weights = str(tmp_path)
    assert run(command.format(cfg=cfg, weights=weights).split()) == 1
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith("darkgo: ")
    assert (cfg if "cfg" in fault or "section" in fault else weights) in err
    assert err.count("\n") == 1


def test_the_board_is_refused_without_a_terminal(mini: list[str]) -> None:
    with start("--cfg", mini[0], "--weights", mini[1]) as door:
        out, err = door.communicate(timeout=PATIENCE)
    assert door.returncode == 1
    assert not out
    assert err.startswith(b"darkgo: the board needs a terminal")


@pytest.mark.parametrize("term", ["dumb", ""])
def test_where_no_board_can_be_shown_plain_text_needs_no_terminal(mini: list[str], term: str) -> None:
    options = ("--cfg", mini[0], "--weights", mini[1], "--size", "5", "--colour", "both")
    with start(*options, term=term) as door:
        out, err = door.communicate(b"c3\nq\n", timeout=PATIENCE)
    assert door.returncode == 0
    assert out.endswith(b"White to move: ")
    assert err.startswith(b"By TERM, this terminal cannot show a board: plain text.\n")


def test_what_is_chosen_in_plain_text_is_not_the_boards_choice(
    mini: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DARKGO_CONFIG", str(tmp_path / "config"))
    with start("play", "--plain", "--cfg", mini[0], "--weights", mini[1], "--size", "5") as door:
        door.communicate(b"0\ntop 3\nlevel 2\ncomputer black\n0\nq\n", timeout=PATIENCE)
    assert door.returncode == 0
    assert not (tmp_path / "config").exists()


def test_the_board_goes_with_its_terminal(mini: list[str]) -> None:
    """Also where a parent, such as make, keeps the hang-up signal for itself."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "darkgo", "--cfg", mini[0], "--weights", mini[1]]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as door:
        os.close(theirs)
        drawn = b""
        while b"komi" not in drawn:
            assert select.select([ours], [], [], PATIENCE)[0]
            drawn += os.read(ours, 1 << 16)
        os.close(ours)
        try:
            assert door.wait(PATIENCE) == 128 + signal.SIGHUP
        finally:
            door.kill()


@pytest.mark.parametrize("command", ["gtp", "analysis", "play --plain"])
def test_a_closed_input_has_ended(command: str, mini: list[str]) -> None:
    program = [sys.executable, "-m", "darkgo", *command.split(), "--cfg", mini[0], "--weights", mini[1]]
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" <&-', "sh", *program], capture_output=True, timeout=PATIENCE
    )
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("closed", "is_told"), [("<&-", True), (">&-", False), ("2>&-", True), ("<&- >&- 2>&-", False)]
)
def test_closed_streams_are_like_empty_ones(
    closed: str, is_told: bool, mini: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    options = ["--games", "2", "--batch", "2", "--size", "3", "--out", str(out), "--dtype", "float32"]
    program = [sys.executable, "-m", "darkgo", "selfplay", *mini, *options]
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *program], capture_output=True, timeout=PATIENCE
    )
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert (b"games" in done.stdout) == is_told
    assert len(list(out.glob("*.zip"))) == 1


def test_weights_of_another_network_are_status_1(
    mini: list[str], goldens: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert run(["test", mini[0], str(goldens / "tiny-mini.weights")]) == 1
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith("darkgo: ")
    assert "tiny-mini.weights" in err


@pytest.mark.parametrize(
    ("option", "transcript"),
    [
        ([], "go-mini.transcript.txt"),
        (["--multi"], "go-mini.transcript-multi.txt"),
        (["-multi"], "go-mini.transcript-multi.txt"),
    ],
)
def test_the_original_spelling_of_multi_is_understood(
    option: list[str],
    transcript: str,
    mini: list[str],
    goldens: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("A 1\n"))
    assert run(["test", *mini, *option]) == 0
    lines = capsys.readouterr().out.split("\n")
    # After A 1 the probabilities depend on the views; the first line of that list is free of ties.
    expected = (goldens / transcript).read_text().split("\n")
    assert lines[5].removeprefix("X Enter move: ").split(", ")[1] == expected[45].split(", ")[1]


def test_boards_go_to_stderr_and_lists_to_stdout(
    mini: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert run(["test", *mini, "--top", "2", "--size", "5"]) == 0
    out, err = capsys.readouterr()
    assert [line.split(":")[0] for line in out.split("\n")] == ["1", "2", "X Enter move"]
    assert err.startswith("   A B C D E \n")
    assert err.count("\n") == 6


def test_bytes_that_are_no_text_are_refused_and_play_goes_on(mini: list[str]) -> None:
    with start("test", *mini, "--size", "5") as door:
        out, err = door.communicate(b"\xff\xfe\x00\x80\nC 3\n", timeout=PATIENCE)
    assert door.returncode == 0
    assert out.endswith(b"O Enter move: ")
    assert b"is no command" in err
    assert b"Traceback" not in err


@pytest.mark.parametrize(
    "command",
    [
        "play x.sgf --plain",
        "test x.cfg x.weights",
        "net x.cfg",
        "plot x",
        "ladder x.jsonl",
        "data build . --out o",
        "data build x.sgf --out o",
        "data show x.records",
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no folder that somebody is in")
def test_in_a_deleted_folder_a_name_is_refused_in_one_line(command: str, tmp_path: Path) -> None:
    program = "import os, sys; os.rmdir(os.getcwd()); from darkgo.cli import run; sys.exit(run(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", program, *command.split()],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 1
    assert not tmp_path.exists()
    refusal = done.stderr.strip()
    assert refusal.startswith("darkgo: ")
    assert "no such file" in refusal.lower()
    assert "\n" not in refusal


def test_an_interrupt_is_quiet_and_status_130(mini: list[str]) -> None:
    with start("test", *mini, "--size", "5") as door:
        assert door.stdout is not None
        assert door.stderr is not None
        while not door.stdout.peek(1000).endswith(b"move: "):  # type: ignore[attr-defined]
            door.stdout.readline()
        door.send_signal(signal.SIGINT)
        assert door.wait(timeout=PATIENCE) == 130
        assert door.stderr.read().count(b"\n") == 6


def test_a_reader_that_has_gone_is_no_fault(mini: list[str]) -> None:
    with start("test", *mini, "--size", "5") as door:
        assert door.stdout is not None
        assert door.stdin is not None
        assert door.stderr is not None
        door.stdout.close()
        door.stdin.close()
        assert door.wait(timeout=PATIENCE) in (0, 141)
        shown = door.stderr.read()
    assert b"Error" not in shown
    assert b"Exception" not in shown
