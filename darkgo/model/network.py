"""What makes a darknet network one for Go: the sections it may have, its input, and its outputs."""

from pathlib import Path

from jax import Array

from darkgo.darknet import network as darknet
from darkgo.darknet.layer import LayerSpec, Mode
from darkgo.darknet.layers import DARKNET_SECTIONS
from darkgo.darknet.network import NetParameters, NetSpec, forward
from darkgo.darknet.prepared import Plan, layer_outputs
from darkgo.go.points import LARGEST_SIZE
from darkgo.model.heads import OUTCOME, OWNERSHIP, Logits, logits
from darkgo.model.liberties import LIBERTIES
from darkgo.model.pooling import GPOOL
from darkgo.model.sections import GO_KEYS

GO_SECTIONS = DARKNET_SECTIONS.with_more(
    GO_KEYS, {"liberties": LIBERTIES, "gpool": GPOOL, "ownership": OWNERSHIP, "outcome": OUTCOME}
)
"""Darknet's sections and those of DarkGo."""
OUTPUTS = ("softmax", "ownership", "outcome")
"""The sections that may be outputs of a network for Go, each at most once."""


def load_network(path: Path) -> NetSpec:
    """The network of a cfg file, for Go or not. Raises BadInput with file and line for anything that does not
    fit."""
    return darknet.load_network(path, GO_SECTIONS)


def network_from_text(text: str, path: str = "cfg") -> NetSpec:
    """As `load_network`, from the text of a cfg; `path` is only named in errors."""
    return darknet.network_from_text(text, path, GO_SECTIONS)


def check_go(network: NetSpec) -> NetSpec:
    """The network itself, if it reads one plane of stones and its outputs are the probabilities of the moves,
    and of DarkGo's value heads both or neither.

    Raises BadInput with the cfg's file and line if its input or its outputs do not fit Go.
    """
    net = network.net
    height, width, channels = network.input
    if channels != 1:
        raise net.error(f"channels={channels}", "1: +1 mine, -1 theirs, 0 empty", "channels")
    if height != width or not 2 <= height <= LARGEST_SIZE:
        raise net.error(
            f"an input of {height} x {width}", f"a square board of 2 to {LARGEST_SIZE} lines", "height"
        )
    found: dict[str, LayerSpec] = {}
    for layer in network.output_layers:
        _check_output(layer, found)
        found[layer.kind] = layer
    policy = found["softmax"]
    points = height * width
    if policy.output[2] != points + 1:
        expected = f"{points + 1}: one for each point and one for pass"
        raise policy.section.error(f"{policy.output[2]} outputs", expected)
    for one, other in (("ownership", "outcome"), ("outcome", "ownership")):
        if one in found and other not in found:
            raise found[one].section.error(f"no [{other}] in this cfg", f"both, for [{one}] needs it")
    return network


def _check_output(layer: LayerSpec, before: dict[str, LayerSpec]) -> None:
    """Raises BadInput if the network may not have this output after the ones before."""
    section = layer.section
    if not before and (layer.kind != "softmax" or section.integer("groups") != 1):
        raise section.error("as an output", "[softmax] with groups=1 first, the probabilities of the moves")
    if layer.kind not in OUTPUTS:
        raise section.error("as an output", ", ".join(f"[{kind}]" for kind in OUTPUTS))
    if layer.kind in before:
        raise section.error(f"a second one, after line {before[layer.kind].section.line}", "one at most")


def prepared_logits(plan: Plan, parameters: NetParameters, x: Array) -> Logits:
    """The logits of a network that was prepared for inference, for planes x [B, H, W, 1]."""
    return logits(plan.network, layer_outputs(plan, parameters, x), x)


def forward_logits(
    network: NetSpec, parameters: NetParameters, x: Array, mode: Mode | None = None
) -> tuple[Logits, NetParameters]:
    """The logits of a network for planes x [B, H, W, 1], and the updated parameters."""
    found, updated = forward(network, parameters, x, mode)
    return logits(network, found, x), updated
