"""A deeper network that begins where a shallower one has got to."""

from functools import cache, partial

import jax
import numpy as np
import pytest

from darkgo.darknet.deepen import deepen
from darkgo.darknet.layer import Mode
from darkgo.darknet.network import NetParameters, NetSpec, initial_parameters, network_from_text
from darkgo.errors import BadInput
from darkgo.model.network import log_probabilities

HEAD = "[net]\nheight=5\nwidth=5\nchannels=1\n"
CONVOLUTION = "[convolutional]\nbatch_normalize=1\nfilters={}\nsize=3\nstride=1\npad=1\nactivation=relu\n"
SHORTCUT = "[shortcut]\nfrom=-3\nactivation=relu\n"
TAIL = (
    "[convolutional]\nfilters=1\nsize=1\nstride=1\nactivation=linear\n[reorg]\nextra=1\nstride=1\n[softmax]\n"
)


def residual(
    blocks: int, filters: int = 4, tail: str = TAIL, convolution: str = CONVOLUTION, side: int = 5
) -> NetSpec:
    block = 2 * convolution.format(filters) + SHORTCUT
    head = HEAD.replace("5", str(side))
    return network_from_text(head + CONVOLUTION.format(filters) + blocks * block + tail, "some.cfg")


@cache
def stones() -> jax.Array:
    return jax.numpy.asarray(np.random.default_rng(3).integers(-1, 2, (6, 5, 5, 1)), "float32")


def trained(network: NetSpec) -> NetParameters:
    """New parameters after one step of training, so that the rolling statistics are those of real boards."""
    parameters = initial_parameters(network, 5)
    step = partial(log_probabilities, network, mode=Mode(training=True))
    found: NetParameters = jax.jit(step)(parameters, stones())[1]
    return found


@pytest.mark.parametrize(("blocks", "more"), [(1, 2), (2, 5), (3, 6), (3, 3)])
def test_it_says_what_the_shallower_one_says(blocks: int, more: int) -> None:
    network, deeper = residual(blocks), residual(more)
    parameters = trained(network)
    expected, _ = log_probabilities(network, parameters, stones(), Mode())
    found, _ = log_probabilities(deeper, deepen(network, parameters, deeper), stones(), Mode())
    np.testing.assert_array_equal(found, expected)
    first = initial_parameters(network, 5)
    assert not np.allclose(expected, log_probabilities(network, first, stones(), Mode())[0])


def test_the_new_blocks_can_learn() -> None:
    network, deeper = residual(1), residual(2)
    parameters = deepen(network, initial_parameters(network, 5), deeper, seed=1)
    new = parameters[4:7]
    assert np.asarray(new[0]["weights"]).std() > 0
    assert np.asarray(new[1]["weights"]).std() > 0
    assert not np.asarray(new[1]["scales"]).any()


@pytest.mark.parametrize(
    ("network", "deeper", "message"),
    [
        (residual(2), residual(1), "found 1 residual blocks; expected 2 or more"),
        (residual(1), residual(2, filters=8), "found other layers"),
        (residual(1), residual(2, tail=CONVOLUTION.format(4) + TAIL), "found other layers"),
        (residual(0), residual(2), "found no row of residual blocks"),
        (residual(1), residual(0), "found no row of residual blocks"),
        (
            residual(1, convolution=CONVOLUTION.replace("batch_normalize=1", "batch_normalize=0")),
            residual(2, convolution=CONVOLUTION.replace("batch_normalize=1", "batch_normalize=0")),
            "without batch_normalize",
        ),
        (
            residual(1),
            residual(2, convolution=CONVOLUTION.replace("relu", "leaky")),
            "computes something else",
        ),
        (
            residual(1, convolution=CONVOLUTION.replace("relu", "logistic")),
            residual(2, convolution=CONVOLUTION.replace("relu", "logistic")),
            "computes something else",
        ),
        (residual(1), residual(2, tail=TAIL + "temperature=2\n"), "computes something else"),
        (residual(1), residual(2, side=6), "found other layers"),
    ],
)
def test_refusals(network: NetSpec, deeper: NetSpec, message: str) -> None:
    with pytest.raises(BadInput, match=f"some.cfg: {message}|some.cfg: found .*{message}"):
        deepen(network, trained(network), deeper)


def test_layers_between_blocks_are_refused() -> None:
    block = 2 * CONVOLUTION.format(4) + SHORTCUT
    apart = network_from_text(HEAD + CONVOLUTION.format(4) + block + CONVOLUTION.format(4) + block + TAIL)
    with pytest.raises(BadInput, match="no row of residual blocks"):
        deepen(residual(1), initial_parameters(residual(1), 0), apart)
