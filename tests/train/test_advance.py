"""What an update makes of the records it is given."""

import jax.numpy as jnp
import numpy as np
import pytest

from darkgo.darknet.network import initial_parameters, load_network
from darkgo.data.records import decode
from darkgo.train.advance import make_advance
from darkgo.train.examples import Examples
from darkgo.train.losses import Loss, Losses
from darkgo.train.moves import MoveBatch
from darkgo.train.step import StepResult, TrainState, initial_state


@pytest.mark.parametrize("reinforce", [True, False])
def test_moves_of_its_own_are_seen_as_when_they_were_drawn(goldens, reinforce: bool) -> None:
    """A network looks at a turned board in another way: there it would have drawn other moves."""
    network = load_network(goldens / "go-mini.cfg")
    raw = np.frombuffer((goldens / "records.96").read_bytes(), np.uint8).reshape(-1, 96)
    known = jnp.asarray(decode(raw).stones)

    def look(state: TrainState, examples: MoveBatch) -> tuple[TrainState, StepResult]:
        """Instead of learning, says which share of the boards is as in the records, and which has weights."""
        stones, weight = examples.stones, examples.weight
        same = jnp.any(jnp.all(stones[:, None] == known, axis=-1), axis=-1)
        counted = jnp.zeros(()) if weight is None else jnp.mean(jnp.abs(weight))
        assert examples.game_targets is None
        losses = Losses(Loss(jnp.mean(same), jnp.ones(())), counted, {})
        return state._replace(updates=state.updates + 1), StepResult(losses, jnp.ones(()))

    advance = make_advance(network, look, [Examples.of(raw)], 0, reinforce=reinforce)
    _, seen = advance(initial_state(network, initial_parameters(network, 0)), 50)
    assert (seen.loss.min() == 1) == reinforce
    assert (seen.accuracy.min() == 1) == reinforce
