"""The gradient of batch normalisation, worked out by hand, beside JAX's own."""

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import Array

from darkgo.darknet.normalize import batch_statistics, normalize, normalize_batch


@pytest.mark.parametrize("shape", [(4, 5, 5, 3), (2, 1, 1, 6), (7, 2)])
def test_the_gradient_is_that_of_the_formula(shape: tuple[int, ...]) -> None:
    random = np.random.default_rng(1)
    x = random.normal(2, 3, shape).astype(np.float32)
    scales, biases = random.normal(size=(2, shape[-1])).astype(np.float32)
    errors = random.normal(size=shape).astype(np.float32)

    def plain(x: Array, scales: Array, biases: Array) -> Array:
        return normalize(x, batch_statistics(x), scales, biases)

    def with_gradients(function: Callable[..., Array]) -> tuple[Array, ...]:
        @jax.jit
        def all_of_them(*given: Array) -> tuple[Array, ...]:
            output, back = jax.vjp(function, *given)
            return output, *back(errors)

        return all_of_them(x, scales, biases)

    expected, *reference = with_gradients(plain)
    found, *gradients = with_gradients(lambda *given: normalize_batch(*given)[0])
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-6)
    for ours, theirs in zip(gradients, reference, strict=True):
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
