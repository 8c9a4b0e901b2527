"""The highest number of operations a second that this machine reaches in a product of matrices."""

from dataclasses import dataclass
from functools import partial

import jax
import jax.numpy as jnp
from jax import Array

from darkgo.bench.timing import Call, best_times
from darkgo.darknet import onednn
from darkgo.darknet.ways import ONEDNN, XLA

LONG = 20.0
"""Milliseconds. The matrices grow until a product takes so long."""
SIDES = (512, 1024, 2048, 4096, 8192, 16384)


@dataclass(frozen=True)
class Product:
    """A product of two matrices, to be timed in turns with a network."""

    call: Call
    operations: int
    """A multiply-add counted as two."""
    milliseconds: float
    """The best so far."""

    @property
    def gflops(self) -> float:
        """Thousand million operations a second."""
        return self.operations / self.milliseconds / 1e6


def fastest_product(dtype: str, usable: tuple[str, ...], longest: float = float("inf")) -> Product:
    """The product with the most operations a second, of the usable ways and of some sizes. Each size is timed
    for about `longest` seconds at most."""
    best: list[Product] = []
    for side in SIDES:
        calls = _products(side, dtype, ONEDNN in usable)
        times = best_times(calls, longest=longest)
        best += [Product(call, 2 * side**3, times[way]) for way, call in calls.items()]
        if min(times.values()) >= LONG:
            break
    return max(best, key=lambda product: product.gflops)


def _products(side: int, dtype: str, by_onednn: bool) -> dict[str, Call]:
    a, b = (jax.random.normal(jax.random.PRNGKey(seed), (side, side), dtype) for seed in (0, 1))
    calls: dict[str, Call] = {XLA: partial(_product, jax.jit(jnp.matmul), a, b)}
    if by_onednn:
        calls[ONEDNN] = partial(_product, jax.jit(_by_onednn), a, b)
    return calls


def _product(function: jax.stages.Wrapped, a: Array, b: Array) -> Array:
    found: Array = function(a, b).block_until_ready()
    return found


def _by_onednn(a: Array, b: Array) -> Array:
    """The product as a convolution with a kernel of 1 x 1, which the trial of the ways has tried."""
    return onednn.convolve(a.reshape(1, 32, -1, a.shape[1]), b[None, None], 0)
