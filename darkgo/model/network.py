"""What makes a darknet network one for Go: its input, its output, and the logarithms of its answer."""

import jax
from jax import Array

from darkgo.darknet.layer import Mode
from darkgo.darknet.network import NetParameters, NetSpec, forward
from darkgo.darknet.prepared import Plan, outputs
from darkgo.darknet.simple import softmax_logits
from darkgo.go.points import LARGEST_SIZE


def check_go(network: NetSpec) -> NetSpec:
    """The network itself, if it maps one plane of stones to a probability for each point and for pass.

    Raises BadInput with the cfg's file and line if its input or output does not fit Go.
    """
    net, last = network.net, network.layers[-1]
    height, width, channels = network.input
    if channels != 1:
        raise net.error(f"channels={channels}", "1: +1 mine, -1 theirs, 0 empty", "channels")
    if height != width or not 2 <= height <= LARGEST_SIZE:
        raise net.error(
            f"an input of {height} x {width}", f"a square board of 2 to {LARGEST_SIZE} lines", "height"
        )
    if last.kind != "softmax" or last.section.integer("groups") != 1:
        raise last.section.error(
            "as the last layer", "[softmax] with groups=1, the probabilities of the moves"
        )
    if network.outputs != height * width + 1:
        expected = f"{height * width + 1}: one for each point and one for pass"
        raise last.section.error(f"{network.outputs} outputs", expected)
    return network


def prepared_logs(plan: Plan, parameters: NetParameters, x: Array) -> Array:
    """As `log_probabilities`, of a network that was prepared for inference."""
    found = outputs(plan, parameters, x)
    before = found[-2] if len(found) > 1 else x
    assert before is not None  # only what a shortcut follows is computed together with it
    return jax.nn.log_softmax(softmax_logits(plan.network.layers[-1], before)[:, 0])


def log_probabilities(
    network: NetSpec, parameters: NetParameters, x: Array, mode: Mode | None = None
) -> tuple[Array, NetParameters]:
    """Logarithms of a Go network's output [B, A], computed from its logits, and the updated parameters."""
    outputs, updated = forward(network, parameters, x, mode)
    before = outputs[-2] if len(outputs) > 1 else x
    return jax.nn.log_softmax(softmax_logits(network.layers[-1], before)[:, 0]), updated
