"""The objective of training: a loss of the network's outputs at a batch of examples. Updates make it
smaller."""

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from jax import Array

from darkgo.darknet.layer import Mode
from darkgo.darknet.network import NetParameters, NetSpec
from darkgo.train.losses import Losses


class LossOf(Protocol):
    """Computes the weighted sum of the losses at a batch of examples, the parameters with the rolling
    statistics after the batch, and the losses."""

    def __call__(
        self, parameters: NetParameters, examples: Any, mode: Mode
    ) -> tuple[Array, NetParameters, Losses]: ...


class Objective(NamedTuple):
    """What a network learns: the moves of positions, or the classes of pictures."""

    loss: Callable[[NetSpec], LossOf]
    """The loss function of a network."""
    batch: Callable[[NetSpec], Any]
    """The examples of a batch as `jax.ShapeDtypeStruct`, to compile an update without data."""
