"""Folders of pictures, one for each class."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from darkgo.errors import BadInput
from darkgo.pictures import picture_folder
from darkgo.pictures.picture_folder import PictureFolder, PictureReader, Pictures


def write(folder: Path, *names: str) -> None:
    """Small pictures, each of another shade."""
    for number, name in enumerate(names):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("L", (2, 2), number).save(path)


def test_one_folder_for_each_class(tmp_path: Path) -> None:
    write(tmp_path, *(f"{name}/{number}.png" for name in ("dog", "cat") for number in range(100)))
    write(tmp_path, "cat/more/deeper.JPG", ".hidden/a.png", "cat/._a.png")
    (tmp_path / "cat" / "notes.txt").write_text("no picture")
    found = PictureFolder.open(tmp_path)
    assert found.names == ("cat", "dog")
    assert len(found.train) + len(found.valid) == 201
    assert 10 <= len(found.valid) <= 35
    assert not set(found.train.paths) & set(found.valid.paths)
    for pictures in (found.train, found.valid):
        assert {path.relative_to(tmp_path).parts[0] for path in pictures.paths} == {"cat", "dog"}
        for path, number in zip(pictures.paths, pictures.classes, strict=True):
            assert path.relative_to(tmp_path).parts[0] == found.names[number]
    # The same pictures are for validation when there are more, and when the folder is elsewhere.
    write(tmp_path, *(f"cat/new{number}.png" for number in range(50)))
    moved = tmp_path.with_name(f"{tmp_path.name}-moved")
    tmp_path.rename(moved)
    again = PictureFolder.open(moved)
    before, now = (
        {path.relative_to(folder) for path in pictures.valid.paths}
        for folder, pictures in ((tmp_path, found), (moved, again))
    )
    assert before == {path for path in now if "new" not in path.name}


def test_folders_for_training_and_validation(tmp_path: Path) -> None:
    write(tmp_path, "train/a/1.png", "train/b/1.png", "train/b/2.png", "valid/b/9.png")
    found = PictureFolder.open(tmp_path)
    assert found.names == ("a", "b")
    assert found.train.classes == (0, 1, 1)
    assert found.valid == Pictures((tmp_path / "valid" / "b" / "9.png",), (1,))


def no_folder(folder: Path) -> None:
    folder.rmdir()


def no_class(folder: Path) -> None:
    write(folder, "a.png")


def empty_class(folder: Path) -> None:
    write(folder, "a/1.png", "b/1.png")
    (folder / "b" / "1.png").rename(folder / "b" / "1.txt")


def unknown_class(folder: Path) -> None:
    write(folder, "train/a/1.png", "valid/b/1.png")


def held_out_class(folder: Path) -> None:
    # By its name this picture is for validation.
    write(folder, "a/1.png", "a/2.png", "a/3.png", "b/6.png")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (no_folder, ": found no such folder; expected a folder of pictures for each class in it"),
        (no_class, ": found no folder in it; expected a folder of pictures for each class"),
        (empty_class, "/b: found no picture with one of the endings .bmp, .gif, .jpeg"),
        (unknown_class, "/valid/b: found a class that "),
        (held_out_class, "/b: found no picture to learn from besides those for validation; expected one"),
    ],
)
def test_folders_that_do_not_fit(tmp_path: Path, make: Callable[[Path], None], said: str) -> None:
    make(tmp_path)
    with pytest.raises(BadInput) as error:
        PictureFolder.open(tmp_path)
    assert f"{tmp_path}{said}" in str(error.value)


def shades(reader: PictureReader, numbers: list[int]) -> list[tuple[object, int, int]]:
    return reader.map(lambda image, number, place: (image.getpixel((0, 0)), number, place), numbers)


def test_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_folder, "KEPT", 2 * 4)
    names = [f"{number}.png" for number in range(5)]
    write(tmp_path, *names)
    pictures = Pictures(tuple(tmp_path / name for name in names), (5, 6, 7, 8, 9))
    told: list[str] = []
    reader = PictureReader(pictures, 1, told.append)
    expected = [(3, 8, 0), (0, 5, 1), (3, 8, 2)]
    assert shades(reader, [3, 0, 3]) == expected
    # Two pictures are kept, and need not be read again.
    (tmp_path / "3.png").unlink()
    (tmp_path / "0.png").unlink()
    assert shades(reader, [3, 0, 3]) == expected
    # A damaged one is told once, and the next one takes its place.
    (tmp_path / "4.png").write_bytes(b"")
    (tmp_path / "1.png").write_bytes(b"")
    assert shades(reader, [4, 1, 2, 4]) == [(0, 5, 0), (2, 7, 1), (2, 7, 2), (0, 5, 3)]
    assert sorted(line.split(":")[0] for line in told) == [str(tmp_path / "1.png"), str(tmp_path / "4.png")]
    assert all(line.endswith("; it is left out") for line in told)


def test_no_picture_that_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"")
    reader = PictureReader(Pictures((tmp_path / "a.png",), (0,)), 1, lambda line: None)
    with pytest.raises(BadInput, match="found no picture that can be read"):
        shades(reader, [0])
