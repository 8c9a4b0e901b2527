"""The beginning of a run. The run is new, or it is resumed from its last checkpoint."""

import math
from dataclasses import dataclass, replace
from pathlib import Path

import jax

from darkgo.darknet import onednn
from darkgo.darknet.cfg import Section
from darkgo.darknet.network import NetSpec, initial_parameters, with_options
from darkgo.darknet.weights import read_weights
from darkgo.data.records import SIDE
from darkgo.errors import BadInput
from darkgo.train.calls import Advance, updates_within
from darkgo.train.checkpoint import FILE, RunFacts, load_checkpoint, network_identity
from darkgo.train.journal import tell
from darkgo.train.mesh import everywhere, leads, spread_step
from darkgo.train.mixture import EVEN, Mixture
from darkgo.train.schedule import check_schedule
from darkgo.train.step import TrainState, initial_state
from darkgo.train.training_set import TrainingSet

MOST_UPDATES_EVER = 2**30  # counted in int32

Beginning = tuple[TrainState, RunFacts, float]
"""The state, the facts of the run, and its average loss so far."""


@dataclass(frozen=True)
class TrainOptions:
    """The options of a run. At most one of `max_positions` and `max_minutes` is given.

    `dtype`: float32, bfloat16, or auto for the faster one here. `reinforce`: weight moves by the outcome of
    their game, see `darkgo.train.gradient`. `keep_statistics`: compute the network as in play, with the
    batch-norm statistics of `weights`. `probe_seconds`: how long the speed is measured for
    `max_minutes`. `valid_positions`: the number of validation positions per checkpoint.
    `sides`: the sides of the boards to learn from.
    """

    cfg: Path
    data: Path
    out: Path
    weights: Path | None = None
    resume: bool = False
    clear: bool = False
    max_positions: int | None = None
    max_minutes: float | None = None
    seed: int = 0
    dtype: str = "float32"
    mixture: Mixture = EVEN
    sides: tuple[int, ...] = (SIDE,)
    reinforce: bool = False
    keep_statistics: bool = False
    checkpoint_minutes: float = 5.0
    log_seconds: float = 20.0
    probe_seconds: float = 10.0
    valid_positions: int = 2000

    @property
    def written(self) -> Path:
        """The weights file that the run writes."""
        return self.out / f"{self.cfg.stem}.weights"


def check_training(net: Section) -> None:
    """Raises BadInput if the training options of a cfg do not fit together."""
    batch, parts = net.integer("batch"), net.integer("subdivisions")
    if batch % parts:
        raise net.error(f"subdivisions={parts}", f"a divisor of batch={batch}", "subdivisions")
    check_schedule(net)


def resume(options: TrainOptions, examples: TrainingSet) -> Beginning:
    """A run at its last checkpoint. Raises BadInput if it cannot continue with this cfg and data."""
    network = examples.network
    like = initial_state(network, initial_parameters(network, 0))
    state, facts, average = load_checkpoint(options.out, like)
    if network_identity(network) != facts.network:
        expected = f"the layers and options that the run in {options.out} began with"
        raise BadInput(f"{options.cfg}: found another cfg; expected {expected}")
    facts = _with_same_examples(options, examples, facts)
    if options.max_positions is not None:
        facts = replace(facts, end=_end_at(options.max_positions, network, facts, int(state.updates)))
    if facts.by_onednn is None:
        facts = replace(facts, by_onednn=onednn.is_faster(facts.dtype))
    if facts.devices is None:
        facts = replace(facts, devices=jax.device_count())
    _tell_of_other_roundings(options, facts)
    return state, facts, average


def _with_same_examples(options: TrainOptions, examples: TrainingSet, facts: RunFacts) -> RunFacts:
    count, unit = len(examples), examples.unit
    if count != facts.positions:
        found = f"{options.data}: found another number of training {unit}, {count:,}"
        raise BadInput(f"{found}; expected {facts.positions:,}, as the run in {options.out} began with")
    digest = examples.digest()
    if facts.records not in (None, digest):
        found = f"{options.data}: found other training {unit}, in the same number"
        raise BadInput(f"{found}; expected those that the run in {options.out} began with")
    return replace(facts, records=digest)


def _end_at(positions: int, network: NetSpec, facts: RunFacts, at: int) -> int:
    """The number of the last update for this many positions. `at` is the present update."""
    batch = network.net.integer("batch")
    end = _end(network, facts.start, math.ceil(positions / batch))
    if end < at:
        done = (at - facts.start) * batch
        found = f"found --max-positions {positions:,}"
        raise BadInput(f"{found}; expected {done:,} or more, as this run has seen that many")
    return end


def goes_by_onednn(facts: RunFacts) -> bool:
    """Whether oneDNN computes this run: the run began with it, and its results are correct on this
    machine."""
    return bool(facts.by_onednn) and onednn.is_right(facts.dtype)


def _tell_of_other_roundings(options: TrainOptions, facts: RunFacts) -> None:
    if not leads():
        return
    for found, expected in (
        (_library(goes_by_onednn(facts)), _library(bool(facts.by_onednn))),
        (_devices(jax.device_count()), _devices(facts.devices or 0)),
    ):
        if found != expected:
            goes_on = "it continues with slightly different rounding"
            tell(f"darkgo: {options.out}: found {found}; expected {expected}, as this run began: {goes_on}")


def _library(by_onednn: bool) -> str:
    return "convolutions by oneDNN" if by_onednn else "convolutions by XLA"


def _devices(count: int) -> str:
    return "1 device" if count == 1 else f"{count} devices"


def start(options: TrainOptions, examples: TrainingSet) -> Beginning:
    """A new run. Raises BadInput if it cannot begin with these options, or would overwrite something."""
    _check_place(options)
    network = examples.network
    parameters, seen = initial_parameters(network, options.seed), 0
    if options.weights is not None:
        parameters, seen = read_weights(options.weights, network)
    first = 0 if options.clear else seen // network.net.integer("batch")
    if first >= MOST_UPDATES_EVER:
        raise BadInput(f"{options.weights}: found {seen:,} images seen; expected fewer, or --clear")
    state = initial_state(network, parameters, first)
    dtype = onednn.chosen_dtype(options.dtype)
    facts = RunFacts(
        network=network_identity(network),
        positions=len(examples),
        seed=options.seed,
        dtype=dtype,
        start=first,
        end=first,
        by_onednn=onednn.is_faster(dtype),
        devices=jax.device_count(),
        records=examples.digest(),
        **examples.facts,
    )
    count = _updates(options, examples, facts, state)
    return state, replace(facts, end=_end(network, first, count)), math.nan


def _check_place(options: TrainOptions) -> None:
    if (options.out / FILE).exists():
        raise BadInput(
            f"{options.out}: found a run there; expected --resume to go on with it, or another --out"
        )
    written, weights = options.written, options.weights
    if weights is not None and weights.exists() and written.exists() and weights.samefile(written):
        raise BadInput(f"{weights}: found the file that this run is going to write; expected another --out")


def _updates(options: TrainOptions, examples: TrainingSet, facts: RunFacts, state: TrainState) -> int:
    """The number of updates of a new run."""
    network, net = examples.network, examples.network.net
    if options.max_minutes is not None:
        endless = ending(network, 2**31 - 1)

        def prepared() -> Advance:
            step = spread_step(endless, examples.objective, facts.dtype, facts.seed, facts.by_onednn)
            return examples.advance(endless, step, facts.seed)

        spread = jax.tree.map(everywhere, state)
        return updates_within(60 * options.max_minutes, options.probe_seconds, prepared, spread)
    if options.max_positions is not None:
        return math.ceil(options.max_positions / net.integer("batch"))
    count = net.integer("max_batches") - facts.start
    if count < 1:
        found = f"max_batches={net.integer('max_batches')} after {facts.start} updates"
        raise net.error(found, "a larger number, --max-positions or --max-minutes", "max_batches")
    return count


def _end(network: NetSpec, first: int, count: int) -> int:
    """The number of the last of `count` updates. Raises BadInput if it is too large."""
    if first + count >= MOST_UPDATES_EVER:
        found = f"batch={network.net.integer('batch')} and an end at update {first + count:,}"
        raise network.net.error(found, f"fewer than {MOST_UPDATES_EVER:,} updates", "batch")
    return first + count


def ending(network: NetSpec, update: int) -> NetSpec:
    """The network with its schedule changed to end at this update."""
    return with_options(network, max_batches=update)
