"""Shapes, refusals of networks that do not fit, other board sizes, the layer table."""

from functools import partial
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from darkgo.darknet.layer import Mode
from darkgo.darknet.layers import LAYERS
from darkgo.darknet.network import (
    apply,
    forward,
    initial_parameters,
    join_statistics,
    load_network,
    network_from_text,
    resized,
    split_statistics,
)
from darkgo.darknet.table import operations, table, weights_bytes
from darkgo.darknet.weights import read_weights
from darkgo.errors import BadInput

CFG = Path(__file__).parents[2] / "cfg"
NET = "[net]\nheight=4\nwidth=4\nchannels=1\n"
CONV = "[convolutional]\nsize=3\npad=1\nactivation=relu\n"

TINY_TABLE = """\
layer     filters    size              input                output
    0 conv     16  3 x 3 / 1   224 x 224 x   3   ->   224 x 224 x  16
    1 max          2 x 2 / 2   224 x 224 x  16   ->   112 x 112 x  16
    2 conv     32  3 x 3 / 1   112 x 112 x  16   ->   112 x 112 x  32
    3 max          2 x 2 / 2   112 x 112 x  32   ->    56 x  56 x  32
    4 conv     16  1 x 1 / 1    56 x  56 x  32   ->    56 x  56 x  16
    5 conv    128  3 x 3 / 1    56 x  56 x  16   ->    56 x  56 x 128
    6 conv     16  1 x 1 / 1    56 x  56 x 128   ->    56 x  56 x  16
    7 conv    128  3 x 3 / 1    56 x  56 x  16   ->    56 x  56 x 128
    8 max          2 x 2 / 2    56 x  56 x 128   ->    28 x  28 x 128
    9 conv     32  1 x 1 / 1    28 x  28 x 128   ->    28 x  28 x  32
   10 conv    256  3 x 3 / 1    28 x  28 x  32   ->    28 x  28 x 256
   11 conv     32  1 x 1 / 1    28 x  28 x 256   ->    28 x  28 x  32
   12 conv    256  3 x 3 / 1    28 x  28 x  32   ->    28 x  28 x 256
   13 max          2 x 2 / 2    28 x  28 x 256   ->    14 x  14 x 256
   14 conv     64  1 x 1 / 1    14 x  14 x 256   ->    14 x  14 x  64
   15 conv    512  3 x 3 / 1    14 x  14 x  64   ->    14 x  14 x 512
   16 conv     64  1 x 1 / 1    14 x  14 x 512   ->    14 x  14 x  64
   17 conv    512  3 x 3 / 1    14 x  14 x  64   ->    14 x  14 x 512
   18 conv    128  1 x 1 / 1    14 x  14 x 512   ->    14 x  14 x 128
   19 conv   1000  1 x 1 / 1    14 x  14 x 128   ->    14 x  14 x1000
   20 avg                       14 x  14 x1000   ->  1000
   21 softmax                                        1000
   22 cost                                           1000
"""
"""Of the documents about darknet."""


@pytest.mark.parametrize(
    ("name", "count", "size"),
    [
        ("go.cfg", 5_112_083_456, 28_375_064),
        ("go.test.cfg", 5_112_083_456, 28_375_064),
        ("tiny.cfg", 983_048_192, 4_185_972),
        ("alexnet.cfg", 2_270_512_192, 249_513_396),
    ],
)
def test_operations_and_bytes(name: str, count: int, size: int) -> None:
    network = load_network(CFG / name)
    assert operations(network) == count
    assert weights_bytes(network) == size


def test_table_has_the_columns_of_the_original() -> None:
    lines = [*table(load_network(CFG / "tiny.cfg"))]
    assert lines[:24] == TINY_TABLE.splitlines()
    text = "\n".join(lines[24:])
    assert "operations 0.98 Bn" in text
    assert "weights    4.0 MB" in text


@pytest.mark.parametrize(
    ("layer", "line", "found"),
    [
        ("[convolutional]\nactivation=swish\n", 6, "activation=swish"),
        ("[convolutional]\ngroups=2\n", 6, "groups=2"),
        ("[convolutional]\nsize=9\n", 6, "size=9"),
        ("[shortcut]\nfrom=0\n", 6, "from=0"),
        ("[shortcut]\nfrom=-2\n", 6, "from=-2"),
        ("[route]\nlayers=0.5\n", 6, "layers=0.5"),
        ("[softmax]\ngroups=3\n", 6, "groups=3"),
        ("[reorg]\nstride=3\n", 6, "stride=3"),
        ("[crop]\ncrop_height=9\ncrop_width=2\n", 5, "9 x 2"),
        ("[net]\n", 5, "in the middle"),
    ],
)
def test_layers_that_do_not_fit(layer: str, line: int, found: str) -> None:
    with pytest.raises(BadInput) as error:
        network_from_text(NET + layer, "x.cfg")
    assert str(error.value).startswith(f"x.cfg:{line}:")
    assert found in str(error.value)


def test_routes_of_unequal_sides_are_refused() -> None:
    with pytest.raises(BadInput, match="4 x 4, 2 x 2"):
        network_from_text(NET + CONV + "[maxpool]\nsize=2\nstride=2\n[route]\nlayers=0,1\n", "x.cfg")


def test_no_layer_and_no_input() -> None:
    with pytest.raises(BadInput, match="no layer"):
        network_from_text(NET)
    with pytest.raises(BadInput, match="or inputs"):
        network_from_text("[net]\nheight=3\n[softmax]\n")


@pytest.mark.parametrize("size", [2, 9, 13, 25])
def test_convolutional_networks_read_any_board(goldens: Path, size: int) -> None:
    network = resized(load_network(goldens / "go-mini.cfg"), size)
    parameters, _ = read_weights(goldens / "go-mini.initial.weights", network)
    found = jax.jit(partial(apply, network))(parameters, jnp.zeros((2, size, size, 1)))
    assert found.shape == (2, size * size + 1)
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-5)


def test_wrong_input_shape_is_told(goldens: Path) -> None:
    network = load_network(goldens / "go-mini.cfg")
    with pytest.raises(ValueError, match="expected \\[B, 19, 19, 1\\]"):
        forward(network, initial_parameters(network, 0), jnp.zeros((1, 9, 9, 1)))


def test_initial_parameters_have_the_deviation_of_the_original() -> None:
    network = load_network(CFG / "go.cfg")
    layer = initial_parameters(network, 1)[5]
    assert float(jnp.std(layer["weights"])) == pytest.approx((2 / (9 * 256)) ** 0.5, rel=0.01)
    assert float(layer["scales"].min()) == float(layer["scales"].max()) == 1
    assert float(jnp.abs(layer["biases"]).max()) == 0


def test_statistics_split_and_join(goldens: Path) -> None:
    network = load_network(goldens / "layers-mini.cfg")
    parameters, _ = read_weights(goldens / "layers-mini.weights", network)
    moved, rolled = split_statistics(parameters)
    assert {name for layer in rolled for name in layer} == {"mean", "variance"}
    joined = join_statistics(moved, rolled)
    assert [sorted(layer) for layer in joined] == [sorted(layer) for layer in parameters]


def test_every_section_has_functions() -> None:
    from darkgo.darknet.keys import KEYS

    assert set(LAYERS) == set(KEYS) - {"net"}


def run(layers: str, x: np.ndarray, mode: Mode | None = None) -> np.ndarray:
    height, width, channels = x.shape[1:]
    text = f"[net]\nheight={height}\nwidth={width}\nchannels={channels}\n" + layers
    network = network_from_text(text)
    outputs, _ = forward(network, initial_parameters(network, 0), jnp.asarray(x, jnp.float32), mode)
    assert outputs[-1].shape[1:] == network.layers[-1].output
    return np.asarray(outputs[-1])


GRID = np.arange(2 * 4 * 4 * 4, dtype=np.float32).reshape(2, 4, 4, 4)


@pytest.mark.parametrize("reverse", [0, 1])
def test_reorg_moves_numbers_as_the_index_formula_of_the_original_says(reverse: int) -> None:
    channels, height, width, stride = 8, 4, 4, 2
    x = np.arange(channels * height * width, dtype=np.float32).reshape(1, channels, height, width)
    kept = channels // stride**2
    flat, expected = x.ravel(), np.empty(x.size, np.float32)
    for k, j, i in np.ndindex(channels, height, width):
        near = i + width * (j + height * k)
        across, down = i * stride + k // kept % stride, j * stride + k // kept // stride
        far = across + width * stride * (down + height * stride * (k % kept))
        if reverse:
            expected[far] = flat[near]
        else:
            expected[near] = flat[far]
    found = run(f"[reorg]\nstride=2\nreverse={reverse}\n", x.transpose(0, 2, 3, 1))
    np.testing.assert_array_equal(found.transpose(0, 3, 1, 2).ravel(), expected)


def test_reorg_flatten_orders_by_point_then_channel() -> None:
    """Flat in darknet's order, the output is the input with the channels of each point side by side."""
    found = run("[reorg]\nflatten=1\n", GRID).transpose(0, 3, 1, 2).reshape(2, -1)
    np.testing.assert_array_equal(found, GRID.reshape(2, -1))


def test_shortcut_adds_a_larger_layer_into_the_corner() -> None:
    found = run("[maxpool]\nsize=2\nstride=2\npadding=0\n[shortcut]\nfrom=0\nalpha=2\nbeta=0.5\n", GRID)
    pooled = GRID.reshape(2, 2, 2, 2, 2, 4).max((2, 4))
    np.testing.assert_allclose(found, 2 * pooled + 0.5 * pooled)


def test_shortcut_from_a_smaller_layer_fills_every_second_cell() -> None:
    layers = "[maxpool]\nsize=2\nstride=2\npadding=0\n[reorg]\nstride=2\nreverse=1\n[shortcut]\nfrom=0\n"
    x = GRID
    pooled = x.reshape(2, 2, 2, 2, 2, 4).max((2, 4))
    spread = run(layers.split("[shortcut]")[0], x)
    expected = spread.copy()
    expected[:, ::2, ::2, :1] += pooled[..., :1]
    np.testing.assert_allclose(run(layers, x), expected)


def test_maxpool_window_of_three_with_default_padding() -> None:
    x = -GRID - 1
    found = run("[maxpool]\nsize=3\nstride=2\n", x)
    assert found.shape == (2, 2, 2, 4)
    padded = np.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)), constant_values=-np.inf)
    expected = np.stack(
        [[padded[:, i : i + 3, j : j + 3].max((1, 2)) for j in (0, 2)] for i in (0, 2)], 0
    ).transpose(2, 0, 1, 3)
    np.testing.assert_array_equal(found, expected)


def test_crop_takes_the_middle() -> None:
    found = run("[crop]\ncrop_height=2\ncrop_width=2\n", GRID)
    np.testing.assert_allclose(found, 2 * GRID[:, 1:3, 1:3] - 1)
    np.testing.assert_allclose(
        run("[crop]\ncrop_height=2\ncrop_width=2\nnoadjust=1\n", GRID), GRID[:, 1:3, 1:3]
    )


def test_dropout_drops_only_in_training() -> None:
    ones = np.ones((4, 8, 8, 4), np.float32)
    np.testing.assert_array_equal(run("[dropout]\nprobability=.25\n", ones), ones)
    found = run("[dropout]\nprobability=.25\n", ones, Mode(training=True, rng=jax.random.PRNGKey(0)))
    assert set(np.unique(found.round(4))) == {0, np.float32(1.3333)}
    assert 0.65 < (found > 0).mean() < 0.85


def test_avgpool_and_batchnorm_layers() -> None:
    np.testing.assert_allclose(run("[avgpool]\n", GRID)[:, 0, 0], GRID.mean((1, 2)))
    found = run("[batchnorm]\n", GRID, Mode(training=True))
    np.testing.assert_allclose(found.mean((0, 1, 2)), 0, atol=1e-5)
    np.testing.assert_allclose(found.std((0, 1, 2), ddof=1), 1, atol=1e-4)
