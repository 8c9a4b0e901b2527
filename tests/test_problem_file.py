"""The file of problems: what comes next, and what becomes of a damaged file."""

import json
from pathlib import Path

import pytest

from darkgo.engine.problem import Problem
from darkgo.errors import BadInput
from darkgo.problem_file import MOST, ProblemFile


def problem(number: int, lost: float = 10.0, *, is_solved: bool = False) -> Problem:
    return Problem(f"(;SZ[9];B[ee];W[cc]C[{number}])", lost, f"game {number}", is_solved=is_solved)


def filled(folder: Path, *problems: Problem) -> ProblemFile:
    file = ProblemFile(folder)
    file.add(problems)
    file.save()
    return file


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    file = filled(tmp_path / "new", problem(1), problem(2, is_solved=True))
    file.games.append("a game")
    file.save()
    again = ProblemFile(tmp_path / "new")
    assert again.load() == ""
    assert again.problems == file.problems
    assert again.games == ["a game"]
    assert [one.name for one in again.unsolved] == [problem(1).name]
    assert ProblemFile(tmp_path / "none").load() == ""


def test_a_problem_is_added_once(tmp_path: Path) -> None:
    file = filled(tmp_path, problem(1))
    assert file.add([problem(1), problem(2), problem(2)]) == 1
    assert len(file.problems) == 2


def test_the_largest_mistake_comes_first_and_what_was_not_solved_comes_back_last(tmp_path: Path) -> None:
    first, second, third = problem(1, 20), problem(2, 15), problem(3, 10)
    file = filled(tmp_path, third, first, second)

    def names() -> list[str]:
        return [one.source for one in file.unsolved]

    assert names() == ["game 1", "game 2", "game 3"]
    file.tried(first, is_solved=False)
    assert names() == ["game 2", "game 3", "game 1"]
    file.tried(second, is_solved=True)
    file.tried(third, is_solved=False)
    assert names() == ["game 1", "game 3"]
    file.tried(first, is_solved=True)
    file.save()
    file.load()
    assert names() == ["game 3"]
    assert {one.source: one.tries for one in file.problems.values()} == {
        "game 1": 2,
        "game 2": 1,
        "game 3": 1,
    }


def test_of_too_many_the_solved_and_the_small_ones_go(tmp_path: Path) -> None:
    file = filled(tmp_path, problem(0, 99, is_solved=True), *(problem(n, n) for n in range(1, MOST + 11)))
    file.load()
    assert len(file.problems) == MOST
    assert min(one.lost for one in file.problems.values()) == 11
    assert len(file.unsolved) == MOST


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_a_file_that_is_no_object_is_put_aside(tmp_path: Path, content: bytes) -> None:
    file = ProblemFile(tmp_path)
    file.path.write_bytes(content)
    assert "found no JSON object, and it is now problems.json.bad" in file.load()
    assert file.problems == {}
    assert (tmp_path / "problems.json.bad").read_bytes() == content
    file.add([problem(1)])
    file.save()
    assert ProblemFile(tmp_path).load() == ""


def test_what_cannot_be_used_is_left_out(tmp_path: Path) -> None:
    file = filled(tmp_path, problem(1))
    found = json.loads(file.path.read_bytes())
    usable = found["problems"][0]
    found["problems"] += [{}, 7, {**usable, "lost": "much"}, {**usable, "more": 1}, {**usable, "tries": True}]
    found["games"] = [1, "a", None]
    file.path.write_text(json.dumps(found))
    assert "5 of 6 problems cannot be used" in file.load()
    assert list(file.problems) == [problem(1).name]
    assert file.games == ["a"]
    file.path.write_text('{"problems": 5, "games": {}}')
    assert file.load() == ""
    assert file.problems == {}


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    file = ProblemFile(tmp_path / "state")
    file.add([problem(1)])
    with pytest.raises(BadInput, match="cannot be written"):
        file.save()
