"""Checkpoints: one file with everything that a training run needs to continue exactly."""

import hashlib
import json
import lzma
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import jax
import jax.numpy as jnp
import numpy as np

from darkgo.darknet.cfg import Section
from darkgo.darknet.keys import Value
from darkgo.darknet.network import NetSpec
from darkgo.data.records import SIDE
from darkgo.errors import BadInput
from darkgo.files import whole
from darkgo.train.mixture import EVEN, Mixture
from darkgo.train.step import TrainState

FILE = "checkpoint.npz"
_DAMAGE = (OSError, EOFError, BadZipFile, zlib.error, lzma.LZMAError, struct.error, MemoryError)
# Further errors of zipfile, NumPy and JSON for damaged versions, lengths or names.
_NONSENSE = (RuntimeError, ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError)


@dataclass(frozen=True)
class RunFacts:
    """The facts of a run that stay the same from its start to its end, however often it is interrupted.

    `network` identifies the layers and the `[net]` options. `positions` is the size of the training set.
    `end` is the number of the last update, `start` that of the weights the run began from. `mixture` says how
    often positions are drawn. `reinforce` says whether moves are weighted by the outcome of the game, and
    `keep_statistics` whether those of batch normalisation stay as they are.

    The rest is None in checkpoints of older versions. `by_onednn`: whether oneDNN computed the run, which
    rounds differently from XLA. `devices`: how many devices shared a batch. `records`: the `digest_of` the
    examples. `sides`: the sides of their boards.
    """

    network: str
    positions: int
    seed: int
    dtype: str
    start: int
    end: int
    mixture: Mixture = EVEN
    reinforce: bool = False
    keep_statistics: bool = False
    by_onednn: bool | None = None
    devices: int | None = None
    records: str | None = None
    sides: tuple[int, ...] = (SIDE,)


def network_identity(network: NetSpec) -> str:
    """A digest of all options that differ from their defaults. Comments and spelling do not matter.

    A key that is new in DarkGo does not change the digest of a cfg without that key.
    """
    sections = [network.net, *(layer.section for layer in network.layers)]
    text = json.dumps([[section.name, _chosen(section)] for section in sections])
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _chosen(section: Section) -> list[tuple[str, Value]]:
    return sorted(
        (key, value) for key, value in section.options.items() if value != section.keys[key].default
    )


def save_checkpoint(folder: Path, state: TrainState, facts: RunFacts, average_loss: float) -> None:
    """Writes the checkpoint, whole or not at all."""
    leaves: dict[str, Any] = {f"leaf{i}": np.asarray(leaf) for i, leaf in enumerate(jax.tree.leaves(state))}
    words = json.dumps({"facts": asdict(facts), "average_loss": average_loss})
    about = np.frombuffer(words.encode(), np.uint8)
    with whole(folder / FILE) as file:
        np.savez(file, about=about, **leaves)


def load_facts(folder: Path) -> RunFacts:
    """The facts of the run in a folder. Raises BadInput if there is no checkpoint, or it is damaged."""
    with _opened(folder / FILE) as file:
        return _facts(json.loads(file["about"].tobytes())["facts"])


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    try:
        with path.open("rb") as opened, np.load(opened) as file:
            yield file
    except FileNotFoundError:
        raise BadInput(f"{path}: found no checkpoint to resume; expected one of darkgo train") from None
    except (*_DAMAGE, *_NONSENSE) as error:
        raise BadInput(f"{path}: this checkpoint is damaged: {error or type(error).__name__}") from None


def load_checkpoint(folder: Path, like: TrainState) -> tuple[TrainState, RunFacts, float]:
    """The state, the facts of the run and its average loss. `like` is a state of the same network.

    Raises BadInput if there is no checkpoint, it is damaged, or it belongs to another network.
    """
    path = folder / FILE
    with _opened(path) as file:
        about = json.loads(file["about"].tobytes())
        leaves = [file[f"leaf{i}"] for i in range(len(file.files) - 1)]
        facts, average = _facts(about["facts"]), float(about["average_loss"])
    _check_shapes(path, leaves, like)
    state: TrainState = jax.tree.unflatten(jax.tree.structure(like), [jnp.asarray(leaf) for leaf in leaves])
    return state, facts, average


def _check_shapes(path: Path, leaves: list[np.ndarray], like: TrainState) -> None:
    expected = jax.tree.leaves_with_path(like)
    if len(leaves) != len(expected):
        found = f"found {len(leaves)} arrays, those of another network"
        raise BadInput(f"{path}: {found}; expected {len(expected)}, as this cfg has them")
    for leaf, (place, array) in zip(leaves, expected, strict=True):
        if leaf.shape != array.shape:
            found = f"found {leaf.shape} for {jax.tree_util.keystr(place)}, the shape of another network"
            raise BadInput(f"{path}: {found}; expected {array.shape}, as this cfg has it")


def _facts(content: dict[str, Any]) -> RunFacts:
    # Older checkpoints have no mixture, and call `by_onednn` `fast`.
    mixture = Mixture.of_json(content["mixture"]) if "mixture" in content else EVEN
    by_onednn = content.pop("fast", None)
    sides = tuple(content.get("sides", (SIDE,)))
    return RunFacts(**{"by_onednn": by_onednn, **content, "mixture": mixture, "sides": sides})
