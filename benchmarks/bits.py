"""How much 16 bits cost: training and inference in bfloat16 beside float32.

    python -m benchmarks.bits KEPT RECORDS [MINUTES] [--write]

RECORDS is a folder made by `darkgo data build`. KEPT is a file that each result is added to, so that the
program can be stopped and called again; it begins nothing new after MINUTES. With --write the table of
docs/hardware.md is made anew.

Training: a network of three residual blocks of 64 filters learns POSITIONS positions from new parameters,
with each seed in each kind of numbers, as `darkgo train --dtype` does. All runs of a seed begin with the same
parameters and see the same positions. Inference: the default network looks at positions of validation.

In the kind "all bfloat16", whatever is kept from one update to the next is rounded to bfloat16, too:
parameters, statistics and the optimizer's state. At inference these are the parameters. It is only for
comparison: DarkGo does not do so, and there is nothing to be said of its speed.

The speed is per second of processor time, of all threads together, which other work on the machine changes
little. So it is that of one core.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax import lax

from benchmarks import page
from darkgo.bench.forward import drawn_inputs, forward_bytes, forward_call
from darkgo.darknet import onednn
from darkgo.darknet.network import NetParameters, NetSpec, initial_parameters
from darkgo.darknet.ways import BY_ONEDNN, BY_XLA, Computation
from darkgo.darknet.weights import read_weights
from darkgo.model.network import load_network, network_from_text
from darkgo.paths import default_network
from darkgo.train.advance import make_advance
from darkgo.train.examples import Examples
from darkgo.train.heap import keep_freed_memory
from darkgo.train.memory import bytes_of_update
from darkgo.train.moves import MOVES
from darkgo.train.step import StepResult, TrainState, UpdateFunction, initial_state, make_step
from darkgo.train.validation import Validator

PAGE, NAME, PROGRAM = page.DOCS / "hardware.md", "bits", "benchmarks/bits.py"
FLOAT, BFLOAT, ALL = "float32", "bfloat16", "all bfloat16"
KINDS = (FLOAT, BFLOAT, ALL)
TRAINING, INFERENCE = "training", "inference"
SEEDS = (1, 2, 3)
BATCH, POSITIONS, VALIDATED = 128, 20_480, 10_000
BOARDS, TURNS = 32, 12
"""Boards at a time, and how often they are computed, when the speed of inference is measured."""
CALL = 16
"""Updates in a call."""

HEAD = (
    "[net]\nbatch={batch}\nheight=19\nwidth=19\nchannels=1\noptimizer=muon\nmomentum=0.95\ndecay=0.0005\n"
    "burn_in=20\nlearning_rate=0.004\npolicy=poly\npower=1\nmax_batches={updates}\n"
)
LAYER = "[convolutional]\nbatch_normalize=1\nfilters=64\nsize={size}\npad=1\nactivation={activation}\n"
BLOCK = (
    LAYER.format(size=3, activation="relu")
    + LAYER.format(size=3, activation="linear")
    + "[shortcut]\nfrom=-3\nactivation=relu\n"
)
TAIL = "[convolutional]\nfilters=1\nsize=1\nactivation=linear\n[reorg]\nextra=1\n[softmax]\n"


@dataclass(frozen=True)
class Result:
    """What one kind of numbers gave, in training or at inference."""

    part: str
    """TRAINING or INFERENCE."""
    kind: str
    seed: int
    top1: float
    nll: float
    """The mean of -log p of the moves that were played."""
    per_second: float
    """Positions of training, or boards, for a second of processor time."""
    bytes: int
    """What XLA plans, for an update or for BOARDS boards."""


class Sizes(NamedTuple):
    """How much is done; a test does less."""

    batch: int = BATCH
    positions: int = POSITIONS
    validated: int = VALIDATED


def learner(sizes: Sizes) -> NetSpec:
    """The network that is trained."""
    head = HEAD.format(batch=sizes.batch, updates=sizes.positions // sizes.batch)
    return network_from_text(head + LAYER.format(size=5, activation="relu") + 3 * BLOCK + TAIL, "3x64.cfg")


def numbers(kind: str) -> str:
    """What the convolutions compute with."""
    return FLOAT if kind == FLOAT else BFLOAT


def rounded(tree: Any) -> Any:
    """All numbers rounded to those of bfloat16, and kept in 32 bits."""
    return jax.tree.map(
        lambda a: lax.reduce_precision(a, 8, 7) if jnp.issubdtype(a.dtype, jnp.floating) else a, tree
    )


def step_of(network: NetSpec, kind: str, seed: int) -> UpdateFunction:
    """The update of a kind."""
    step = make_step(network, MOVES, numbers(kind), seed)
    if kind != ALL:
        return step

    def with_rounding(state: TrainState, examples: Any) -> tuple[TrainState, StepResult]:
        state, result = step(state, examples)
        return TrainState(rounded(state.parameters), rounded(state.memory), state.updates), result

    return with_rounding


def trained(kind: str, seed: int, records: Path, sizes: Sizes) -> Result:
    """A run from new parameters."""
    network = learner(sizes)
    examples, valid = (Examples.open(records, name) for name in ("train", "valid"))
    advance = make_advance(network, step_of(network, kind, seed), [examples], seed)
    state, _ = advance(initial_state(network, initial_parameters(network, seed)), 1)
    began, left = time.process_time(), sizes.positions // sizes.batch - 1
    seen = left * sizes.batch
    while left:
        count = min(CALL, left)
        state, result = advance(state, count)
        jax.block_until_ready(result.rate)
        left -= count
    speed = seen / (time.process_time() - began)
    found = Validator(network)(jax.device_get(state.parameters), valid, sizes.validated).moves
    planned = bytes_of_update(network, MOVES, numbers(kind))
    return Result(TRAINING, kind, seed, found.top1, found.nll, speed, planned)


def inferred(kind: str, records: Path, sizes: Sizes) -> Result:
    """What the default network says of positions of validation."""
    cfg, weights = default_network()
    network = load_network(cfg)
    parameters: NetParameters = read_weights(weights, network)[0]
    if kind == ALL:
        parameters = rounded(parameters)
    dtype = numbers(kind)
    choice = Computation(dtype, BY_ONEDNN if onednn.is_faster(dtype) else BY_XLA)
    call = forward_call(network, parameters, drawn_inputs(network.input, BOARDS), choice)
    call()
    seconds = min(spent(call) for _ in range(TURNS))
    planned = forward_bytes(network, parameters, BOARDS, choice)
    valid = Examples.open(records, "valid")
    found = Validator(network, dtype=dtype)(parameters, valid, sizes.validated).moves
    return Result(INFERENCE, kind, 0, found.top1, found.nll, BOARDS / seconds, planned)


def spent(call: Callable[[], object]) -> float:
    """Seconds of the processor that a call takes."""
    began = time.process_time()
    call()
    return time.process_time() - began


def results(kept: Path) -> list[Result]:
    """What is known already."""
    if not kept.exists():
        return []
    return [Result(**json.loads(line)) for line in kept.read_text().splitlines()]


def measure(kept: Path, records: Path, minutes: float = float("inf"), sizes: Sizes = Sizes()) -> None:  # noqa: B008
    """Adds the results that are missing until the time is over."""
    end = time.monotonic() + 60 * minutes
    known = {(result.part, result.kind, result.seed) for result in results(kept)}
    jobs: dict[tuple[str, str, int], Callable[[], Result]] = {
        (INFERENCE, kind, 0): partial(inferred, kind, records, sizes) for kind in KINDS
    }
    jobs |= {
        (TRAINING, kind, seed): partial(trained, kind, seed, records, sizes)
        for seed in SEEDS
        for kind in KINDS
    }
    for key, job in jobs.items():
        if key in known:
            continue
        if time.monotonic() >= end:
            print(f"{len(jobs) - len(known)} results were missing; some still are", file=sys.stderr)
            return
        result = job()
        with kept.open("a") as file:
            file.write(f"{json.dumps(asdict(result))}\n")
        print(result, file=sys.stderr, flush=True)


def rows(found: Sequence[Result]) -> Iterator[list[str]]:
    """The rows of the table: means over the seeds, and the lowest and the highest."""
    for part in (TRAINING, INFERENCE):
        for kind in KINDS:
            of = [result for result in found if (result.part, result.kind) == (part, kind)]
            if not of:
                continue
            seeds = ", ".join(f"{result.seed}" for result in of) if part == TRAINING else ""
            top1 = spread([100 * result.top1 for result in of], "{:.1f}%")
            nll = spread([result.nll for result in of], "{:.3f}")
            cost = ["", ""]
            if kind != ALL:
                speed = mean(result.per_second for result in of)
                cost = [f"{speed:,.0f}", f"{of[0].bytes / 2**20:,.0f} MiB"]
            yield [part, kind, seeds, top1, nll, *cost]


def spread(values: Sequence[float], form: str) -> str:
    """The mean, and the range if there are several values."""
    if len(values) == 1:
        return form.format(values[0])
    low, high = (form.format(value) for value in (min(values), max(values)))
    return f"{form.format(mean(values))} ({low} to {high})"


def main() -> None:
    """Measures, and writes if that is asked for."""
    words = [word for word in sys.argv[1:] if word != "--write"]
    if len(words) < 2:
        raise SystemExit(__doc__)
    kept, records = map(Path, words[:2])
    keep_freed_memory()
    measure(kept, records, float(words[2]) if words[2:] else float("inf"))
    if "--write" in sys.argv[1:]:
        heads = ["", "numbers", "seeds", "top-1", "-log p", "a second, one core", "memory"]
        page.write(PAGE, NAME, PROGRAM, page.table(heads, [*rows(results(kept))]))


if __name__ == "__main__":
    main()
