"""The file of results: what is read back, what is refused, and that nothing is lost."""

import json
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from darkgo.arena.ladder import GameResult, append, points, read
from darkgo.cli import run
from darkgo.errors import BadInput
from tests.disk import room_for
from tests.waiting import PATIENCE

GAME = GameResult("m", 1, "Ada", "Bob", "B+3.5", "counted after two passes", 80, 9, 7.5, "2026-01-31")
GNU_GO = "GNU Go 3.8 level 10"


@pytest.mark.parametrize(
    ("result", "winner", "margin"),
    [
        ("B+3.5", "Ada", 3.5),
        ("W+0.5", "Bob", -0.5),
        ("B+R", "Ada", None),
        ("W+T", "Bob", None),
        ("W+F", "Bob", None),
        ("0", None, 0),
    ],
)
def test_what_a_result_says(result: str, winner: str | None, margin: float | None, tmp_path: Path) -> None:
    game = replace(GAME, result=result)
    assert (game.winner, game.margin) == (winner, margin)
    append(tmp_path / "ladder", [game])
    assert read(tmp_path / "ladder") == [game]


def test_lines_are_added_and_a_game_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "ladder"
    assert read(path) == []
    append(path, [])
    assert path.read_bytes() == b""
    append(path, [GAME, replace(GAME, game=2, black="Zoë", result="0")])
    append(path, [GAME, replace(GAME, match="n")])
    assert [(game.match, game.game) for game in read(path)] == [("m", 1), ("m", 2), ("n", 1)]
    assert points(read(path)) == {
        ("Ada", "Bob"): 2,
        ("Bob", "Ada"): 0,
        ("Zoë", "Bob"): 0.5,
        ("Bob", "Zoë"): 0.5,
    }


def test_a_last_line_without_an_end_is_ended_first(tmp_path: Path) -> None:
    path = tmp_path / "ladder"
    path.write_text(json.dumps(asdict(GAME)))
    append(path, [replace(GAME, game=2)])
    assert [game.game for game in read(path)] == [1, 2]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("\x1b[2J", "found ?[2J; expected a result as a JSON object"),
        ("B+3", "found B+3; expected a result as a JSON object"),
        ('{"match": "m", "game": 1', "expected a result as a JSON object"),
        ("[" * 100_000, r"found [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[...; expected"),
        (json.dumps(asdict(GAME) | {"game": "1"}), 'found "1" for "game"; expected int'),
        (json.dumps(asdict(GAME) | {"game": True}), 'found true for "game"; expected int'),
        (
            json.dumps(asdict(GAME) | {"black": ""}),
            'found "" for "black"; expected a name that can be printed',
        ),
        (
            json.dumps(asdict(GAME) | {"white": "\x1b[2J"}),
            r'found "\u001b[2J" for "white"; expected a name that',
        ),
        (json.dumps(asdict(GAME) | {"result": "B+much"}), 'found "B+much" for "result"; expected B+3.5'),
        (json.dumps({"match": "m"}), 'found nothing for "game"; expected int'),
    ],
)
def test_an_unreadable_line_is_named(line: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "ladder"
    append(path, [GAME])
    before = path.read_text() + line + "\n"
    path.write_text(before)
    with pytest.raises(BadInput) as error:
        read(path)
    assert str(error.value).startswith(f"{path}, line 2: ")
    assert said in str(error.value)
    assert path.read_text() == before


def test_a_file_that_cannot_be_read_or_written(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read: Is a directory"):
        read(tmp_path)
    with pytest.raises(BadInput, match="cannot be written: Is a directory"):
        append(tmp_path, [GAME])
    with pytest.raises(BadInput, match="cannot be written: No such file or directory"):
        append(tmp_path / "no folder" / "ladder", [])
    with pytest.raises(BadInput, match="cannot be written: No space left on device"):
        append(Path("/dev/full"), [GAME])


def test_on_a_full_disk_no_part_of_a_line_is_left(tmp_path: Path) -> None:
    path = tmp_path / "ladder"
    append(path, [GAME])
    whole = path.read_bytes()
    with room_for(len(whole) + 20), pytest.raises(BadInput, match="cannot be written"):
        append(path, [replace(GAME, game=2)])
    assert path.read_bytes() == whole


def played(black: str, white: str, won: int, lost: int, match: str) -> list[GameResult]:
    results = ["B+R"] * won + ["W+R"] * lost
    return [
        replace(GAME, match=match, game=number, black=black, white=white, result=result, size=19)
        for number, result in enumerate(results)
    ]


def test_the_command_puts_gnu_go_at_zero(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    append(first, [*played("Ada", GNU_GO, 3, 1, "x"), GAME])
    append(second, played("Bob", "Ada", 1, 1, "y") + played("Ada", GNU_GO, 3, 1, "x"))
    append(second, played("Eve", "Zoe", 1, 1, "z"))
    assert run(["ladder", str(first), str(second)]) == 0
    out, err = capsys.readouterr()
    rows = {line[:20].strip(): line[20:].split() for line in out.splitlines()}
    assert rows[GNU_GO] == ["4", "25.0%", "+0"]
    assert rows["Ada"][:3] == ["6", "66.7%", "+191"]
    assert rows["Bob"][:3] == ["2", "50.0%", "+191"]
    assert rows["Eve"] == rows["Zoe"] == ["2", "50.0%", "unknown"]
    assert "Eve, Zoe: no games, won or lost, compare them with" in err
    assert "1 game on another board is left out" in err
    assert run(["ladder", str(first), str(second), "--anchor", "Ada"]) == 0
    assert "-191" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "no file"),
        (["none"], "none: there is no such file"),
        (["bad"], "bad, line 1: found"),
        (["good", "--anchor", "Eve"], "--anchor Eve: found no game of it"),
    ],
)
def test_what_the_command_refuses(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad").write_text("?")
    append(Path("good"), [replace(GAME, size=19)])
    assert run(["ladder", *arguments]) == 1
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith("darkgo: ")
    assert err.count("\n") == 1
    assert said in err


def test_ratings_need_no_jax() -> None:
    code = "import sys, darkgo.arena.ladder, darkgo.arena.tally\nassert 'jax' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=PATIENCE)
