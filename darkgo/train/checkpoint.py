"""Checkpoints: all that a training run needs to go on as if it had never stopped, in one file."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import jax
import numpy as np

from darkgo.errors import BadInput
from darkgo.files import whole
from darkgo.net.cfg import KEYS, Section, Value
from darkgo.net.network import NetSpec
from darkgo.train.mixture import EVEN, Mixture
from darkgo.train.step import TrainState

FILE = "checkpoint.npz"


@dataclass(frozen=True)
class RunFacts:
    """What stays the same from the start of a run to its end, however often it is interrupted.

    `network` identifies layers and `[net]` options, `positions` the size of the training set, `end` is the
    number of the last update, `start` that of the weights it began from. `mixture` says how often which
    positions are drawn, and `reinforce` whether their moves count by the outcome of the game. `fast`: whether
    oneDNN computed the last part of the run, which rounds otherwise than XLA; None if that was not kept.
    """

    network: str
    positions: int
    seed: int
    dtype: str
    start: int
    end: int
    mixture: Mixture = EVEN
    reinforce: bool = False
    fast: bool | None = None


def network_identity(network: NetSpec) -> str:
    """A digest of the options of all sections that are not the default; comments and spelling do not matter.

    So a key that is new to DarkGo changes no digest where it is not used.
    """
    sections = [network.net, *(layer.section for layer in network.layers)]
    text = json.dumps([[section.name, _chosen(section)] for section in sections])
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _chosen(section: Section) -> list[tuple[str, Value]]:
    return sorted((key, value) for key, value in section.options.items() if value != KEYS[section.name][key])


def save_checkpoint(folder: Path, state: TrainState, facts: RunFacts, average_loss: float) -> None:
    """Writes the checkpoint, whole or not at all."""
    leaves: dict[str, Any] = {f"leaf{i}": np.asarray(leaf) for i, leaf in enumerate(jax.tree.leaves(state))}
    words = json.dumps({"facts": asdict(facts), "average_loss": average_loss})
    about = np.frombuffer(words.encode(), np.uint8)
    with whole(folder / FILE) as file:
        np.savez(file, about=about, **leaves)


def load_checkpoint(folder: Path, like: TrainState) -> tuple[TrainState, RunFacts, float]:
    """The state, the facts of the run and its average loss. `like` is a state of the same network.

    Raises BadInput if there is no checkpoint, it is damaged, or it belongs to another network.
    """
    path = folder / FILE
    try:
        with path.open("rb") as opened, np.load(opened) as file:
            about = json.loads(file["about"].tobytes())
            leaves = [file[f"leaf{i}"] for i in range(len(file.files) - 1)]
        facts, average = _facts(about["facts"]), float(about["average_loss"])
    except FileNotFoundError:
        raise BadInput(f"{path}: found no checkpoint to resume; expected one of darkgo train") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, BadZipFile) as error:
        raise BadInput(f"{path}: this checkpoint is damaged: {error}") from None
    expected, structure = jax.tree.flatten(like)
    if [leaf.shape for leaf in leaves] != [leaf.shape for leaf in expected]:
        raise BadInput(f"{path}: found {len(leaves)} arrays of another network; expected those of this cfg")
    state: TrainState = jax.tree.unflatten(structure, [jax.numpy.asarray(leaf) for leaf in leaves])
    return state, facts, average


def _facts(content: dict[str, Any]) -> RunFacts:
    # Runs that began before there were mixtures have none.
    mixture = Mixture.of_json(content["mixture"]) if "mixture" in content else EVEN
    return RunFacts(**{**content, "mixture": mixture})
