"""A small real training set: positions of random legal games, as records."""

import random
from pathlib import Path

import numpy as np
import pytest

from darkgo.data.records import Positions, encode
from darkgo.go.board import Board
from darkgo.go.points import Colour

SIZE = 19


def random_records(games: int, moves: int, seed: int) -> np.ndarray:
    """Records uint8 [M, 96] of games of stones on random empty points."""
    chance = random.Random(seed)
    stones, rows, columns, players = [], [], [], []
    for _ in range(games):
        board, colour = Board.empty(SIZE), Colour.BLACK
        for number in range(moves):
            empty = [p for p in range(SIZE * SIZE) if board.at(p) is None]
            point = chance.choice(empty) if number % 50 else empty[len(empty) // 2]
            stones.append(board.array() * int(colour))
            rows.append(point // SIZE)
            columns.append(point % SIZE)
            players.append(ord("1") if colour is Colour.BLACK else ord("0"))
            board, colour = board.play(point, colour), colour.other
    count = len(rows)
    return encode(
        Positions(
            np.array(stones, np.int8),
            np.array(rows, np.uint8),
            np.array(columns, np.uint8),
            np.array(players, np.uint8),
            np.full(count, ord("?"), np.uint8),
        )
    )


@pytest.fixture(scope="session")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `darkgo data build` leaves it: two sources, training and validation."""
    folder = tmp_path_factory.mktemp("records")
    random_records(4, 180, 1).tofile(folder / "a.train.records")
    random_records(1, 40, 2).tofile(folder / "b.train.records")
    random_records(2, 180, 3).tofile(folder / "a.valid.records")
    return folder


def real_form(goldens: Path) -> str:
    """The cfg of a small network, with larger batches."""
    return (goldens / "go-mini.cfg").read_text().replace("batch=4", "batch=8")


@pytest.fixture(scope="session")
def cfg(goldens: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network of the real form, small, with a rate that lets it learn."""
    path = tmp_path_factory.mktemp("cfg") / "mini.cfg"
    path.write_text(real_form(goldens))
    return path


@pytest.fixture(scope="session")
def little(goldens: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with one layer that has a kernel of 3x3 and batch normalisation: it is compiled sooner."""
    net, layer, *_, last = real_form(goldens).split("[convolutional]")
    path = tmp_path_factory.mktemp("little") / "mini.cfg"
    path.write_text("[convolutional]".join((net, layer, last)))
    return path
