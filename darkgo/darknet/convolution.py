"""Convolution, with gradients that suit the processor it runs on.

On a GPU XLA's own are used. On a CPU, XLA lowers the gradient of the kernel to a convolution whose window is
the whole board and runs it at a fraction of the machine's speed; there it is computed instead from a few
boards at a time, which stay in the cache, as one matrix product per row of the kernel. oneDNN can do the
rest, and in bfloat16 the gradient, too.
"""

from collections.abc import Callable
from functools import partial

import jax
import jax.numpy as jnp
from jax import Array, lax

from darkgo.darknet import onednn

LAYOUT = ("NHWC", "HWIO", "NHWC")
BOARDS_IN_CACHE = 4


def convolve(x: Array, kernel: Array, stride: int, padding: int, groups: int, fast: bool = False) -> Array:
    """Cross-correlation. x [B, H, W, C], kernel [size, size, C / groups, filters] -> [B, H', W', filters].

    `fast`: by oneDNN, on a CPU for which `onednn.is_right` has said yes.
    """
    if stride == 1 and groups == 1 and kernel.shape[:2] == (1, 1) and padding == 0:
        return jnp.tensordot(x, kernel[0, 0], 1, preferred_element_type=jnp.float32)
    same = stride == 1 and groups == 1 and kernel.shape[0] % 2 == 1 and padding == kernel.shape[0] // 2
    if not same:
        return _convolve(x, kernel, stride, padding, groups)
    output: Array = lax.platform_dependent(
        x,
        kernel,
        cpu=lambda x, kernel: _convolve_same(x, kernel, fast),
        default=partial(_convolve, padding=padding),
    )
    return output


def _convolve(x: Array, kernel: Array, stride: int = 1, padding: int = 0, groups: int = 1) -> Array:
    pads = ((padding, padding), (padding, padding))
    return lax.conv_general_dilated(
        x, kernel, (stride, stride), pads, dimension_numbers=LAYOUT, feature_group_count=groups
    )


@partial(jax.custom_vjp, nondiff_argnums=(2,))
def _convolve_same(x: Array, kernel: Array, fast: bool) -> Array:
    """On a CPU, with stride 1 and an output as large as the input."""
    padding = kernel.shape[0] // 2
    return onednn.convolve(x, kernel, padding) if fast else _convolve(x, kernel, padding=padding)


def _forward(x: Array, kernel: Array, fast: bool) -> tuple[Array, tuple[Array, Array]]:
    return _convolve_same(x, kernel, fast), (x, kernel)


def _backward(fast: bool, saved: tuple[Array, Array], gradient: Array) -> tuple[Array, Array]:
    x, kernel = saved
    turned = jnp.flip(kernel, (0, 1)).swapaxes(2, 3)
    into_kernel = _kernel_gradient_of(x.dtype, fast)(x, gradient, kernel.shape[0])
    return _convolve_same(gradient, turned, fast), into_kernel.astype(kernel.dtype)


def _kernel_gradient_of(dtype: jax.typing.DTypeLike, fast: bool) -> Callable[[Array, Array, int], Array]:
    # In float32 the product of small parts, which stay in the cache, is faster than oneDNN's of all.
    return onednn.kernel_gradient if fast and dtype == jnp.bfloat16 else kernel_gradient


_convolve_same.defvjp(_forward, _backward)


def kernel_gradient(x: Array, gradient: Array, size: int) -> Array:
    """Gradient of a stride-1, size-preserving convolution with respect to its kernel, summed in float32.

    x [B, H, W, C], gradient of the output [B, H, W, filters], size odd -> [size, size, C, filters].
    """
    boards, height, width, channels = x.shape
    filters = gradient.shape[-1]
    group = max(g for g in range(1, BOARDS_IN_CACHE + 1) if boards % g == 0)
    half = size // 2

    def add(total: Array, part: tuple[Array, Array]) -> tuple[Array, None]:
        some, errors = part
        padded = jnp.pad(some, ((0, 0), (half, half), (half, half), (0, 0)))
        across = errors.reshape(-1, filters).T

        def row(i: int) -> Array:
            shifted = [padded[:, i : i + height, j : j + width].reshape(-1, channels) for j in range(size)]
            return jnp.dot(across, jnp.concatenate(shifted, axis=1), preferred_element_type=jnp.float32)

        return total + jnp.stack([row(i) for i in range(size)]), None

    def grouped(a: Array) -> Array:
        return a.reshape(boards // group, group, *a.shape[1:])

    start = jnp.zeros((size, filters, size * channels), jnp.float32)
    total, _ = lax.scan(add, start, (grouped(x), grouped(gradient)))
    return total.reshape(size, filters, size, channels).transpose(0, 2, 3, 1)
