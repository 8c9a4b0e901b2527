"""`darkgo net`."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from darkgo.cli.common import Seed, usable_device
from darkgo.errors import BadInput


def net(cfg: Path, *more: Path, compare: Annotated[bool, Parameter(negative=())] = False) -> None:
    """Print the layers of a network, its operations, parameters and size.

    Parameters
    ----------
    cfg
        The network.
    more
        Further networks, which end in .cfg; or else one weights file to check against the network.
    compare
        Print a table with one line for each network instead of its layers.
    """
    from darkgo.darknet.table import comparison, table
    from darkgo.darknet.weights import read_weights
    from darkgo.model.network import load_network
    from darkgo.paths import find

    files = [path for path in more if path.suffix != ".cfg"]
    paths = [cfg, *(path for path in more if path.suffix == ".cfg")]
    networks = {str(path): load_network(find(path, "cfg")) for path in paths}
    if compare:
        if files:
            raise BadInput(f"found {files[0]} with --compare; expected networks, which end in .cfg")
        for line in comparison(networks):
            print(line)
        return
    if files and len(more) > 1:
        expected = "one network and one weights file, or networks, which end in .cfg"
        raise BadInput(f"found {files[0]} among {len(more) + 1} files; expected {expected}")
    seen = None
    if files:
        usable_device()
        _, seen = read_weights(find(files[0], "weights"), networks[str(cfg)])
    for number, (name, network) in enumerate(networks.items()):
        if len(networks) > 1:
            print(f"\n{name}" if number else name)
        for line in table(network):
            print(line)
    if seen is not None:
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
