"""`darkgo data owners`: counted games get owners, an interrupted call goes on."""

import numpy as np
import pytest

from darkgo.arena import owners as arena
from darkgo.cli import run
from darkgo.data.games import open_games

# Black's corner with a dead white stone: Black has 15 points by area, White 10.
SETUP = "AB[ca][bb][cb][ac][cc][ad][bd][cd][be][ce]AW[aa][da][db][eb][dc][dd][ed][de]"
PASSES = ";B[];W[]" * 5


def game(number, result):
    """Games of different numbers differ in their passes."""
    return f"(;SZ[5]KM[{number}.5]RU[Chinese]RE[{result}]{SETUP}{PASSES}{';B[];W[]' * number})"


@pytest.fixture
def folder(tmp_path):
    """Four counted games of 5x5, two of them with a wrong result, and one that was resigned."""
    source, out = tmp_path / "games.sgf", tmp_path / "out"
    results = [f"B+{4.5 - number if number % 2 == 0 else 20.5 - number}" for number in range(4)]
    resigned = game(9, "B+R")
    source.write_text("".join([*(game(number, result) for number, result in enumerate(results)), resigned]))
    assert run(["data", "build", str(source), "--out", str(out), "--processes", "1"]) == 0
    return out


def tables(folder):
    return [open_games(path) for path in sorted(folder.glob("*5x5.records"))]


def rows(folder):
    return np.concatenate([table.rows for table in tables(folder)])


def estimate(folder, *more):
    return run(["data", "owners", str(folder), *more])


def test_games_that_agree_get_owners(folder, capsys):
    assert set(rows(folder)["origin"]) == {ord("L")}
    capsys.readouterr()
    assert estimate(folder) == 0
    output, narration = capsys.readouterr()
    assert output.splitlines() == [
        "sample  4 of the counted games, seed 0",
        "tried   4",
        "agreed  2, 50.0%: margin within 1 point of the record",
    ]
    assert narration == ""
    for table in tables(folder):
        for row, owners in zip(table.rows, table.owners(), strict=True):
            agrees = row["margin"] + row["komi"] == 5 and row["ending"] == ord("C")
            assert chr(row["origin"]) == ("E" if agrees else "L")
            if agrees:
                assert owners.reshape(5, 5).tolist() == [[1, 1, 1, 2, 2]] * 5
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert estimate(folder) == 0
    assert "4 of 4 games were tried before" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_sample_grows_and_an_interrupted_call_goes_on(folder, capsys, monkeypatch):
    whole = folder.parent / "whole"
    whole.mkdir()
    for path in folder.iterdir():
        (whole / path.name).write_bytes(path.read_bytes())
    assert estimate(whole) == 0
    assert estimate(folder, "--sample", "1") == 0
    asked = []

    with monkeypatch.context() as patch:
        original = arena.estimated

        def once(*given):
            if asked:
                raise KeyboardInterrupt
            asked.append(given)
            return original(*given)

        patch.setattr(arena, "estimated", once)
        with pytest.raises(SystemExit) as ended:
            estimate(folder)
        assert ended.value.code == 130
    capsys.readouterr()
    assert estimate(folder) == 0
    assert "2 of 4 games were tried before" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in whole.iterdir()
    }


def test_the_time_is_over(folder, capsys):
    assert estimate(folder, "--seconds", "0.000001") == 0
    output, narration = capsys.readouterr()
    assert "tried   0" in output
    assert "the same command continues from here" in narration


def test_bad_input(tmp_path, folder, capsys):
    assert estimate(tmp_path) == 1
    assert "no records with a table of games; darkgo data build writes them" in capsys.readouterr().err
    (folder / "owners.json").write_text("[]")
    assert estimate(folder) == 1
    assert "owners.json: not a list of tried games" in capsys.readouterr().err
    assert estimate(folder, "--sample", "0") == 2
