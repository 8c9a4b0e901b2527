"""`darkgo plot` as it is typed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from darkgo.cli import run
from tests.waiting import PATIENCE

METRICS = (
    "update,positions,loss,accuracy,rate,positions_per_second,valid_top1,valid_nll\n"
    "10,1280,5.5,0.02,0.1,90.0,,\n"
    "20,2560,4.5,0.08,0.05,91.0,0.09,4.4\n"
)


@pytest.fixture
def runs(tmp_path: Path) -> list[str]:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
        (folder / "metrics.csv").write_text(METRICS)
    return [str(folder) for folder in folders]


def in_a_fresh_process(code: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


@pytest.mark.parametrize("options", [[], ["--by", "positions"], ["--by", "updates"]])
def test_the_picture_is_written_and_named(
    runs: list[str], options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "picture.png"
    assert run(["plot", *runs, "--out", str(out), *options]) == 0
    assert capsys.readouterr().out.strip() == str(out)
    assert out.read_bytes().startswith(b"\x89PNG")


def test_the_picture_is_called_curves_by_default(
    runs: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["plot", runs[0]]) == 0
    assert capsys.readouterr().out == "curves.png\n"
    assert (tmp_path / "curves.png").exists()


@pytest.mark.parametrize("arguments", [[], ["x", "--by", "hours"], ["x", "--colour", "red"]])
def test_wrong_usage_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plot", *arguments]) == 2
    assert "--help" in capsys.readouterr().err


def test_bad_input_is_one_line_and_status_1(
    runs: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "picture.png"
    assert run(["plot", *runs, str(tmp_path), "--out", str(out)]) == 1
    printed, err = capsys.readouterr()
    assert not printed
    assert err == f"darkgo: {tmp_path}: found no metrics.csv; expected the folder of a training run\n"
    assert not out.exists()


def test_no_display_and_no_jax_are_needed(runs: list[str], tmp_path: Path) -> None:
    out = str(tmp_path / "picture.png")
    code = f"""
import sys
from darkgo.cli import run
assert run(["--help"]) == 0
assert "matplotlib" not in sys.modules
assert run(["plot", {runs[0]!r}, "--out", {out!r}]) == 0
assert "matplotlib" in sys.modules
assert not {{"matplotlib.pyplot", "jax", "optax"}} & set(sys.modules)
"""
    done = in_a_fresh_process(code, MPLBACKEND="tkagg")
    assert done.returncode == 0, done.stderr
    assert not done.stderr


def test_without_matplotlib_it_is_said_how_to_get_it(runs: list[str]) -> None:
    code = f"""
import sys
class Missing:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "matplotlib":
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Missing)
from darkgo.cli import run
sys.exit(run(["plot", {runs[0]!r}]))
"""
    done = in_a_fresh_process(code)
    assert done.returncode == 1
    assert done.stderr == "darkgo: drawing curves needs matplotlib: pip install 'darkgo[train]'\n"
