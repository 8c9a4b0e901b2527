"""The gradient of batch normalisation, worked out by hand, beside JAX's own."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import Array

from darkgo.darknet.normalize import batch_statistics, normalize, normalize_batch


@pytest.mark.parametrize("shape", [(4, 5, 5, 3), (2, 1, 1, 6), (7, 2)])
def test_the_gradient_is_that_of_the_formula(shape: tuple[int, ...]) -> None:
    keys = jax.random.split(jax.random.PRNGKey(1), 4)
    x = 2 + 3 * jax.random.normal(keys[0], shape)
    scales, biases = jax.random.normal(keys[1], (2, shape[-1]))
    errors = jax.random.normal(keys[2], shape)

    def plain(x: Array, scales: Array, biases: Array) -> Array:
        return normalize(x, batch_statistics(x), scales, biases)

    expected, reference = jax.vjp(plain, x, scales, biases)
    found, back = jax.vjp(lambda *given: normalize_batch(*given)[0], x, scales, biases)
    np.testing.assert_array_equal(found, expected)
    for ours, theirs in zip(back(errors), reference(errors), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-5)


def test_a_constant_channel_has_a_finite_gradient() -> None:
    def loss(x: Array) -> Array:
        return jnp.sum(normalize_batch(x, jnp.ones(2), jnp.zeros(2))[0] ** 2)

    assert bool(jnp.isfinite(jax.grad(loss)(jnp.zeros((4, 3, 3, 2)))).all())


def test_the_gradient_has_the_type_of_what_came_in() -> None:
    x = jnp.ones((2, 3, 3, 2), jnp.bfloat16)
    output, back = jax.vjp(lambda x: normalize_batch(x, jnp.ones(2), jnp.zeros(2))[0], x)
    assert output.dtype == jnp.float32
    assert back(output)[0].dtype == jnp.bfloat16
