"""`darkgo data`."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from darkgo.cli import run
from tests.waiting import PATIENCE, wait_until


@pytest.fixture
def records(goldens):
    return str(goldens / "records.96")


def build(goldens, out):
    return run(["data", "build", str(goldens / "records.sgf"), "--out", str(out), "--processes", "1"])


def test_build_then_info(goldens, tmp_path, capsys):
    assert build(goldens, tmp_path / "out") == 0
    output, narration = capsys.readouterr()
    assert output == ""
    assert "records      1     1" in narration
    assert (tmp_path / "out" / "records.train.records").stat().st_size == 1920
    assert run(["data", "info", str(tmp_path / "out")]) == 0
    output, narration = capsys.readouterr()
    assert "records      1     1" in output
    assert narration == ""


def test_build_in_as_many_processes_as_there_are(goldens, tmp_path):
    assert run(["data", "build", str(goldens / "records.sgf"), "--out", str(tmp_path)]) == 0
    assert (tmp_path / "records.train.records").stat().st_size == 1920


def test_show(records, capsys):
    assert run(["data", "show", records, "19", "0"]) == 0
    output = capsys.readouterr().out
    assert output.startswith("record 19 of 20\n   A B C")
    assert "O (White) to move, A 1 played; White won\n\nrecord 0 of 20\n" in output
    assert output.endswith("X (Black) to move, Q 16 played; White won\n\n")


def test_show_old_records(goldens, capsys):
    assert run(["data", "show", "--old", str(goldens / "records.94"), "19"]) == 0
    assert "X (colour unknown) to move, A 1 played; winner unknown" in capsys.readouterr().out


def test_convert(goldens, tmp_path, capsys):
    new = tmp_path / "new.records"
    assert run(["data", "convert", str(goldens / "records.94"), str(new)]) == 0
    assert capsys.readouterr() == ("", "20 records\n")
    assert new.stat().st_size == 20 * 96


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build", "{tmp}/nowhere.zip", "--out", "{tmp}/out"], "nowhere.zip: No such file or directory"),
        (["build", "--out", "{tmp}/out"], "no source"),
        (
            ["build", "{goldens}/records.sgf", "--out", "{tmp}/out", "--processes", "0"],
            "--processes 0: at least 1",
        ),
        (["build", "{goldens}/go-mini.cfg", "--out", "{tmp}/out"], "no usable game; found: not SGF 1"),
        (["info", "{tmp}"], "no manifest.json there"),
        (["show", "{goldens}/records.96", "20"], "no record 20: it has 20, counted from 0"),
        (["show", "{goldens}/records.94"], "darkgo data convert"),
        (["show", "--old", "{goldens}/records.96"], "1920 bytes is not a multiple of 94"),
        (["convert", "{goldens}/records.96", "{tmp}/new"], "1920 bytes is not a multiple of 94"),
        (["convert", "{goldens}/records.94", "{tmp}/no/folder"], "no/folder: No such file or directory"),
    ],
)
def test_bad_input_is_told_in_the_last_line(goldens, tmp_path, capsys, arguments, message):
    assert run(["data", *(each.format(tmp=tmp_path, goldens=goldens) for each in arguments)]) == 1
    output, narration = capsys.readouterr()
    assert output == ""
    line = narration.splitlines()[-1]
    assert line.startswith("darkgo: ")
    assert message in line


def test_wrong_usage(goldens):
    assert run(["data", "build", str(goldens / "records.sgf")]) == 2


def test_ctrl_c_leaves_nothing_under_a_final_name_and_the_build_goes_on(goldens, tmp_path):
    """With worker processes, and the signal sent to all of them as a terminal does."""
    source, out = tmp_path / "games.sgf", tmp_path / "out"
    game = (goldens / "records.sgf").read_bytes()
    # Sixteen games, alike but for one move, and many copies of them.
    games = b"".join(game.replace(b"W[as]", b"W[as];B[%c%c]" % (x, y)) for x in b"efgh" for y in b"mnop")
    command = [
        sys.executable,
        "-m",
        "darkgo",
        "data",
        "build",
        str(source),
        "--out",
        str(out),
        "--processes",
        "2",
    ]
    for copies in (300, 3000):
        source.write_bytes(games * copies)
        shutil.rmtree(out, ignore_errors=True)
        status, narration = interrupted(command, out)
        # It may have come to its end while this process stood still: then with more games.
        if status:
            break
    assert status == 130
    assert b"Traceback" not in narration
    assert not list(out.glob("*.records"))
    assert subprocess.run(command, capture_output=True).returncode == 0
    assert (out / "games.train.records").stat().st_size + (
        out / "games.valid.records"
    ).stat().st_size == 16 * 21 * 96


def interrupted(command, out):
    """The status and the narration of a build that is interrupted as soon as it writes."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    wait_until(lambda: list(out.glob("*.train.records.part")) or process.poll() is not None)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
    _, narration = process.communicate(timeout=PATIENCE)
    return process.returncode, narration
