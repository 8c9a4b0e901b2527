"""Convolutions and their gradients by oneDNN, which jaxlib contains for x86 processors.

On many processors it is faster than XLA in float32. On processors with instructions for bfloat16 it is
several times faster. It is called by a custom call of XLA that has no public function. Its name and settings
may change with jaxlib, and a wrong call ends the process. So it is tried in a separate process first. Use
these functions only if `is_right` returns True.
"""

import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import cache, partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax

PATIENCE = 600.0
"""The time limit of the trial in seconds. On an idle machine it takes five."""
FASTER, RIGHT = 0, 3
"""Exit statuses of the trial: correct and faster than XLA, or correct only. Any other means that oneDNN
cannot be used."""
TRIALS = 8
_ROUNDING = {"bfloat16": 2**-7, "float32": 2**-17}
"""The largest error that is allowed in a sum, relative to the largest sum."""


ACTIVATIONS: Mapping[str, tuple[str, ...]] = {
    "linear": (),
    "relu": ("RELU",),
    "tanh": ("TANH",),
    "logistic": ("SIGMOID",),
    "elu": ("ELU",),
}
"""The activations that a convolution can apply to its sums, by the names that XLA has for them."""


def convolve(
    x: Array,
    kernel: Array,
    padding: int,
    biases: Array | None = None,
    added: Array | None = None,
    activation: str = "linear",
) -> Array:
    """Cross-correlation with stride 1, summed in float32, then `biases` [filters] and `added` [B, H', W',
    filters] are added, then the activation, one of ACTIVATIONS, is applied.

    x [B, H, W, C] and kernel [h, w, C, filters] are both float32 or both bfloat16; so is the result
    [B, H', W', filters], where H' = H + 2 padding - h + 1.
    """
    boards, rows, columns, _ = x.shape
    sides = (side + 2 * padding - size + 1 for side, size in zip((rows, columns), kernel.shape, strict=False))
    fused = [("BIAS", biases), ("BINARY_ADD", added)]
    given = [(name, array) for name, array in fused if array is not None]
    call = jax.ffi.ffi_call(
        "__onednn$convolution",
        jax.ShapeDtypeStruct((boards, *sides, kernel.shape[3]), x.dtype),
        custom_call_api_version=2,
        legacy_backend_config=_settings(
            kernel.shape[:2], padding, [*(name for name, _ in given), *ACTIVATIONS[activation]]
        ),
    )
    found: Array = call(x, kernel, *(array for _, array in given))
    return found


def kernel_gradient(x: Array, gradient: Array, size: int) -> Array:
    """Gradient of a size-preserving convolution with respect to its kernel, from bfloat16, in float32.

    x [B, H, W, C], gradient of the output [B, H, W, filters], size odd -> [size, size, C, filters]. For row i
    and column j of the kernel it sums x moved by j columns times the gradient moved by i rows; one product of
    matrices does so for all i and j.
    """
    channels, filters = x.shape[3], gradient.shape[3]
    moved_x = _moved(x, axis=2, size=size).reshape(-1, size * channels)
    moved_gradient = _moved(gradient, axis=1, size=size).reshape(-1, size * filters)
    call = jax.ffi.ffi_call(
        "__onednn$matmul",
        jax.ShapeDtypeStruct((size * channels, size * filters), jnp.float32),
        custom_call_api_version=2,
        legacy_backend_config=json.dumps({"onednn_matmul_config": {"transpose_a": True}}),
    )
    found: Array = call(moved_x, moved_gradient)
    # To move the gradient up is to move x down.
    return found.reshape(size, channels, size, filters)[:, :, ::-1].transpose(2, 0, 1, 3)


def _moved(a: Array, axis: int, size: int) -> Array:
    """a [B, H, W, C] moved by -size // 2 to size // 2 along an axis, zeros coming in: [B, H, W, size, C]."""
    half, side = size // 2, a.shape[axis]
    # XLA moves bfloat16 about as float32 on a CPU, but integers as they are.
    bits = lax.bitcast_convert_type(a, jnp.uint16)
    padded = jnp.pad(bits, [(half, half) if i == axis else (0, 0) for i in range(4)])
    moved = jnp.stack([lax.slice_in_dim(padded, i, i + side, axis=axis) for i in range(size)], axis=3)
    return lax.bitcast_convert_type(moved, a.dtype)


def _settings(size: tuple[int, ...], padding: int, fused: list[str]) -> str:
    """XLA's OneDnnConvolutionConfig as JSON."""
    boards = {"data": {"batch_dim": 0, "feature_dim": 3, "spatial_dims": [1, 2]}}
    kernel = {"filter": {"input_feature_dim": 2, "output_feature_dim": 3, "spatial_dims": [0, 1]}}
    window = {
        "size": size,
        "pad_left": [padding, padding],
        "pad_right": [padding, padding],
        "strides": [1, 1],
        "window_dilations": [1, 1],
    }
    config = {"dims": 4, "feature_groups": 1, "input": boards, "output": boards}
    config |= {"kernel": kernel, "window": window, "fusions": {"ops": fused}}
    return json.dumps({"onednn_conv_config": config})


def chosen_dtype(asked: str) -> str:
    """The numbers to compute with: for "auto" bfloat16 where it is faster, else float32."""
    if asked != "auto":
        return asked
    return "bfloat16" if jax.default_backend() != "cpu" or is_faster("bfloat16") else "float32"


def is_faster(dtype: jax.typing.DTypeLike) -> bool:
    """Whether oneDNN is correct on this machine, and faster than XLA in float32. On a busy machine the next
    answer may differ. If the environment has DARKGO_ONEDNN=off, the answer is always False."""
    return os.environ.get("DARKGO_ONEDNN") != "off" and _tried(jnp.dtype(dtype).name) == FASTER


def is_right(dtype: jax.typing.DTypeLike) -> bool:
    """Whether oneDNN is correct on this machine, fast or not. For runs that began with oneDNN."""
    return _tried(jnp.dtype(dtype).name) in (FASTER, RIGHT)


@cache
def _tried(dtype: str) -> int | None:
    """The exit status of the trial, which runs once, in a separate process, for some seconds. None if there
    was no trial, or if it did not end in time."""
    if jax.default_backend() != "cpu" or dtype not in _ROUNDING:
        return None
    trial = [sys.executable, "-m", __name__, dtype]
    try:
        # An accelerator that cannot be used is of no concern here.
        given = {**os.environ, "JAX_PLATFORMS": "cpu"}
        return subprocess.run(trial, env=given, capture_output=True, timeout=PATIENCE, check=False).returncode
    except (OSError, subprocess.TimeoutExpired):
        return None


def _by_xla(x: Array, kernel: Array) -> Array:
    layout = ("NHWC", "HWIO", "NHWC")
    return lax.conv_general_dilated(x, kernel, (1, 1), "SAME", dimension_numbers=layout)


def _race(*functions: Callable[[], Array]) -> list[float]:
    """The best time of each function in seconds. They are called in turns, because the machine may be
    busy."""
    best = [math.inf] * len(functions)
    for _ in range(TRIALS):
        for i, function in enumerate(functions):
            began = time.perf_counter()
            function().block_until_ready()
            best[i] = min(best[i], time.perf_counter() - began)
    return best


def _trial(dtype: str) -> int:
    """The exit status of the trial. A layer of 64 filters, and in bfloat16 its gradient, must be correct. It
    is compared with XLA in float32."""
    random = np.random.default_rng(0)
    x = jnp.asarray(random.normal(size=(16, 19, 19, 64)), dtype)
    kernel = jnp.asarray(random.normal(size=(3, 3, 64, 64)) / 24, dtype)
    wide = x.astype(jnp.float32), kernel.astype(jnp.float32)
    ours = partial(jax.jit(convolve, static_argnums=2), x, kernel, 1)
    theirs = partial(jax.jit(_by_xla), *wide)
    found, expected = ours(), theirs()
    is_right = _near(found, expected, dtype)
    if dtype == "bfloat16":
        _, back = jax.vjp(partial(_by_xla, wide[0]), wide[1])
        gradient = kernel_gradient(x, found, 3)
        is_right = is_right and _near(gradient, back(found.astype(jnp.float32))[0], dtype)
    if not is_right:
        return 1
    our_time, their_time = _race(ours, theirs)
    return FASTER if our_time < their_time else RIGHT


def _near(found: Array, expected: Array, dtype: str) -> bool:
    """Whether two arrays are equal up to the rounding of the number format."""
    a, b = np.asarray(found, np.float32), np.asarray(expected, np.float32)
    return bool(np.abs(a - b).max() <= _ROUNDING[dtype] * np.abs(b).max())


if __name__ == "__main__":
    sys.exit(_trial(sys.argv[1]))
