"""What a training run needs of the examples that it learns from."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import jax

from darkgo.darknet.network import NetParameters, NetSpec
from darkgo.train.calls import Advance
from darkgo.train.objective import Objective
from darkgo.train.step import UpdateFunction

Validated = Callable[[NetParameters, int], Mapping[str, Any]]
"""(parameters, how many examples at most) -> columns of the metrics, such as valid_top1; none without
validation examples."""


class TrainingSet(Protocol):
    """The examples of a run: position records, or pictures."""

    @property
    def network(self) -> NetSpec:
        """The network of the run's cfg, which fits the examples."""

    @property
    def objective(self) -> Objective:
        """What the network learns from them."""

    @property
    def unit(self) -> str:
        """What an example is called in messages, in the plural."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """The fields of `darkgo.train.checkpoint.RunFacts` that belong to these examples."""

    def __len__(self) -> int:
        """How many examples there are to learn from."""

    def digest(self) -> str:
        """A digest that recognises other examples."""

    def resident_bytes(self) -> int:
        """The bytes of an accelerator's memory that the examples take; 0 if they stay in their files."""

    def advance(self, network: NetSpec, step: UpdateFunction, seed: int) -> Advance:
        """The updates of a run. The examples of an update depend only on the seed and its number."""

    def keep_beside(self, weights: Path) -> None:
        """Writes what belongs to the weights of the run, beside them. Raises BadInput if it cannot."""

    def validator(self, network: NetSpec, dtype: jax.typing.DTypeLike, by_onednn: bool) -> Validated:
        """Measures parameters on the validation examples."""
