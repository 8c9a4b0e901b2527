"""The wheel: everything that belongs to DarkGo travels in it and works from any directory."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def call(*command: str | Path, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    call(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, cwd=ROOT)
    (built,) = folder.glob("darkgo-*.whl")
    return built


def test_the_wheel_brings_networks_and_weights(wheel: Path, tmp_path: Path) -> None:
    """Unpacked beside the packages of these tests, ahead of the checkout."""
    target, away = tmp_path / "site", tmp_path / "away"
    away.mkdir()
    call(sys.executable, "-m", "pip", "install", "--no-deps", "--target", target, wheel, cwd=away)
    where = "import darkgo.paths as p; print(p.__file__, *p.default_network())"
    for path in call(sys.executable, "-c", where, cwd=away, PYTHONPATH=str(target)).split():
        assert path.startswith(str(target))
        assert Path(path).is_file()
    darkgo = (sys.executable, "-m", "darkgo")
    assert "5.11 Bn" in call(*darkgo, "net", "go.test.cfg", cwd=away, PYTHONPATH=str(target))
    shown = call(*darkgo, "test", "darkgo.cfg", "darkgo.weights", cwd=away, PYTHONPATH=str(target))
    assert shown.startswith("1: ")


@pytest.mark.long
def test_the_wheel_works_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    away = tmp_path / "away"
    away.mkdir()
    call(python, "-m", "pip", "install", "--constraint", ROOT / "constraints.txt", wheel, cwd=away)
    darkgo = tmp_path / "env" / "bin" / "darkgo"
    assert "darkgo" in call(darkgo, "--help", cwd=away)
    assert call(darkgo, "test", "darkgo.cfg", "darkgo.weights", "-multi", cwd=away).startswith("1: ")
