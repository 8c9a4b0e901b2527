"""`darkgo net`."""

from pathlib import Path


def net(cfg: Path, weights: Path | None = None) -> None:
    """Print the layers of a network, its operations, parameters and size.

    Parameters
    ----------
    cfg
        The network.
    weights
        A weights file to check against it.
    """
    from darkgo.net.network import load_network
    from darkgo.net.table import table
    from darkgo.net.weights import read_weights
    from darkgo.paths import find

    network = load_network(find(cfg, "cfg"))
    if weights is not None:
        _, seen = read_weights(find(weights, "weights"), network)
    for line in table(network):
        print(line)
    if weights is not None:
        print(f"seen       {seen:,} images")
