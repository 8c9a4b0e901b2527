"""Weights for a network with heads, from those of a network without them."""

import jax
import jax.numpy as jnp
import numpy as np

from darkgo.darknet.network import forward
from darkgo.model.heads import LEAST_SPREAD, answer
from darkgo.model.network import check_go, network_from_text
from data_tools.add_heads import grown
from tests.value_heads import NET, POLICY, TRUNK, trained_a_little, value_network

SIDE = 9
BARE = TRUNK.removeprefix("[liberties]\n").removesuffix("[gpool]\n")


def test_the_policy_stays_and_nobody_is_ahead() -> None:
    old = check_go(network_from_text((NET + BARE + POLICY).format(side=SIDE)))
    given, new = trained_a_little(old), value_network(SIDE)
    x = jax.random.randint(jax.random.PRNGKey(1), (4, SIDE, SIDE, 1), -1, 2).astype(jnp.float32)
    expected = jax.jit(lambda given: answer(old, forward(old, given, x)[0]))(given)
    found = jax.jit(lambda given: answer(new, forward(new, given, x)[0]))(grown(old, given, new))
    assert np.asarray(expected.policy).std() > 1e-3
    np.testing.assert_allclose(found.policy, expected.policy, rtol=1e-5)
    assert found.ownership is not None
    assert not np.asarray(found.ownership).any()
    assert found.outcome is not None
    np.testing.assert_allclose(found.outcome, 4 * [[0, LEAST_SPREAD + np.log(2)]], rtol=1e-6)
