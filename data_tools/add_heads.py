"""Writes weights for a network with value heads that has the policy of one without, to be trained further.

    python data_tools/add_heads.py cfg/go-small.cfg run/go-small.weights cfg/darkgo.cfg out.weights

Convolutions and their normalisation are copied in their order. Planes that are new in the first one get the
weight 0. So do global pooling and the last layers of the value heads: they say that every owner is open.
"""

import sys
from pathlib import Path

import jax.numpy as jnp

from darkgo.darknet.network import NetParameters, NetSpec, initial_parameters
from darkgo.darknet.weights import read_weights, write_weights
from darkgo.model.heads import heads
from darkgo.model.network import check_go, load_network


def grown(old: NetSpec, parameters: NetParameters, new: NetSpec, seed: int = 0) -> NetParameters:
    """Parameters for the new network, with the same policy."""
    found = [dict(given) for given in initial_parameters(new, seed)]
    end = heads(new).policy.index
    source = [
        given for layer, given in zip(old.layers, parameters, strict=True) if layer.kind == "convolutional"
    ]
    target = [layer.index for layer in new.layers[:end] if layer.kind == "convolutional"]
    for given, index in zip(source, target, strict=True):
        wanted = found[index]["weights"].shape
        kernel = given["weights"]
        missing = wanted[1] - kernel.shape[1]
        found[index] = {**given, "weights": jnp.pad(kernel, ((0, 0), (0, missing), (0, 0), (0, 0)))}
    last = {head.index - 1 for head in heads(new)[1:] if head is not None}
    for layer in new.layers:
        if (layer.kind == "gpool" and layer.index < end) or layer.index in last:
            found[layer.index] = {name: jnp.zeros_like(array) for name, array in found[layer.index].items()}
    return tuple(found)


def main() -> None:
    """Reads and writes the files that the command line names."""
    old, weights, new, out = map(Path, sys.argv[1:5])
    network, larger = check_go(load_network(old)), check_go(load_network(new))
    parameters, seen = read_weights(weights, network)
    write_weights(out, larger, grown(network, parameters, larger), seen)


if __name__ == "__main__":
    main()
