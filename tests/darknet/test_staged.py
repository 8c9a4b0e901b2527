"""Several programs compute what one does, and only one of them calls oneDNN."""

from functools import partial

import jax
import numpy as np
import pytest

from darkgo.darknet import onednn
from darkgo.darknet.network import flat_outputs, initial_parameters, network_from_text
from darkgo.darknet.prepared import Plan, output, prepare
from darkgo.darknet.staged import staged, stages
from darkgo.darknet.ways import BY_ONEDNN, BY_XLA, ONEDNN, Ways

NET = "[net]\nheight=5\nwidth=5\nchannels=2\n"
CONV = "[convolutional]\nfilters=4\nsize=3\npad=1\nactivation="
PRODUCT = "[convolutional]\nfilters=1\nsize=1\nactivation=linear\n"
TWO_HEADS = (
    f"[dropout]\n{CONV}relu\n{CONV}linear\n[shortcut]\nfrom=-2\n{PRODUCT}[softmax]\n"
    f"[route]\nlayers=3\n{CONV}relu\n{PRODUCT}"
)


@pytest.mark.parametrize(
    ("layers", "ways", "expected"),
    [
        (TWO_HEADS, BY_ONEDNN, [[0], [1, 3, 6, 7], [4, 5, 8]]),
        (TWO_HEADS, BY_XLA, [[0, 1, 3, 4, 5, 6, 7, 8]]),
        (f"{CONV}relu\n{CONV}relu\n", BY_ONEDNN, [[0, 1]]),
        (f"{CONV}relu\n[avgpool]\n{CONV}relu\n[softmax]\n", BY_ONEDNN, [[0, 1, 2], [3]]),
        (f"[dropout]\n{CONV}relu\n[route]\nlayers=0\n[softmax]\n", BY_ONEDNN, [[0, 2, 3], [1]]),
        (f"{CONV}relu\n", Ways(((8, ONEDNN),)), [[0]]),
    ],
)
def test_the_layers_around_the_calls_are_apart(layers: str, ways: Ways, expected: list[list[int]]) -> None:
    plan = Plan.of(network_from_text(NET + layers), ways=ways)
    assert [[fused.last.index for fused in group] for group in stages(plan, 1)] == expected


@pytest.mark.parametrize("ways", [BY_XLA, BY_ONEDNN])
def test_the_outputs_are_those_of_one_program(ways: Ways) -> None:
    if ways is BY_ONEDNN and not onednn.is_right("float32"):
        pytest.skip("oneDNN computes no float32 here")
    network = network_from_text(NET + TWO_HEADS)
    plan, arrays = prepare(network, initial_parameters(network, seed=1), ways=ways)
    x = np.random.default_rng(0).normal(size=(2, 5, 5, 2)).astype(np.float32)
    expected = jax.jit(partial(output, plan))(arrays, x + 1)
    found = staged(plan, 2, lambda given: given + 1, partial(flat_outputs, plan.network))(arrays, x)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)
