"""Game files that a person opens and saves: what is refused, in words, and what is left alone."""

import os
import sys
from pathlib import Path

import pytest

from darkgo.engine.game_file import LARGEST_FILE, FileKept, game_path, open_game_file, write_game_file
from darkgo.errors import BadInput

RECORD = b"(;FF[4]GM[1]SZ[9]CA[UTF-8];B[ee])"


def test_a_file_is_opened_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "game.sgf").write_bytes(RECORD)
    monkeypatch.setenv("HOME", str(tmp_path))
    path, tree = open_game_file("~/game.sgf")
    assert path == tmp_path / "game.sgf"
    assert (tree.game.size, tree.game.move_number, tree.length) == (9, 0, 1)


@pytest.mark.parametrize("name", ["", ".", "none.sgf", "no/such/folder.sgf", "~nobody-here/x.sgf", "a\0b"])
def test_what_cannot_be_read_is_named_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput) as refusal:
        open_game_file(name)
    said, _, reason = str(refusal.value).partition(": cannot be read: ")
    assert said == name
    assert reason
    assert "\n" not in reason


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among its files")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.sgf")
    with pytest.raises(BadInput, match="not a file"):
        open_game_file(str(tmp_path / "pipe.sgf"))


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.sgf"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(BadInput, match=r"found 16,777,217 bytes; expected 16,777,216 at most"):
        open_game_file(str(path))


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "not SGF"), (b"hello", "not SGF"), (b"(;GM[3])", "other game"), (b"(;SZ[99])", "board size")],
)
def test_a_file_without_a_game_is_named_with_the_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "game.sgf"
    path.write_bytes(data)
    with pytest.raises(BadInput, match=reason) as refusal:
        open_game_file(str(path))
    assert str(refusal.value).startswith(f"{path}: ")


@pytest.mark.parametrize("data", [RECORD[:-1], RECORD + b")", b"junk" + RECORD, RECORD + b"junk"])
def test_a_damaged_file_is_opened_as_far_as_it_goes(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "game.sgf"
    path.write_bytes(data)
    _, tree = open_game_file(str(path))
    assert tree.forward()
    assert tree.game.last_move == 40


@pytest.mark.parametrize("name", ["", "game", "game.txt", ".sgf", "~nobody-here/game.sgf"])
def test_only_a_name_that_ends_in_sgf_is_taken_for_a_game(name: str) -> None:
    with pytest.raises(BadInput):
        game_path(name)
    assert game_path("Game.SGF") == Path("Game.SGF")


def test_a_file_that_is_there_is_kept_unless_it_may_be_written_over(tmp_path: Path) -> None:
    path = tmp_path / "game.sgf"
    write_game_file(path, b"one", over=False)
    with pytest.raises(FileKept, match="exists already") as kept:
        write_game_file(path, b"two", over=False)
    assert kept.value.path == path
    assert path.read_bytes() == b"one"
    write_game_file(path, b"two", over=True)
    assert path.read_bytes() == b"two"


def test_a_game_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "folder.sgf").mkdir()
    for path in (tmp_path / "folder.sgf", tmp_path / "none" / "game.sgf", tmp_path / "a\0.sgf"):
        with pytest.raises(BadInput, match="the game cannot be saved: "):
            write_game_file(path, RECORD, over=True)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.sgf"]
    assert not any((tmp_path / "folder.sgf").iterdir())


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "none"
    with pytest.raises(BadInput) as refusal:
        write_game_file(folder / "game.sgf", RECORD, over=True)
    assert str(refusal.value) == (
        f"{folder / 'game.sgf'}: the game cannot be saved: No such file or directory; "
        f"make the folder {folder}, or choose another one"
    )


def test_where_a_missing_file_was_looked_for_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, why in (
        ("none.sgf", f"there is no such file in {tmp_path}"),
        (str(tmp_path / "none.sgf"), f"there is no such file in {tmp_path}"),
        ("none/game.sgf", f"there is no folder {tmp_path / 'none'}"),
    ):
        with pytest.raises(BadInput) as refusal:
            open_game_file(name)
        assert str(refusal.value) == f"{name}: cannot be read: {why}"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no folder that somebody is in")
def test_in_a_deleted_working_folder_a_whole_path_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    for act in (
        lambda: write_game_file(Path("game.sgf"), RECORD, over=True),
        lambda: open_game_file("a.sgf"),
    ):
        with pytest.raises(
            BadInput, match=r"the working folder has been deleted: give the whole path, from / on$"
        ):
            act()
    write_game_file(tmp_path / "game.sgf", RECORD, over=True)
    assert open_game_file(str(tmp_path / "game.sgf"))[1].length == 1
