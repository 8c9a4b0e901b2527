"""What a fresh process has imported: the walls between the rooms, seen from outside."""

import subprocess
import sys

import pytest

from tests.waiting import PATIENCE

HEAVY = ("jax", "numpy", "textual", "optax", "matplotlib", "torch", "PIL")


def imported_by(code: str) -> set[str]:
    """Which of the heavy packages, and which rooms, are loaded after running the code."""
    program = f"{code}\nimport sys\nprint('\\n@'.join(['', *sys.modules]))"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=PATIENCE)
    names = {line.removeprefix("@") for line in done.stdout.split("\n") if line.startswith("@")}
    return {name for name in names if name in HEAVY or name.startswith("darkgo.")}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["nonsense"]])
def test_the_command_line_answers_without_the_heavy_packages(arguments: list[str]) -> None:
    loaded = imported_by(f"from darkgo.cli import run\nrun({arguments!r})")
    assert not loaded & {"jax", "numpy", "textual", "optax", "PIL"}


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("darkgo.go.board", {"jax", "textual", "optax"}),
        ("darkgo.go.game", {"jax", "textual", "optax"}),
        ("darkgo.go.sgf", {"jax", "textual", "optax"}),
        ("darkgo.data.records", {"jax", "textual", "optax", "darkgo.darknet", "darkgo.model"}),
        ("darkgo.data.build", {"jax", "textual", "optax", "darkgo.darknet", "darkgo.model"}),
        ("darkgo.arena.rules", {"textual", "optax", "darkgo.darknet", "darkgo.engine"}),
        ("darkgo.darknet.network", {"textual", "optax", "darkgo.go", "darkgo.model"}),
        ("darkgo.darknet.table", {"textual", "optax", "darkgo.go", "darkgo.model"}),
        ("darkgo.pictures.classifier", {"textual", "optax", "darkgo.go", "darkgo.data", "darkgo.model"}),
        ("darkgo.pictures.picture_file", {"jax", "textual", "optax", "darkgo.darknet", "darkgo.go"}),
        ("darkgo.engine.session", {"jax", "textual", "optax"}),
        ("darkgo.engine.parse", {"jax", "textual", "optax"}),
        (
            "darkgo.search.search",
            {"jax", "textual", "optax", "darkgo.darknet", "darkgo.engine", "darkgo.data"},
        ),
        ("darkgo.plain.loop", {"jax", "textual", "optax", "darkgo.tui", "darkgo.train", "darkgo.cli"}),
        ("darkgo.tui.app", {"jax", "optax", "darkgo.plain", "darkgo.train", "darkgo.cli"}),
        ("darkgo.cli.play", {"jax", "textual", "optax", "PIL", "darkgo.train"}),
        ("darkgo.cli.bench", {"jax", "textual", "optax", "matplotlib", "torch"}),
        ("darkgo.cli.devices", {"jax", "textual", "optax", "matplotlib", "torch"}),
        ("darkgo.bench.devices", {"textual", "optax", "matplotlib", "torch", "darkgo.gtp", "darkgo.train"}),
        ("darkgo.bench.report", {"textual", "optax", "matplotlib", "torch", "darkgo.gtp", "darkgo.cli"}),
        ("darkgo.gtp.loop", {"jax", "textual", "optax", "darkgo.plain", "darkgo.tui", "darkgo.cli"}),
    ],
)
def test_a_room_stays_behind_its_walls(module: str, unwanted: set[str]) -> None:
    loaded = imported_by(f"import {module}")
    assert module in loaded
    assert not loaded & unwanted


def test_first_gtp_answers_come_without_jax() -> None:
    sent = "name|version|protocol_version|list_commands|komi 5.5|play B E5|showboard|undo"
    code = f"""
import os
out = os.dup(1)
read, write = os.pipe()
os.write(write, {sent!r}.replace("|", "\\n").encode())
os.close(write)
os.dup2(read, 0)
from darkgo.cli import run
assert run(["gtp"]) == 0
os.dup2(out, 1)
"""
    loaded = imported_by(code)
    assert "darkgo.gtp.engine" in loaded
    assert not loaded & {"jax", "textual", "optax"}


def test_no_training_library_is_loaded_by_asking_the_network() -> None:
    loaded = imported_by("import darkgo.darknet.network, darkgo.darknet.weights, darkgo.model.go_network")
    assert "jax" in loaded
    assert not loaded & {"optax", "textual", "PIL"}
