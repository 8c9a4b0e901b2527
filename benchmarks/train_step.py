"""How fast training is on a CPU: an update, beside PyTorch's of the same layers if it is installed.

Six layers of 64 filters with batches of 128, and cfg/go.cfg with batches of 64, both with SGD and momentum.
The programs take turns, and the best of their times counts.

    python -m benchmarks.train_step
"""

import importlib.util
import os
import time
from collections.abc import Callable
from pathlib import Path

import jax
import numpy as np

from darkgo.darknet.network import NetSpec, initial_parameters, with_options
from darkgo.model.network import load_network, network_from_text
from darkgo.paths import find
from darkgo.train.heap import keep_freed_memory
from darkgo.train.moves import MOVES, MoveBatch
from darkgo.train.step import initial_state, make_step

TURNS = 5
DTYPES = ("float32", "bfloat16")
HEAD = "[net]\nheight=19\nwidth=19\nchannels=1\nlearning_rate=0.01\nmomentum=0.9\n"
LAYER = "[convolutional]\nbatch_normalize=1\nfilters=64\nsize=3\nstride=1\npad=1\nactivation=relu\n"
TAIL = (
    "[convolutional]\nfilters=1\nsize=1\nstride=1\npad=1\nactivation=linear\n"
    "[reorg]\nextra=1\nstride=1\n[softmax]\n"
)

Update = Callable[[], None]


def networks() -> dict[str, NetSpec]:
    """The networks that are measured, each with its batch."""
    small = network_from_text(HEAD + 6 * LAYER + TAIL, "6x64.cfg")
    large = load_network(find(Path("cfg/go.cfg"), "cfg"))
    batches = {"6x64": (small, 128), "go.cfg": (large, 64)}
    return {name: with_options(net, batch=batch, subdivisions=1) for name, (net, batch) in batches.items()}


def ours(network: NetSpec, dtype: str, stones: np.ndarray, target: np.ndarray) -> Update:
    """DarkGo's update."""
    state = [initial_state(network, initial_parameters(network, 0))]
    step = jax.jit(make_step(network, MOVES, dtype), donate_argnums=0)

    def update() -> None:
        state[0], result = step(state[0], MoveBatch(stones, target))
        result.loss.block_until_ready()

    return update


def theirs(network: NetSpec, dtype: str, stones: np.ndarray, target: np.ndarray) -> Update:
    """PyTorch's update of the same convolutions, channels last."""
    import torch
    from torch import nn

    torch.set_num_threads(os.cpu_count() or 1)
    layers: list[nn.Module] = []
    for layer in network.layers:
        section = layer.section
        if section.name != "convolutional":
            continue
        size, filters = section.integer("size"), section.integer("filters")
        normal = section.integer("batch_normalize")
        layers.append(nn.Conv2d(layer.input[2], filters, size, padding=size // 2, bias=not normal))
        layers.extend([nn.BatchNorm2d(filters)] * normal)
        layers.extend([nn.ReLU()] * (section.word("activation") != "linear"))
    model = nn.Sequential(*layers).to(memory_format=torch.channels_last)
    optimizer = torch.optim.SGD(model.parameters(), 0.01, momentum=0.9)
    boards = torch.from_numpy(stones.astype(np.float32)).reshape(-1, 1, 19, 19)
    boards = boards.contiguous(memory_format=torch.channels_last)
    moves = torch.from_numpy(target.astype(np.int64))

    def update() -> None:
        optimizer.zero_grad()
        with torch.autocast("cpu", torch.bfloat16, enabled=dtype == "bfloat16"):
            logits = model(boards).flatten(1).float()
        nn.functional.cross_entropy(logits, moves).backward()
        optimizer.step()

    return update


def main() -> None:
    """Prints positions a second."""
    keep_freed_memory()
    programs = {"DarkGo": ours}
    if importlib.util.find_spec("torch"):
        programs["PyTorch"] = theirs
    random = np.random.default_rng(0)
    for name, network in networks().items():
        batch = network.net.integer("batch")
        stones = random.integers(-1, 2, (batch, 361)).astype(np.int8)
        target = random.integers(0, 361, batch).astype(np.int32)
        updates = {
            (program, dtype): make(network, dtype, stones, target)
            for program, make in programs.items()
            for dtype in DTYPES
        }
        best = dict.fromkeys(updates, float("inf"))
        for update in updates.values():
            update()
        for _ in range(TURNS):
            for key, update in updates.items():
                began = time.perf_counter()
                update()
                best[key] = min(best[key], time.perf_counter() - began)
        for (program, dtype), seconds in best.items():
            print(f"{name:7s} batch {batch:4d}  {program:8s} {dtype:9s} {batch / seconds:7.0f} positions/s")


if __name__ == "__main__":
    main()
