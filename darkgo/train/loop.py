"""A training run: its beginning, its updates, and what it leaves behind at every checkpoint."""

import math
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from glob import escape
from pathlib import Path
from threading import Event
from types import FrameType

import jax
import jax.numpy as jnp
import numpy as np

from darkgo.data.records import SIDE
from darkgo.errors import BadInput
from darkgo.net import onednn
from darkgo.net.network import NetSpec, check_go, initial_parameters, load_network, with_options
from darkgo.net.weights import read_weights, write_weights
from darkgo.train.advance import (
    CALL_SECONDS,
    MOST_UPDATES,
    Advance,
    make_advance,
    resident_bytes,
    updates_within,
)
from darkgo.train.batch import outcome
from darkgo.train.checkpoint import FILE, RunFacts, load_checkpoint, network_identity, save_checkpoint
from darkgo.train.examples import Examples
from darkgo.train.journal import METRICS, Journal, Row
from darkgo.train.memory import is_shortage, shortage
from darkgo.train.mesh import everywhere, leads, spread_step
from darkgo.train.mixture import EVEN, Mixture
from darkgo.train.schedule import check_schedule
from darkgo.train.step import TrainState, initial_state, is_finite
from darkgo.train.validation import Validator

MOST_UPDATES_EVER = 2**30  # counted in int32
LOOKED_AT = 1024  # positions, to see whether winners are known
CALL_UPDATES = 16  # in a call with several hosts, which could not agree about seconds


@dataclass(frozen=True)
class TrainOptions:
    """What a run is asked to do. Of `max_positions` and `max_minutes` one at most is given.

    `dtype`: float32, bfloat16, or auto: what is faster here. `reinforce`: moves count by the outcome of their
    game, as `darkgo.train.step.Step` says. `probe_seconds`: how long `max_minutes` measures the speed.
    `valid_positions`: looked at per checkpoint.
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
    reinforce: bool = False
    checkpoint_minutes: float = 5.0
    log_seconds: float = 20.0
    probe_seconds: float = 10.0
    valid_positions: int = 2000


def train(options: TrainOptions) -> Path:
    """Trains to the end of the schedule; the path of the weights.

    Raises BadInput for files that cannot be used, or cannot be written any more, when the loss is no number
    any more, and when a device has too little memory. The last checkpoint stays then.
    """
    network = trainable(options.cfg)
    every, valid = (Examples.open(options.data, kind) for kind in ("train", "valid"))
    if not len(every):
        expected = "*.train.records with positions, as darkgo data build writes them"
        raise BadInput(f"{options.data}: found no position to train on; expected {expected}")
    facts = None
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        begin = _resume if options.resume else _start
        state, facts, average = begin(options, network, every)
        if leads():
            # Not before: a folder that was refused may be that of a run that is just writing.
            _clear(options)
        examples = facts.mixture.select(every)
        run = _Run(options, _ending(network, facts.end), facts, examples, valid)
        return run.go(jax.tree.map(everywhere, state), average)
    except OSError as error:
        raise BadInput(_not_kept(options, error)) from None
    except jax.errors.JaxRuntimeError as error:
        if not is_shortage(error):
            raise
        asked = facts or options
        records = resident_bytes(asked.mixture.select(every))
        dtype, device = onednn.chosen_dtype(asked.dtype), jax.local_devices()[0]
        raise shortage(network, dtype, records, device, jax.device_count()) from None


def _not_kept(options: TrainOptions, error: OSError) -> str:
    return f"{error.filename or options.out}: the run cannot be kept there: {error.strerror or error}"


def _clear(options: TrainOptions) -> None:
    """Removes what a run that was killed had half written."""
    for name in (FILE, METRICS, _weights(options).name):
        for part in options.out.glob(f"{escape(name)}.*.part"):
            part.unlink(missing_ok=True)


def _weights(options: TrainOptions) -> Path:
    return options.out / f"{options.cfg.stem}.weights"


def trainable(cfg: Path) -> NetSpec:
    """The network of a cfg. Raises BadInput if it cannot be trained on position records."""
    network = check_go(load_network(cfg))
    net, size = network.net, network.input[0]
    if size != SIDE:
        raise net.error(f"height={size}", f"{SIDE}, the size of position records", "height")
    batch, parts = net.integer("batch"), net.integer("subdivisions")
    if batch % parts:
        raise net.error(f"subdivisions={parts}", f"a divisor of batch={batch}", "subdivisions")
    softmax = network.layers[-1].section
    if softmax.integer("noloss"):
        raise softmax.error("noloss=1", "noloss=0: its loss is what training makes small", "noloss")
    check_schedule(net)
    return network


def _resume(options: TrainOptions, network: NetSpec, every: Examples) -> tuple[TrainState, RunFacts, float]:
    like = initial_state(network, initial_parameters(network, 0))
    state, facts, average = load_checkpoint(options.out, like)
    for name, found, expected in (
        ("cfg", network_identity(network), facts.network),
        ("number of training positions", len(facts.mixture.select(every)), facts.positions),
    ):
        if found != expected:
            raise BadInput(f"{options.out}: this run began with another {name}; expected the same again")
    if options.max_positions is not None:
        facts = replace(
            facts, end=_end(network, facts.start, math.ceil(options.max_positions / _batch(network)))
        )
        if facts.end < int(state.updates):
            done = (int(state.updates) - facts.start) * _batch(network)
            found = f"found --max-positions {options.max_positions:,}"
            raise BadInput(f"{found}; expected {done:,} or more: so many this run has seen")
    fast = onednn.serves(facts.dtype)
    if facts.fast not in (None, fast) and leads():
        before, now = ("oneDNN", "XLA") if facts.fast else ("XLA", "oneDNN")
        said = f"this run was computed by {before} and goes on by {now}, which rounds otherwise"
        print(f"darkgo: {options.out}: {said}", file=sys.stderr)
    return state, replace(facts, fast=fast), average


def _batch(network: NetSpec) -> int:
    return network.net.integer("batch")


def _start(options: TrainOptions, network: NetSpec, every: Examples) -> tuple[TrainState, RunFacts, float]:
    if (options.out / FILE).exists():
        raise BadInput(
            f"{options.out}: found a run there; expected --resume to go on with it, or another --out"
        )
    examples = options.mixture.select(every)
    if options.reinforce and not np.any(outcome(jnp.asarray(examples[examples.spread(LOOKED_AT)]))):
        raise BadInput(
            f"{options.data}: found no game whose winner is known; --reinforce learns from winners"
        )
    parameters, seen = initial_parameters(network, options.seed), 0
    if options.weights is not None:
        parameters, seen = read_weights(options.weights, network)
    net, batch = network.net, _batch(network)
    start = 0 if options.clear else seen // batch
    if start >= MOST_UPDATES_EVER:
        raise BadInput(f"{options.weights}: found {seen:,} images seen; expected fewer, or --clear")
    state = initial_state(network, parameters, start)
    dtype, seed, mixture = onednn.chosen_dtype(options.dtype), options.seed, options.mixture
    facts = RunFacts(
        network_identity(network),
        len(examples),
        seed,
        dtype,
        start,
        start,
        mixture,
        options.reinforce,
        onednn.serves(dtype),
    )
    if options.max_minutes is not None:
        endless = _ending(network, 2**31 - 1)

        def prepared() -> Advance:
            step = spread_step(endless, dtype, seed)
            return make_advance(endless, step, examples, seed, mixture, options.reinforce)

        spread = jax.tree.map(everywhere, state)
        count = updates_within(60 * options.max_minutes, options.probe_seconds, prepared, spread)
    elif options.max_positions is not None:
        count = math.ceil(options.max_positions / batch)
    else:
        count = net.integer("max_batches") - start
    if count < 1:
        found = f"max_batches={net.integer('max_batches')} after {start} updates"
        raise net.error(found, "more of them, --max-positions or --max-minutes", "max_batches")
    return state, replace(facts, end=_end(network, start, count)), math.nan


def _end(network: NetSpec, start: int, count: int) -> int:
    """The number of the last of so many updates. Raises BadInput if it cannot be counted to."""
    if start + count >= MOST_UPDATES_EVER:
        found = f"batch={_batch(network)} and an end at update {start + count:,}"
        raise network.net.error(found, f"fewer than {MOST_UPDATES_EVER:,} updates", "batch")
    return start + count


def _ending(network: NetSpec, update: int) -> NetSpec:
    """The network with the end of its schedule at this update."""
    return with_options(network, max_batches=update)


@contextmanager
def _deferred_interrupt() -> Iterator[Event]:
    """Ctrl-C sets the event, so that a run stops between two calls with its work saved; a second one stops it
    at once."""
    interrupted = Event()
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # A command in the background of a script is to go on when the script is interrupted.
        yield interrupted
        return

    def note(number: int, frame: FrameType | None) -> None:
        interrupted.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)


class _Run:
    """A run on its way from its present state to its end."""

    def __init__(
        self,
        options: TrainOptions,
        network: NetSpec,
        facts: RunFacts,
        examples: Examples,
        valid: Examples,
    ) -> None:
        self.options, self.network, self.facts, self.valid = options, network, facts, valid
        self.validator = Validator(network, dtype=facts.dtype)
        self.batch, self.positions = _batch(network), len(examples)
        step = spread_step(network, facts.dtype, facts.seed)
        self.advance = make_advance(network, step, examples, facts.seed, facts.mixture, facts.reinforce)
        self.weights = _weights(options)
        self.kept: int | None = None
        """The update of the last checkpoint."""

    def go(self, state: TrainState, average: float) -> Path:
        """Trains from this state to the end; the path of the weights."""
        try:
            return self._go(state, average)
        except OSError as error:
            trouble = _not_kept(self.options, error)
        except BadInput as error:
            if not leads():
                raise
            trouble = str(error)
        kept = f"the checkpoint in {self.options.out} is of update {self.kept}"
        raise BadInput(f"{trouble}; {kept if self.kept else 'there is no checkpoint yet'}")

    def _go(self, state: TrainState, average: float) -> Path:
        at = int(state.updates)
        if not leads():
            return self._follow(state, at)
        self.kept = at if self.options.resume else None
        if at == self.facts.end:
            # Nothing is left to do, but the file may be lost, or of a later update than this checkpoint.
            self._write(state, at)
        began = saved = logged = time.monotonic()
        losses: list[float] = []
        hits: list[float] = []
        journal = Journal(self.options.out, self.facts.start, self.facts.end, at)
        with journal.shown(), _deferred_interrupt() as interrupted:
            for count in self._calls(at):
                state, result = self.advance(state, count)
                loss = np.asarray(result.loss)
                self._check(loss, at)
                at += count
                for value in loss.tolist():
                    average = value if math.isnan(average) else 0.95 * average + 0.05 * value
                losses.extend(loss.tolist())
                hits.extend(np.asarray(result.accuracy).tolist())
                now = time.monotonic()
                due = at == self.facts.end or now - saved >= 60 * self.options.checkpoint_minutes
                due = due or interrupted.is_set()
                if not due and now - logged < self.options.log_seconds:
                    continue
                row = Row(
                    update=at,
                    positions=(at - self.facts.start) * self.batch,
                    loss=float(np.mean(losses)),
                    accuracy=float(np.mean(hits)),
                    rate=float(result.rate[-1]),
                    positions_per_second=len(losses) * self.batch / (now - logged),
                )
                if due:
                    row = self._weighed(state, row)
                journal.add(row, average, at * self.batch / self.positions, now - began, at * self.batch)
                if due:
                    # It comes last: a run that is resumed from it has its weights and its row already.
                    save_checkpoint(self.options.out, state, self.facts, average)
                    self.kept = at
                losses, hits = [], []
                logged = time.monotonic()
                saved = logged if due else saved
                if due and interrupted.is_set() and at < self.facts.end:
                    raise KeyboardInterrupt
        return self.weights

    def _follow(self, state: TrainState, at: int) -> Path:
        """What the other hosts do: they compute, and leave it to the first to tell and to keep."""
        for count in self._calls(at):
            state, result = self.advance(state, count)
            self._check(np.asarray(result.loss), at)
            at += count
        return self.weights

    def _calls(self, at: int) -> Iterator[int]:
        """Numbers of updates for each call: doubled until a call takes about a second."""
        several_hosts = jax.process_count() > 1
        count = CALL_UPDATES if several_hosts else 1
        while at < self.facts.end:
            count = min(count, self.facts.end - at)
            began = time.monotonic()
            yield count
            at += count
            if not several_hosts and time.monotonic() - began < CALL_SECONDS / 2:
                count = min(2 * count, MOST_UPDATES)

    def _check(self, loss: np.ndarray, at: int) -> None:
        good = np.isfinite(loss)
        if not good.all():
            raise BadInput(
                f"update {at + 1 + int(np.argmin(good))}: the loss is no number any more; expected a smaller "
                f"learning_rate in {self.network.net.path}"
            )

    def _weighed(self, state: TrainState, row: Row) -> Row:
        """Writes the weights; the row with what the validation games say of them."""
        # The loss tells of the parameters before the update.
        if not is_finite(state):
            raise BadInput(
                f"update {row.update}: a parameter is no number any more; expected a smaller learning_rate "
                f"in {self.network.net.path}"
            )
        self._write(state, row.update)
        if not len(self.valid):
            return row
        whole, _ = self.validator(jax.device_get(state.parameters), self.valid, self.options.valid_positions)
        return replace(row, valid_top1=whole.top1, valid_nll=whole.nll)

    def _write(self, state: TrainState, at: int) -> None:
        write_weights(self.weights, self.network, state.parameters, at * self.batch)
