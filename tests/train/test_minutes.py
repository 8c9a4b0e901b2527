"""How many updates fit into the time that a run is given."""

import jax.numpy as jnp
import pytest

from darkgo.train import calls
from darkgo.train.calls import MOST_UPDATES, TOGETHER, Advance, updates_within
from darkgo.train.losses import Loss, Losses
from darkgo.train.step import StepResult, TrainState

UPLOADING, COMPILING = 30.0, 20.0  # seconds


@pytest.mark.parametrize(("update", "left"), [(0.01, 448), (1.0, 488)])
def test_compiling_counts_twice(update: float, left: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it is measured, and again in the run that follows; with fast updates there are two programs."""
    now = 0.0
    compiled: set[bool] = set()

    def prepared() -> Advance:
        nonlocal now
        now += UPLOADING
        return advance

    def advance(state: TrainState, count: int) -> tuple[TrainState, StepResult]:
        nonlocal now
        assert 1 <= count <= MOST_UPDATES
        now += count * update + COMPILING * ((count >= TOGETHER) not in compiled)
        compiled.add(count >= TOGETHER)
        zeros = jnp.zeros(count)
        return state, StepResult(Losses(Loss(zeros, zeros), zeros, {}), zeros)

    monkeypatch.setattr(calls.time, "monotonic", lambda: now)
    count = updates_within(600, 10, prepared, TrainState((), (), jnp.zeros(())))
    # 600 seconds without preparing twice, and without some 10 for measuring.
    assert count == pytest.approx(left / update, rel=0.02)
