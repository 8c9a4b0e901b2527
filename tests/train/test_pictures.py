"""Training on pictures: a folder for each class."""

import csv
from pathlib import Path
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
import pytest
from PIL import Image

from darkgo.cli import run
from darkgo.train.begin import TrainOptions
from darkgo.train.classes import Labelled
from darkgo.train.losses import Loss, Losses
from darkgo.train.picture_set import PictureSet
from darkgo.train.step import StepResult, TrainState

NET = """[net]
batch=16
height=8
width=8
channels=3
learning_rate=0.1
max_batches=60
flip=0
min_crop=8
max_crop=8
"""
LAYERS = """
[convolutional]
batch_normalize=1
filters=8
size=3
stride=1
pad=1
activation=leaky

[maxpool]
size=2
stride=2

[convolutional]
filters=3
size=1
activation=linear

[avgpool]

[softmax]

[cost]
type=sse
"""
SHAPES = ("blob", "column", "row")


def write_shapes(folder: Path, count: int) -> None:
    """Pictures of three shapes, in any place and any colour."""
    random = np.random.default_rng(2)
    for name in SHAPES:
        (folder / name).mkdir(parents=True)
        for number in range(count):
            pixels = np.zeros((8, 8, 3), np.uint8)
            row, column = random.integers(1, 6, 2)
            height, width = {"blob": (2, 2), "column": (8, 1), "row": (1, 8)}[name]
            top, left = min(row, 8 - height), min(column, 8 - width)
            pixels[top : top + height, left : left + width] = random.integers(100, 256, 3)
            Image.fromarray(pixels).save(folder / name / f"{number}.png")


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shapes")
    write_shapes(folder, 40)
    return folder


@pytest.fixture(scope="module")
def cfg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cfg") / "shapes.cfg"
    path.write_text(NET + LAYERS)
    return path


def train(cfg: Path, data: Path, out: Path, *more: str) -> int:
    return run(["train", str(cfg), "--data", str(data), "--out", str(out), *more])


def metrics(out: Path) -> list[dict[str, str]]:
    with (out / "metrics.csv").open() as file:
        return list(csv.DictReader(file))


def test_shapes_are_learnt_and_classified(
    cfg: Path, pictures: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert train(cfg, pictures, out, "--dtype", "float32") == 0
    printed, err = capsys.readouterr()
    assert printed == f"{out / 'shapes.weights'}\n"
    assert "pictures of 3 classes, and " in err
    assert " pictures/s, 100.00% top-1 on validation" in err
    last = metrics(out)[-1]
    assert (last["update"], last["positions"], last["valid_top1"]) == ("60", "960", "1.0")
    assert float(last["valid_nll"]) < 0.3
    network = [str(cfg), str(out / "shapes.weights")]
    names = ["--names", str(out / "shapes.names"), "--top", "1"]
    files = [str(pictures / name / "0.png") for name in SHAPES]
    assert run(["classify", *network, *files, *names]) == 0
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()[1::2]] == list(SHAPES)


def test_a_run_that_is_resumed_ends_with_the_same_bytes(cfg: Path, pictures: Path, tmp_path: Path) -> None:
    for name, parts in {"whole": (160,), "parts": (48, 160)}.items():
        for number, count in enumerate(parts):
            resumed = ["--resume"] if number else ["--dtype", "float32"]
            assert train(cfg, pictures, tmp_path / name, *resumed, "--max-positions", str(count)) == 0
    whole, parts_ = (tmp_path / name / "shapes.weights" for name in ("whole", "parts"))
    assert whole.read_bytes() == parts_.read_bytes()


def test_a_damaged_picture_is_told_and_left_out(
    cfg: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    write_shapes(data / "train", 4)
    write_shapes(data / "valid", 1)
    damaged = [path for path in sorted(data.rglob("*.png")) if path.name == "1.png" or "valid" in path.parts]
    for path in damaged:
        path.write_bytes(b"")
    assert train(cfg, data, tmp_path / "out", "--max-positions", "160", "--dtype", "float32") == 0
    told = [line for line in capsys.readouterr().err.splitlines() if line.endswith("; it is left out")]
    assert sorted(line.split(": ")[1] for line in told) == [str(path) for path in damaged]
    assert metrics(tmp_path / "out")[-1]["valid_top1"] == ""


class Seen(NamedTuple):
    """Of each batch of a run: the brightest pixel of the darkest picture, and the mean class."""

    darkest: np.ndarray
    classes: np.ndarray


def seen(cfg: Path, pictures: Path, keys: str) -> Seen:
    """The first three batches with more keys in the cfg."""
    path = cfg.with_name("more.cfg")
    path.write_text(NET + keys + LAYERS)
    examples = PictureSet.open(TrainOptions(path, pictures, cfg.parent / "none"))

    def look(state: TrainState, batch: Labelled) -> tuple[TrainState, StepResult]:
        """Instead of learning, says what it is given."""
        each = jnp.max(batch.pixels, (1, 2, 3))
        losses = Losses(Loss(jnp.min(each), jnp.ones(())), jnp.ones(()), {})
        return state._replace(updates=state.updates + 1), StepResult(losses, jnp.mean(batch.target))

    state = TrainState((), (), jnp.zeros((), jnp.int32))
    _, result = examples.advance(examples.network, look, 0)(state, 3)
    return Seen(np.asarray(result.losses.move.batch_mean), np.asarray(result.rate))


def test_the_keys_of_the_cfg_reach_the_pictures(cfg: Path, pictures: Path) -> None:
    usual, exposed = seen(cfg, pictures, ""), seen(cfg, pictures, "exposure=2\n")
    assert len(set(usual.classes.tolist())) > 1
    np.testing.assert_array_equal(usual.classes, exposed.classes)
    # Each picture has a channel of 100 or more.
    assert usual.darkest.min() >= 100 / 255
    assert exposed.darkest.min() < 90 / 255


CROP = "\n[crop]\ncrop_height=8\ncrop_width=8\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (NET.replace("=3", "=2") + LAYERS, "channels=2; expected height, width and channels=3"),
        (
            NET + LAYERS.replace("[softmax]", "[softmax]\ngroups=3"),
            "[softmax] as the output of a network",
        ),
        (
            NET + LAYERS.replace("filters=3", "filters=4"),
            "found 3 folders of classes; expected 4",
        ),
        (NET + "random=1\n" + LAYERS, "random=1; expected random=0"),
        (NET + CROP + "flip=1\n" + LAYERS, "[crop] flip=1 in a network that learns; expected flip in [net]"),
        (NET + CROP + "angle=5\n" + LAYERS, "[crop] angle=5.0 in a network that learns"),
        (NET + "subdivisions=3\n" + LAYERS, "subdivisions=3; expected a divisor of batch=16"),
        (NET + "policy=steps\n" + LAYERS, "0 steps and 0 scales"),
        (NET + "\n[detection]\nclasses=2\n", "unknown section [detection]"),
    ],
)
def test_networks_that_learn_no_pictures(
    pictures: Path, tmp_path: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.cfg"
    path.write_text(text)
    assert train(path, pictures, tmp_path / "out") == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "option",
    [["--source", "a=2"], ["--phases", "1,2,1"], ["--sides", "9"], ["--reinforce"], ["--counted", "2"]],
)
def test_options_for_records(
    cfg: Path, pictures: Path, tmp_path: Path, option: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert train(cfg, pictures, tmp_path / "out", *option) == 1
    assert "expected none of them, for it learns pictures" in capsys.readouterr().err


def test_folders_that_do_not_fit(cfg: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert train(cfg, tmp_path / "none", out) == 1
    assert f"{tmp_path / 'none'}: found no such folder" in capsys.readouterr().err
    write_shapes(tmp_path / "data", 3)
    for path in (tmp_path / "data" / "column").iterdir():
        path.unlink()
    assert train(cfg, tmp_path / "data", out) == 1
    assert f"{tmp_path / 'data' / 'column'}: found no picture" in capsys.readouterr().err


def test_other_pictures_than_the_run_began_with(
    cfg: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    write_shapes(data, 4)
    assert train(cfg, data, out, "--max-positions", "16", "--dtype", "float32") == 0
    (data / "row" / "0.png").rename(data / "row" / "new.png")
    assert train(cfg, data, out, "--resume", "--max-positions", "32") == 1
    assert "training pictures" in capsys.readouterr().err
