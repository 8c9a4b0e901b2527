"""`darkgo review`: text with small boards, JSON, tables, annotated records, and records of all kinds."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest

from darkgo.cli import review, run
from darkgo.go.tree import GameTree
from darkgo.model.evaluation import Evaluator
from tests.evaluators import NearestStones, Steady

SCHEMA = json.loads(Path("docs/review.schema.json").read_text())
POINTS = "ee cc gg gc cg gd dg cd dc fd df hh bb ge eg ce ec hb".split()  # noqa: SIM905
MOVES = "".join(f";{'BW'[n % 2]}[{p}]" for n, p in enumerate(POINTS))
GAME = f"(;SZ[9]KM[6.5]RU[Chinese]PB[Ann]BR[3k]PW[Bo]RE[W+2]{MOVES})"

KINDS = {
    "one move": b"(;SZ[9]KM[6.5];B[ee])",
    "none": b"(;GM[1]FF[4]SZ[19])",
    "an illegal move": b"(;SZ[9];B[ee];W[ee];B[cc])",
    "a move off the board": b"(;SZ[9];B[ee];W[zz];B[cc])",
    "two passes in the middle": b"(;SZ[9];B[ee];W[];B[];W[cc];B[gg];W[tt])",
    "handicap": b"(;SZ[9]HA[2]AB[cc][gg]KM[0.5];W[ee];B[gc])",
    "handicap in the second node": b"(;GM[1]SZ[9]HA[2]KM[0];AB[cc][gg];W[ee];B[gc])",
    "13x13": b"(;SZ[13]KM[7.5];B[jj];W[dd];B[dj])",
    "GBK": "(;SZ[9]CA[GBK]PB[\u5409\u7530]PW[\u53e4\u529b]C[\u597d];B[ee]C[\u59d9\u624b];W[cc])".encode(
        "gbk"
    ),
    "variations": b"(;SZ[9];B[ee](;W[cc]C[main];B[gg])(;W[gg];B[cc]))",
    "stones set up in the middle": b"(;SZ[9];B[ee];W[cc];AB[gg][gc]PL[W];W[cg])",
    "no closing parenthesis": b"(;SZ[9];B[ee];W[cc](;B[gg]",
    "territory": b"(;SZ[9]RU[Japanese]KM[5.5];B[ee];W[cc];B[gg])",
    "two by two": b"(;SZ[2];B[aa];W[bb];B[ba])",
}


@pytest.fixture(autouse=True)
def with_a_fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Evaluator], None]:
    """The command asks a fake; a test may choose another one. Settings are the test's own."""
    monkeypatch.setenv("DARKGO_CONFIG", str(tmp_path / "config"))

    class Closing:
        def __init__(self, evaluator: Evaluator) -> None:
            self.evaluate = evaluator.evaluate

        def close(self) -> None:
            pass

    def use(evaluator: Evaluator) -> None:
        monkeypatch.setattr(review, "evaluator", lambda *_: Closing(evaluator))

    use(NearestStones())
    return use


def written(folder: Path, data: bytes | str = GAME, name: str = "game.sgf") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def as_json(capsys: pytest.CaptureFixture[str], *arguments: object) -> list[dict[str, Any]]:
    assert run(["review", *map(str, arguments), "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    for each in found:
        fastjsonschema.validate(SCHEMA, each)
    return found


def test_the_worst_moves_are_small_boards_in_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = written(tmp_path)
    assert run(["review", str(record), "--no-open"]) == 0
    out = capsys.readouterr().out
    assert "18 moves, Black Ann 3k, White Bo, komi 6.5, W+2" in out
    assert [line.split()[:1] for line in out.splitlines()[3:7]] == [
        ["Opening"],
        ["Middle"],
        ["Whole"],
        ["Mistakes"],
    ]
    boards = out.split("\n\nMove ")[1:]
    assert len(boards) == 5
    for board in boards:
        first, _, drawing = board.partition("\n")
        assert "lost" in first
        assert "better" in first
        assert drawing.count("?") == drawing.count("!") == 1
        assert drawing.splitlines()[0].split() == [*"ABCDEFGHJ"]


def test_the_json_has_every_position(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = as_json(capsys, written(tmp_path))
    assert (found["moves"], found["judged"], found["black"], found["white"]) == (18, 18, "Ann 3k", "Bo")
    positions = found["positions"]
    assert [one["number"] for one in positions] == [*range(19)]
    assert positions[1]["colour"] == "black"
    assert positions[1]["move"] == "E5"
    lost = {one["number"]: one["lost"] for one in positions[1:]}
    assert found["worst"] == sorted(lost, key=lambda number: -lost[number])[:5]
    phases = {each["phase"]: each for each in found["phases"]}
    assert [*phases] == ["opening", "middle game", "end", "game"]
    for colour in ("black", "white"):
        total = sum(max(0, one["lost"]) for one in positions[1:] if one["colour"] == colour)
        assert phases["game"][colour]["lost"] == pytest.approx(total, abs=0.2)


@pytest.mark.parametrize("kind", KINDS)
def test_records_of_every_kind(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = written(tmp_path, KINDS[kind])
    (found,) = as_json(capsys, record)
    is_cut = "illegal" in kind or "off the board" in kind
    assert bool(found["end"]) == is_cut
    assert found["judged"] == (1 if is_cut else found["moves"])
    assert run(["review", str(record)]) == 0
    out, err = capsys.readouterr()
    assert ("no moves to judge" in out) == (kind == "none")
    assert ("move 2" in err) == is_cut
    copy = tmp_path / "annotated.sgf"
    assert run(["review", str(record), "--save", str(copy), "--values", "--mistake", "0.1"]) == 0
    again = GameTree.read(copy.read_bytes())
    assert b"V[" in copy.read_bytes()
    assert again.length == GameTree.read(record.read_bytes()).length


def test_the_records_of_the_tests_are_reviewed_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", "tests/go/faults", "--json"]) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 9
    assert "Traceback" not in err
    for line in out.splitlines():
        fastjsonschema.validate(SCHEMA, json.loads(line))


def properties(data: bytes) -> list[dict[str, list[bytes]]]:
    """The properties of all nodes of the first game of a file, in their order."""
    tree = GameTree.read(data)
    found, waiting = [], [tree.root]
    while waiting:
        node = waiting.pop(0)
        found.append(dict(node.properties))
        waiting += node.children
    return found


def test_a_saved_record_has_comments_marks_and_values_beside_all_it_had(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "(;SZ[9]KM[6.5]RU[Chinese]XX[un\\]known][two]C[\u597d:\u59d9]CA[GBK]"
    game = f"{head}{MOVES[:42]}C[own \\] comment]TE[2]V[7]LB[aa:1]{MOVES[42:]}(;B[ab])(;B[ba]KO[]))"
    data = f"\n{game}\n (;GM[1]SZ[9]C[another  game];B[aa])".encode("gbk")
    record = written(tmp_path, data)
    copy = tmp_path / "annotated.sgf"
    assert run(["review", str(record), "--save", str(copy), "--values", "--mistake", "0.5"]) == 0
    assert "mistakes marked" in capsys.readouterr().err
    after = copy.read_bytes()
    assert record.read_bytes() == data
    assert after.endswith(b"\n (;GM[1]SZ[9]C[another  game];B[aa])")
    assert after.startswith(b"\n(;SZ[9]KM[6.5]RU[Chinese]XX[un\\]known][two]C[")
    added = set()
    pairs = list(zip(properties(data), properties(after), strict=True))
    for before, now in pairs:
        for ident, values in before.items():
            if ident == "C" and now["C"] != values:
                assert now["C"][0].startswith(values[0] + b"\n\nMove ")
            else:
                assert now[ident] == values
        added |= now.keys() - before.keys()
    assert {"C", "V", "BM"} <= added <= {"C", "V", "BM", "TE", "GB", "GW"}
    own = next(now for before, now in pairs if "LB" in before)
    assert own["TE"] == [b"2"]
    assert own["V"] == [b"7"]
    assert "BM" not in own


def test_without_values_there_is_no_v(tmp_path: Path) -> None:
    copy = tmp_path / "annotated.sgf"
    assert run(["review", str(written(tmp_path)), "--save", str(copy), "--mistake", "1"]) == 0
    assert b"BM[" in copy.read_bytes()
    assert b"V[" not in copy.read_bytes()


def test_a_folder_prints_a_table_and_goes_on_after_a_bad_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "games"
    written(folder, GAME, "a.sgf")
    written(folder, b"no game", "b.sgf")
    written(folder / "more", KINDS["none"], "c.SGF")
    written(folder, b"(;GM[2]SZ[8])", "d.sgf")
    assert run(["review", str(folder)]) == 1
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert [line.split()[0] for line in lines] == ["moves", "18", "0"]
    assert lines[1].endswith("a.sgf")
    assert [line for line in err.splitlines() if "b.sgf" in line or "d.sgf" in line] == err.splitlines()
    assert len(as_json(capsys, folder / "a.sgf", folder / "more")) == 2


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ([], 2, "which record"),
        (["missing.sgf"], 1, "cannot be read"),
        (["a.sgf", "b.sgf", "--save", "c.sgf"], 2, "--save and --game go with a single record"),
        (["a.sgf", "--values"], 2, "--values goes with --save"),
        (["a.sgf", "--mistake", "0"], 2, "mistake"),
        (["a.sgf", "--save", "a.sgf"], 1, "is the record itself; choose another name"),
        (["a.sgf", "--save", "b.sgf"], 1, "exists already; choose another name"),
        (["a.sgf", "--save", "b.txt"], 1, "ends in .sgf"),
        (["a.sgf", "--save", "missing/c.sgf"], 1, "there is no folder missing: make it"),
        (["empty"], 1, "the folder has no file that ends in .sgf"),
        (["a.sgf", "--game", "2"], 1, "no such game"),
    ],
)
def test_bad_input_is_one_line_that_says_what_to_do(
    arguments: list[str],
    status: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("a.sgf", "b.sgf"):
        written(tmp_path, name=name)
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run(["review", *arguments]) == status
    out, err = capsys.readouterr()
    assert said in err
    assert len([line for line in err.splitlines() if line]) == (2 if status == 2 else 1)
    assert not out
    assert (tmp_path / "a.sgf").read_text() == (tmp_path / "b.sgf").read_text() == GAME


def test_a_folder_that_cannot_be_written_to_is_refused_before_the_review(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # A test may run as a user who can write everywhere.
    record, real = written(tmp_path), os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and real(path, mode))
    assert run(["review", str(record), "--save", str(tmp_path / "b.sgf")]) == 1
    out, err = capsys.readouterr()
    assert "the folder cannot be written to; choose another one for --save" in err
    assert not out


def test_a_network_without_value_heads_is_refused(
    tmp_path: Path, with_a_fake: Callable[[Evaluator], None], capsys: pytest.CaptureFixture[str]
) -> None:
    with_a_fake(Steady())
    assert run(["review", str(written(tmp_path))]) == 1
    assert "take another network" in capsys.readouterr().err


def test_with_a_search_visits_and_variations_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = written(tmp_path, b"(;SZ[9]KM[6.5];B[ee];W[aa];B[gg])")
    (found,) = as_json(capsys, record, "--visits", "8")
    assert all(one["visits"] >= 8 for one in found["positions"])
    assert any(len(one["expected"]) > 1 for one in found["positions"])
    (alone,) = as_json(capsys, record)
    assert {one["visits"] for one in alone["positions"]} == {None}
    assert all(one["expected"] == [] for one in alone["positions"])
    copy = tmp_path / "annotated.sgf"
    assert run(["review", str(record), "--visits", "8", "--save", str(copy), "--mistake", "0.5"]) == 0
    assert "expected" in capsys.readouterr().out
    assert b"; expected " in copy.read_bytes()
    assert run(["review", str(record), "--visits", "0"]) == 2
