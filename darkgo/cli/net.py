"""`darkgo net`."""

from pathlib import Path

from darkgo.cli.common import Seed, usable_device


def net(cfg: Path, weights: Path | None = None) -> None:
    """Print the layers of a network, its operations, parameters and size.

    Parameters
    ----------
    cfg
        The network.
    weights
        A weights file to check against it.
    """
    from darkgo.darknet.table import table
    from darkgo.darknet.weights import read_weights
    from darkgo.model.network import load_network
    from darkgo.paths import find

    network = load_network(find(cfg, "cfg"))
    if weights is not None:
        usable_device()
        _, seen = read_weights(find(weights, "weights"), network)
    for line in table(network):
        print(line)
    if weights is not None:
        print(f"seen       {seen:,} images")


def deepen(cfg: Path, weights: Path, deeper: Path, out: Path, *, seed: Seed = 0) -> None:
    """Write weights for a deeper residual network that plays as a shallower one does, to train them further.

    Parameters
    ----------
    cfg
        The network of the weights.
    weights
        The weights to begin with.
    deeper
        A network with more residual blocks and no other difference.
    out
        The weights file to write.
    seed
        The seed of the parameters of the new blocks.
    """
    from darkgo.darknet.deepen import deepen as deepened
    from darkgo.darknet.weights import read_weights, write_weights
    from darkgo.model.network import load_network
    from darkgo.paths import find

    usable_device()
    network, larger = load_network(find(cfg, "cfg")), load_network(find(deeper, "cfg"))
    parameters, seen = read_weights(find(weights, "weights"), network)
    write_weights(out, larger, deepened(network, parameters, larger, seed), seen)
    print(f"{out}: plays like {weights}; darkgo train {deeper} --weights {out} --clear trains it further")
