"""Compiled programs are kept from one process to the next, and a folder that is of no use does no harm."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.waiting import PATIENCE

CODE = """
import jax
from jax import monitoring
from darkgo.darknet.compiled import keep_compiled

found = []
monitoring.register_event_listener(lambda event, **_: found.append(event))
keep_compiled()
print(int(jax.jit(lambda x: (x * 3).sum())(jax.numpy.arange(7))))
print(sum(event.endswith("cache_hits") for event in found))
"""

PLAY = "import sys; from darkgo.cli import main; main(sys.argv[1:])"


def run(folder: Path, code: str = CODE) -> list[int]:
    """What was computed, and how many programs were found; nothing may be said about it."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("JAX_")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**given, "DARKGO_CACHE": str(folder)},
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    assert not done.stderr
    return [int(word) for word in done.stdout.split()]


def test_what_was_compiled_is_found_again_and_rubbish_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    assert run(folder) == [63, 0]
    value, hits = run(folder)
    assert (value, hits > 0) == (63, True)
    for number, file in enumerate(folder.rglob("*-cache")):
        file.write_bytes(b"rubbish" if number % 2 else file.read_bytes()[:99])
    assert run(folder) == [63, 0]


@pytest.mark.parametrize("name", ["file", "file/below"])
def test_where_there_is_no_folder_it_computes_all_the_same(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    assert run(tmp_path / name) == [63, 0]


def test_where_there_is_no_room_it_computes_all_the_same(tmp_path: Path) -> None:
    """Files of 100 bytes, as on a full disk: nothing is kept, and nothing torn is left."""
    full = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100, -1))\n{CODE}"
    for _ in range(2):
        assert run(tmp_path, full) == [63, 0]
    assert run(tmp_path) == [63, 0]
    value, hits = run(tmp_path)
    assert (value, hits > 0) == (63, True)


def test_with_a_full_cache_folder_it_plays_on(goldens: Path, tmp_path: Path) -> None:
    """The trial of the ways of computing has no room for its result, either."""
    arguments = ["gtp", "--cfg", goldens / "go-mini.cfg", "--weights", goldens / "go-mini.initial.weights"]
    code = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100, -1))\n{PLAY}"
    given = {name: value for name, value in os.environ.items() if not name.startswith("JAX_")}
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        input="boardsize 5\ngenmove b\ngenmove w\n",
        env={**given, "DARKGO_CACHE": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    assert not done.stderr
    _, black, white, _ = done.stdout.split("\n\n")
    assert black.startswith("= ")
    assert white.startswith("= ")
    assert not list(tmp_path.glob("ways-*"))
