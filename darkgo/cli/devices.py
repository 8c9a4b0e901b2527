"""`darkgo devices`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from darkgo.cli.bench import tell
from darkgo.cli.common import enough_memory, usable_device
from darkgo.errors import BadInput

if TYPE_CHECKING:
    from darkgo.bench.devices_text import Training
    from darkgo.darknet.network import NetSpec

UPDATES = 4.0
"""Seconds for the updates of training."""


def devices(
    cfg: Path | None = None,
    /,
    *,
    as_json: Annotated[bool, Parameter(name="--json", negative=())] = False,
) -> None:
    """Print what JAX computes on here, how fast it is, and what a network takes there.

    Measures products of matrices and the memory, then the network and its training for some seconds each, on
    the first device. On an idle machine this takes half a minute. `darkgo bench` measures longer and more.

    Parameters
    ----------
    cfg
        The network; by default DarkGo's own. It needs no weights.
    as_json
        Print one JSON object: machine, memory, devices, peak_gflops, bandwidth, network, inference, training.
    """
    from darkgo.model.network import load_network
    from darkgo.paths import default_network, find

    path = find(cfg, "cfg") if cfg is not None else default_network()[0]
    network = load_network(path)
    usable_device()
    with enough_memory(f"{path}", "network"):
        from darkgo.bench.devices import device_report
        from darkgo.bench.devices_text import as_json as to_json
        from darkgo.bench.devices_text import lines

        report = device_report(path, network, tell)
        training = _training(network, report.devices.memory)
    print(json.dumps(to_json(report, training)) if as_json else "\n".join(lines(report, training)))


def _training(network: "NetSpec", room: int | None) -> "Training | str":
    """How fast the network is trained, or why it is not."""
    try:
        from darkgo.train.update import update_of
    except ModuleNotFoundError as error:
        if error.name != "optax":
            raise
        return "not measured: it needs optax: pip install 'darkgo[train]'"
    from darkgo.bench.devices_text import Training, size
    from darkgo.bench.timing import best_times
    from darkgo.darknet.device import USABLE, batches, fitting_batch
    from darkgo.darknet.onednn import chosen_dtype

    tell("compiling and making updates")
    dtype, batch = chosen_dtype("auto"), batches()[-1]
    try:
        update = update_of(network, dtype, batch)
    except BadInput as reason:
        return f"not possible: {reason}"
    largest = None
    if room is not None and update.planned:
        largest = fitting_batch(USABLE * room, update.planned, update.fixed, batch)
        if largest < batch:
            fits = f"a batch of {largest} fits" if largest else "no batch fits"
            return f"not measured: a batch of {batch} needs {size(update.planned)} of memory; {fits}"
    milliseconds = best_times({"": update.call}, longest=UPDATES)[""]
    return Training(dtype, batch, 1000 * batch / milliseconds, largest)
