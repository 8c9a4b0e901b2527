"""A small network with value heads, and tables of small games."""

from functools import lru_cache
from pathlib import Path

import jax.numpy as jnp
import numpy as np
from jax import Array
from numpy.typing import NDArray

from darkgo.darknet.network import NetParameters, NetSpec
from darkgo.darknet.weights import write_weights
from darkgo.data.games import Rows, dtype, header, packed, table_of
from darkgo.data.records import Positions, encode
from darkgo.model.network import check_go, network_from_text

NET = "[net]\nbatch=8\nheight={side}\nwidth={side}\nchannels=1\nlearning_rate=0.01\nmax_batches=9\n"
TRUNK = """[liberties]
[convolutional]
batch_normalize=1
filters=4
size=3
pad=1
activation=relu
[gpool]
"""
POLICY = "[convolutional]\nfilters=1\nsize=1\nactivation=linear\n[reorg]\nextra=1\n[softmax]\n"
OWNERSHIP = "[route]\nlayers=2\n[convolutional]\nfilters=1\nsize=1\nactivation=linear\n[ownership]\n"
OUTCOME = "[route]\nlayers=2\n[avgpool]\n[connected]\noutput=2\nactivation=linear\n[outcome]\n"
TEXT = NET + TRUNK + POLICY + OWNERSHIP + OUTCOME
"""The cfg; the side is to be filled in."""
LETTERS = {"?": 0, "X": 1, "O": 2, ".": 3}
"""The owners of points, as they are drawn: unknown, black, white and neutral."""


@lru_cache
def value_network(side: int = 19) -> NetSpec:
    """A network of this side with value heads."""
    return check_go(network_from_text(TEXT.format(side=side)))


def trained_a_little(network: NetSpec, seed: int = 1) -> NetParameters:
    """Random parameters with statistics as after some training."""
    chance = np.random.default_rng(seed)

    def drawn(name: str, shape: tuple[int, ...]) -> Array:
        values = chance.normal(0, 0.3, shape)
        if name == "weights":
            values *= 5 / np.sqrt(np.prod(shape[1:]))
        if name in ("scales", "variance"):
            values = 1 + values**2
        return jnp.asarray(values, jnp.float32)

    return tuple(
        {name: drawn(name, shape) for name, shape in network.arrays(layer).items()}
        for layer in network.layers
    )


def files(folder: Path, side: int = 19) -> tuple[Path, Path]:
    """The cfg and the weights of the network, as files in a folder."""
    cfg, weights = folder / "value.cfg", folder / "value.weights"
    cfg.write_text(TEXT.format(side=side))
    write_weights(weights, value_network(side), trained_a_little(value_network(side)), 0)
    return cfg, weights


def drawn_owners(*lines: str) -> NDArray[np.uint8]:
    """Owners uint8 [N] of a drawn board."""
    return np.array([LETTERS[letter] for letter in "".join(lines)], np.uint8)


def game(side: int, count: int, owners: NDArray[np.uint8] | None = None, **fields: object) -> Rows:
    """A row [1] of a table of games: `count` records; the fields that are not given are unknown."""
    row = np.zeros(1, dtype(side))
    row["count"], row["newline"] = count, ord("\n")
    row["komi"] = row["margin"] = np.nan
    for name in ("winner", "ending", "rules", "origin"):
        row[name] = ord("?")
    for name, value in fields.items():
        row[name] = ord(value) if isinstance(value, str) else value
    if owners is not None:
        row["owners"] = packed(owners[None])
    return row


def table(*games: Rows) -> Rows:
    """The rows [G] of a table, one game behind the other."""
    rows = np.concatenate(games)
    rows["first"] = np.cumsum(rows["count"]) - rows["count"]
    return rows


def write_table(records: Path, rows: Rows, side: int) -> None:
    """Writes the table of games of a file of records."""
    table_of(records).write_bytes(header(side) + rows.tobytes())


def records(side: int, count: int, seed: int, players: str = "10") -> NDArray[np.uint8]:
    """Records uint8 [count, R] of random stones, each chain with a liberty; the players take turns."""
    chance = np.random.default_rng(seed)
    stones = chance.integers(-1, 2, (count, side, side)).astype(np.int8)
    # Every second line is empty, so that no chain is without a liberty.
    stones[:, ::2] = 0
    move = chance.integers(0, side // 2, (2, count)).astype(np.uint8)
    player = np.array([ord(players[number % len(players)]) for number in range(count)], np.uint8)
    unknown = np.full(count, ord("?"), np.uint8)
    return encode(Positions(stones.reshape(count, -1), 2 * move[0], move[1], player, unknown))
