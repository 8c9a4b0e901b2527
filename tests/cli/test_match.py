"""`darkgo match`: how players are named, what is printed, what is refused, and an end from outside."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from darkgo.arena.entrants import Entrant, NetworkEntrant, ProgramEntrant, parse
from darkgo.arena.ladder import read
from darkgo.cli import run
from darkgo.engine.strength import BEST, LEVELS, Strength
from darkgo.errors import BadInput
from tests.arena.matches import fake
from tests.arena.test_program import is_running
from tests.waiting import PATIENCE


@pytest.mark.parametrize(
    ("spec", "name", "multi", "strength"),
    [
        ("default", "darkgo", False, BEST),
        ("default,multi", "darkgo multi", True, BEST),
        ("default,level=3", "darkgo level 3", False, LEVELS[2]),
        ("default,temperature=0.5,top=4", "darkgo temperature 0.5 top 4", False, Strength(0.5, 4)),
        ("default,top=4,name=Four, of them", "Four, of them", False, Strength(1, 4)),
        ("default,share=0.2", "darkgo share 0.2", False, Strength(share=0.2)),
        ("default,temperature=0", "darkgo temperature 0", False, BEST),
        ("darkgo.cfg,darkgo.weights", "darkgo", False, BEST),
    ],
)
def test_networks_as_they_are_named(spec: str, name: str, multi: bool, strength: Strength) -> None:
    entrant: Entrant = parse(spec)
    assert isinstance(entrant, NetworkEntrant)
    assert (entrant.name, entrant.multi, entrant.strength) == (name, multi, strength)


@pytest.mark.parametrize(
    "command", ["katago gtp -config gtp.cfg", "katago gtp -config a.cfg,b.cfg", "default-bot --gtp", "a,b"]
)
def test_anything_else_is_the_command_line_of_a_program(command: str) -> None:
    entrant = parse(f"{command},name=It")
    assert isinstance(entrant, ProgramEntrant)
    assert (entrant.command, entrant.name) == (command, "It")


def test_a_cfg_may_lie_in_a_folder_whose_name_has_a_blank(goldens: Path, tmp_path: Path) -> None:
    cfg = tmp_path / "my nets" / "go-mini.cfg"
    cfg.parent.mkdir()
    cfg.write_bytes((goldens / "go-mini.cfg").read_bytes())
    assert isinstance(parse(f"{cfg},{goldens / 'go-mini.initial.weights'}"), NetworkEntrant)


def test_games_of_networks_that_are_played_again_count_once(goldens: Path, tmp_path: Path) -> None:
    """Another seed makes other games, and what a program plays need not be the same."""
    network = f"{goldens / 'go-mini.cfg'},{goldens / 'go-mini.initial.weights'}"
    ladder = tmp_path / "ladder"
    counted = []
    for other, seed in ((f"{network},multi", 0),) * 2 + ((f"{network},multi", 1),) + ((fake("good"), 0),) * 2:
        options = ["--games", "2", "--size", "5", "--seed", str(seed), "--ladder", str(ladder)]
        assert run(["match", network, other, *options]) == 0
        counted.append(len(read(ladder)))
    assert counted == [2, 2, 4, 6, 8]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["default", "default"], 1, 'both players are called "darkgo"'),
        (["default,twice", "default"], 1, 'found "twice"; expected some of multi, visits=N'),
        (["default,level=11", "default"], 1, 'found "level=11"'),
        (["default,level=3,top=2", "default"], 1, 'found "level=3,top=2"'),
        (["default,temperature=much", "default"], 1, 'found "temperature=much"'),
        (
            ["default,level=3,top=0", "default"],
            1,
            "level=1 to 10 (without the three before), name=NAME (last)",
        ),
        (["default,top=0", "default"], 1, "top 0: one move or more to choose from"),
        (["default,temperature=nan", "default"], 1, "temperature nan: 0 to 100 are possible"),
        (["darkgo.cfg", "default"], 1, "found a cfg alone; expected CFG,WEIGHTS"),
        (["none.cfg,none.weights", "default"], 1, "none.cfg: cannot be read: there is no such file"),
        (["default", "no-such-program"], 1, "no-such-program: cannot be started"),
        (["default", "default,multi", "--komi", "7.25"], 1, "--komi 7.25: expected a multiple of one half"),
        (["default", "default,multi", "--sprt", "10", "-10"], 1, "--sprt: found 10 -10; expected"),
        (
            ["default", "default,multi", "--size", "3", "--games", "3"],
            1,
            "--games 3: found openings for 2 of them; expected fewer games, --openings",
        ),
        (["default", "default,multi", "--openings", "none.sgf"], 1, "none.sgf: No such file"),
        (["default", "default,multi", "--size", "1"], 2, "--size"),
        (["default", "default,multi", "--processes", "0"], 2, "--processes"),
        (["default"], 2, "darkgo: B is missing"),
        (["default,level=3,level=4", "default"], 1, 'found "level=3,level=4"; expected some of'),
        (["default,level=10,temperature=1", "default"], 1, 'found "level=10,temperature=1"'),
    ],
)
def test_what_the_command_refuses(
    arguments: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    games = [] if "--games" in arguments else ["--games", "2"]
    assert run(["match", *arguments, *games]) == status
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith("darkgo: ")
    assert said in err


def test_the_command_prints_the_table_and_tells_each_game(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sides = [fake("good").partition(",")[0], fake("resigns@1")]
    options = ["--games", "2", "--size", "5", "--processes", "1", "--out", str(tmp_path / "out")]
    kept = ["--ladder", str(tmp_path / "ladder"), "--sprt", "-30", "30"]
    for _ in range(2):
        assert run(["match", *sides, *options, *kept]) == 0
        out, err = capsys.readouterr()
        assert "Fake good against resigns@1" in out
        assert "SPRT of -30 against +30 Elo: open" in out
    assert not err
    assert run(["ladder", str(tmp_path / "ladder"), "--size", "5"]) == 0
    assert "Fake good" in capsys.readouterr().out
    assert run(["match", *sides, *options, "--komi", "6.5"]) == 1
    assert "komi: found 7.5, expected 6.5" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGHUP, 130)]
)
def test_an_interrupted_match_leaves_no_program_behind(
    sent: signal.Signals, status: int, tmp_path: Path
) -> None:
    sides = [fake("good"), fake("hangs@2")]
    options = ["--games", "4", "--size", "5", "--processes", "1", "--out", str(tmp_path)]
    command = [sys.executable, "-m", "darkgo", "match", *sides, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as door:
        assert door.stderr
        assert door.stderr.readline().startswith("game 1: good (Black) - hangs@2 (White): ")
        found = children(door.pid)
        assert found
        os.kill(door.pid, sent)
        out, err = door.communicate(timeout=PATIENCE)
    assert door.returncode == status
    assert "good against hangs@2" in out
    assert not err
    assert not any(is_running(child) for child in found)


def children(process: int) -> list[int]:
    """Those that any thread of a process has started."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


@pytest.mark.parametrize(
    ("networks", "options", "expected"),
    [
        (True, [], 32),
        (False, [], os.cpu_count()),
        (True, ["--processes", "3"], 3),
        (False, ["--processes", "3"], 3),
    ],
)
def test_games_at_a_time(
    networks: bool, options: list[str], expected: int, goldens: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between networks many, which are asked about as one; with a program one for each processor."""
    given = []

    def contest(match: object, games: int, at_once: int, *others: object) -> None:
        given.append(at_once)
        raise BadInput("that is enough")

    monkeypatch.setattr("darkgo.arena.contest.Contest", contest)
    network = f"{goldens / 'go-mini.cfg'},{goldens / 'go-mini.initial.weights'}"
    other = f"{network},multi" if networks else fake("good")
    assert run(["match", network, other, "--games", "2", "--size", "5", *options]) == 1
    assert given == [expected]
