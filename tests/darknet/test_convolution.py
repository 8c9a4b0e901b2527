"""Convolution and its gradients: the CPU's own way against XLA's."""

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import Array, lax
from jax.typing import ArrayLike

from darkgo.darknet.activations import ACTIVATIONS
from darkgo.darknet.convolution import convolve


def by_xla(x: Array, kernel: Array, padding: int) -> Array:
    """Cross-correlation with stride 1, and gradients as XLA has them."""
    sides = [(padding, padding)] * 2
    return lax.conv_general_dilated(x, kernel, (1, 1), sides, dimension_numbers=("NHWC", "HWIO", "NHWC"))


def drawn(
    boards: int, side: int, size: int, channels: int, filters: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A batch, a kernel, and the gradient of what the kernel makes of the batch."""
    random = np.random.default_rng(0)
    shapes = (boards, side, side, channels), (size, size, channels, filters), (boards, side, side, filters)
    x, kernel, errors = (random.normal(size=shape).astype(np.float32) for shape in shapes)
    return x, kernel, errors


def with_gradients(
    convolution: Callable[[Array, Array], Array], x: ArrayLike, kernel: ArrayLike, errors: ArrayLike
) -> tuple[Array, Array, Array]:
    """What the kernel makes of x, and the gradients of both."""

    @jax.jit
    def all_three(x: Array, kernel: Array, errors: Array) -> tuple[Array, Array, Array]:
        output, back = jax.vjp(convolution, x, kernel)
        return output, *back(errors)

    return all_three(x, kernel, errors)


@pytest.mark.parametrize(
    ("boards", "size", "channels", "filters"), [(1, 3, 1, 4), (6, 5, 3, 2), (8, 3, 4, 4)]
)
def test_gradients_equal_those_of_xla(boards: int, size: int, channels: int, filters: int) -> None:
    given = drawn(boards, 7, size, channels, filters)
    ours, *gradients = with_gradients(lambda x, k: convolve(x, k, 1, size // 2, 1), *given)
    theirs, *reference = with_gradients(lambda x, k: by_xla(x, k, size // 2), *given)
    np.testing.assert_array_equal(ours, theirs)
    for found, expected in zip(gradients, reference, strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)


def test_gradients_in_bfloat16_keep_their_types() -> None:
    x, kernel = jnp.ones((2, 5, 5, 2), jnp.bfloat16), jnp.ones((3, 3, 2, 2), jnp.bfloat16)
    output, back = jax.vjp(lambda x, k: convolve(x, k, 1, 1, 1), x, kernel)
    assert [a.dtype for a in back(output)] == [jnp.bfloat16, jnp.bfloat16]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        # at -5, -1, -0.5, 0, 0.5, 1, 2.5, 5
        ("logistic", [0.0067, 0.2689, 0.3775, 0.5, 0.6225, 0.7311, 0.9241, 0.9933]),
        ("loggy", [-0.9866, -0.4621, -0.2449, 0, 0.2449, 0.4621, 0.8483, 0.9866]),
        ("relu", [0, 0, 0, 0, 0.5, 1, 2.5, 5]),
        ("elu", [-0.9933, -0.6321, -0.3935, 0, 0.5, 1, 2.5, 5]),
        ("selu", [-1.7463, -1.1113, -0.6918, 0, 0.5254, 1.0507, 2.6268, 5.2535]),
        ("relie", [-0.05, -0.01, -0.005, 0, 0.5, 1, 2.5, 5]),
        ("leaky", [-0.5, -0.1, -0.05, 0, 0.5, 1, 2.5, 5]),
        ("ramp", [-0.5, -0.1, -0.05, 0, 0.55, 1.1, 2.75, 5.5]),
        ("linear", [-5, -1, -0.5, 0, 0.5, 1, 2.5, 5]),
        ("tanh", [-0.9999, -0.7616, -0.4621, 0, 0.4621, 0.7616, 0.9866, 0.9999]),
        ("plse", [-0.01, 0.375, 0.4375, 0.5, 0.5625, 0.625, 0.8125, 1.01]),
        ("hardtan", [-1, -1, -0.5, 0, 0.5, 1, 1, 1]),
        ("lhtan", [-0.005, -0.001, -0.0005, 0, 0.5, 1, 1.0015, 1.004]),
        ("stair", [-3, -1, -0.5, 0, 0, 0, 1, 2]),
    ],
)
def test_activations(name: str, values: list[float]) -> None:
    points = jnp.array([-5, -1, -0.5, 0, 0.5, 1, 2.5, 5])
    np.testing.assert_allclose(ACTIVATIONS[name](points), values, atol=1e-4)


def test_every_activation_of_the_original_is_in_the_table() -> None:
    names = "logistic loggy relu elu selu relie plse hardtan lhtan linear ramp leaky tanh stair"
    assert set(ACTIVATIONS) == set(names.split())
