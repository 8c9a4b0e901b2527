"""The mean losses of several updates."""

import numpy as np

from darkgo.train.losses import VALUE_LOSSES, Losses


class MeanLosses:
    """Adds up the losses of updates."""

    def __init__(self) -> None:
        self.updates = 0
        self._hits = 0.0
        self._totals: dict[str, float] = {}
        self._known: dict[str, float] = {}

    def add(self, losses: Losses) -> None:
        """Adds the losses of some updates, each array [updates]."""
        self.updates += len(losses.hits)
        self._hits += float(np.sum(losses.hits))
        for name, loss in {"loss": losses.move, **losses.of_value}.items():
            self._totals[name] = self._totals.get(name, 0.0) + float(np.sum(loss.batch_mean))
            self._known[name] = self._known.get(name, 0.0) + float(np.sum(loss.known))

    def mean(self, name: str) -> float | None:
        """The mean of a loss where its target is known; None if it never is. "loss" is that of the moves."""
        known = self._known.get(name, 0.0)
        return self._totals[name] / known if known else None

    @property
    def accuracy(self) -> float:
        """The share of the learnt moves that were the network's first choice."""
        known = self._known.get("loss", 0.0)
        return self._hits / known if known else 0.0

    @property
    def of_value(self) -> dict[str, float | None]:
        """The mean losses of the value heads, by name."""
        return {name: self.mean(name) for name in VALUE_LOSSES}
