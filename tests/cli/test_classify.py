"""`darkgo classify` as it is typed. `tests/darknet/test_tiny.py` has the full Tiny Darknet."""

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from darkgo.cli import run

Answers = dict[str, list[tuple[str, float]]]


def answers(out: str) -> Answers:
    """The printed classes and probabilities of each picture."""
    found: Answers = {}
    for line in out.splitlines():
        if head := re.fullmatch(r"(.*): Predicted in \d+\.\d{6} seconds\.", line):
            found[head[1]] = []
        else:
            name, _, probability = line.rpartition(": ")
            found[list(found)[-1]].append((name, float(probability)))
    return found


@pytest.fixture
def mini(goldens: Path) -> list[str]:
    """A network of 10 classes that reads 32 x 32 pixels in colour, and its weights."""
    return [str(goldens / "tiny-mini.cfg"), str(goldens / "tiny-mini.weights")]


@pytest.fixture
def picture(tmp_path: Path) -> str:
    path = tmp_path / "a.png"
    pixels = np.random.default_rng(5).integers(0, 256, (32, 32, 3)).astype(np.uint8)
    Image.fromarray(pixels).save(path)
    return str(path)


def test_the_dog_of_the_reference(shared: Path | None, capsys: pytest.CaptureFixture[str]) -> None:
    """The C program's answer for a photo."""
    if shared is None:
        pytest.skip("the reference files of the full Tiny Darknet are not here")
    folder = shared / "goldens"
    assert run(["classify", "tiny.cfg", str(folder / "tiny.random.weights"), str(folder / "dog.jpg")]) == 0
    ((path, found),) = answers(capsys.readouterr().out).items()
    assert path == str(folder / "dog.jpg")
    expected = np.fromfile(folder / "tiny.dog.probabilities.f32", "<f4")
    assert [name for name, _ in found] == ["548", "474", "937", "839", "179"]
    for name, probability in found:
        assert probability == pytest.approx(float(expected[int(name)]), abs=1e-4)


def test_names_and_how_many(
    mini: list[str], picture: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["classify", *mini, picture, "--top", "99"]) == 0
    ((path, by_number),) = answers(capsys.readouterr().out).items()
    assert path == picture
    assert sorted(int(name) for name, _ in by_number) == list(range(10))
    probabilities = [probability for _, probability in by_number]
    assert probabilities == sorted(probabilities, reverse=True)
    assert sum(probabilities) == pytest.approx(1, abs=1e-5)
    names = tmp_path / "ten.names"
    names.write_text("\n".join(f"class: {number}" for number in range(10)) + "\n")
    assert run(["classify", *mini, picture, "--names", str(names), "--top", "2"]) == 0
    ((_, named),) = answers(capsys.readouterr().out).items()
    assert named == [(f"class: {name}", probability) for name, probability in by_number[:2]]


def test_the_others_are_classified_and_the_status_tells(
    mini: list[str], picture: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "text.jpg").write_text("hello")
    sizes = {"one.png": (1, 1), "long.png": (20000, 1), "tall.png": (1, 20000)}
    for name, size in sizes.items():
        Image.new("RGB", size, (200, 10, 10)).save(tmp_path / name)
    given = [str(tmp_path / name) for name in ("text.jpg", *sizes, "none.jpg")]
    assert run(["classify", *mini, *given, picture]) == 1
    out, err = capsys.readouterr()
    assert list(answers(out)) == [*given[1:-1], picture]
    assert [line.split(": ")[1] for line in err.splitlines()] == [given[0], given[-1]]
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("\n".join("abcdefghi"), "found 9 names; expected 10, one on each line"),
        ("\n".join("abcdefghijk"), "found 11 names; expected 10, one on each line"),
        ("", "found 0 names; expected 10"),
        ("a\nb\nc\n\ne\nf\ng\nh\ni\nj\n", ":4: found an empty line; expected the name of a class"),
        (None, "cannot read these names: No such file or directory"),
    ],
)
def test_names_that_do_not_fit(
    mini: list[str],
    picture: str,
    tmp_path: Path,
    content: str | None,
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    names = tmp_path / "some.names"
    if content is not None:
        names.write_text(content)
    assert run(["classify", *mini, picture, "--names", str(names)]) == 1
    out, err = capsys.readouterr()
    assert not out
    assert f"{names}" in err
    assert said in err


NET = "[net]\nheight=4\nwidth=4\nchannels=3\n"


@pytest.mark.parametrize(
    ("cfg", "said"),
    [
        (
            NET + "[convolutional]\nfilters=2\n\n[yolo]\nmask=1\n",
            ":8: unknown section [yolo]; expected one of",
        ),
        (NET + "[softmax]\ntree=9k.tree\n", ":6: [softmax] unknown key: tree; expected one of"),
        (NET.replace("=3", "=2") + "[softmax]\n", ":4: [net] channels=2; expected height, width and"),
        ("[net]\ninputs=3\n[softmax]\n", ":2: [net] inputs=3; expected height, width and channels"),
        (
            NET + "[softmax]\n[softmax]\n[route]\nlayers=-2\n",
            ":6: [softmax] as one of several outputs; expected",
        ),
    ],
)
def test_networks_that_are_no_classifiers(
    mini: list[str], picture: str, tmp_path: Path, cfg: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.cfg"
    path.write_text(cfg)
    assert run(["classify", str(path), mini[1], picture]) == 1
    assert f"darkgo: {path}{said}" in capsys.readouterr().err


def test_weights_that_answer_with_no_number(
    mini: list[str], picture: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = np.fromfile(mini[1], "<f4")
    content[-160:] = 3e38  # the kernel of the last convolution
    (tmp_path / "huge.weights").write_bytes(content.tobytes())
    assert run(["classify", mini[0], str(tmp_path / "huge.weights"), picture]) == 1
    assert "answer is not a finite number" in capsys.readouterr().err


def test_no_picture_is_wrong_usage(mini: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["classify", *mini]) == 2
    assert "which picture?" in capsys.readouterr().err
