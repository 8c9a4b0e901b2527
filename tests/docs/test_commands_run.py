"""The commands of the README and of the manual do what they say: each page is worked through from top to
bottom, in a folder that has the repository and the reader's games."""

import os
import random
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.docs.blocks import PAGES, ROOT, blocks

GAMES = 150
"""Enough for games of validation, of which there are two in a hundred."""
LETTERS = "abcdefghijklmnopqrs"
HEADER = "GM[1]FF[4]SZ[19]KM[6.5]PB[Ann]PW[Bo]RE[B+3.5]"


def game(seed: int) -> str:
    """A game of random moves, no two on the same point."""
    points = [column + row for column in LETTERS for row in LETTERS]
    random.Random(seed).shuffle(points)
    moves = "".join(f";{'BW'[number % 2]}[{point}]" for number, point in enumerate(points[:120]))
    return f"(;{HEADER}{moves})"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder in which a reader types the commands."""
    for name in ("cfg", "weights", "data_tools", "benchmarks", "darkgo"):
        (tmp_path / name).symlink_to(ROOT / name)
    for name, count in (("my-games", GAMES), ("games", 2)):
        (tmp_path / name).mkdir()
        for number in range(count):
            (tmp_path / name / f"{number}.sgf").write_text(game(number))
    (tmp_path / "game.sgf").write_text(game(0))
    for name in ("archive", "games", "pro"):
        with tarfile.open(tmp_path / f"{name}.tar.xz", "w:xz") as archive:
            archive.add(tmp_path / "my-games", name)
    shutil.copy(ROOT / "tests" / "goldens" / "records.94", tmp_path / "old.records")
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, call in (("python", f'"{sys.executable}"'), ("darkgo", f'"{sys.executable}" -m darkgo')):
        (programs / name).write_text(f'#!/bin/sh\nexec {call} "$@"\n')
        (programs / name).chmod(0o755)
    return tmp_path


@pytest.mark.long
@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if any(block.is_run for block in blocks(page))],
    ids=lambda page: page.stem,
)
def test_the_commands_of_a_page_work(page: Path, folder: Path) -> None:
    environment = {
        **os.environ,
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "TERM": "dumb",
    }
    for block in blocks(page):
        for command in block.tried if block.is_run else ():
            done = subprocess.run(
                ["sh", "-c", command],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, f"{block}: {command}\n{done.stderr}"
            assert "Traceback" not in done.stderr, f"{block}: {command}\n{done.stderr}"
