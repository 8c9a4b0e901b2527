"""A training run: its updates, and the files that it writes at every checkpoint."""

import math
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from glob import escape
from pathlib import Path
from threading import Event
from types import FrameType

import jax
import numpy as np

from darkgo.darknet import onednn
from darkgo.darknet.network import NetSpec, resized
from darkgo.darknet.weights import write_weights
from darkgo.data.records import SIDE
from darkgo.errors import BadInput
from darkgo.model.heads import heads
from darkgo.model.network import check_go, load_network
from darkgo.train.advance import CALL_SECONDS, MOST_UPDATES, make_advance, resident_bytes
from darkgo.train.begin import TrainOptions, ending, goes_by_onednn, resume, start
from darkgo.train.checkpoint import FILE, RunFacts, load_facts, save_checkpoint
from darkgo.train.examples import Examples
from darkgo.train.journal import METRICS, Journal, Row, tell
from darkgo.train.losses import Losses
from darkgo.train.mean_losses import MeanLosses
from darkgo.train.memory import is_shortage, shortage
from darkgo.train.mesh import everywhere, leads, spread_step
from darkgo.train.schedule import check_schedule
from darkgo.train.step import TrainState, is_finite
from darkgo.train.validation import Validator

CALL_UPDATES = 16  # updates per call with several hosts, whose clocks would give different numbers


def train(options: TrainOptions) -> Path:
    """Trains to the end of the schedule; returns the path of the weights.

    Raises BadInput if files cannot be read or written, if the loss is not finite, or if a device has too
    little memory. The last checkpoint remains.
    """
    network = trainable(options.cfg)
    has_value = heads(network).has_value
    mixture = options.mixture
    if (mixture.no_moves or mixture.counted != 1) and (options.reinforce or not has_value):
        option = "--no-moves" if mixture.no_moves else "--counted"
        found = "--reinforce" if options.reinforce else f"{options.cfg} without [ownership] and [outcome]"
        raise BadInput(f"found {option} with {found}; expected a network that learns how games end")
    sides = load_facts(options.out).sides if options.resume else options.sides
    for side in sides:
        check_go(resized(network, side))
    every = [Examples.open(options.data, "train", side, has_value) for side in sides]
    valid = Examples.open(options.data, "valid", with_games=has_value)
    if has_value and leads() and not any(examples.has_game_targets for examples in every):
        tell(f"darkgo: {options.data}: no table of games beside the records: only moves are learnt")
    if not any(map(len, every)):
        expected = "*.train.records with positions, as darkgo data build writes them"
        raise BadInput(f"{options.data}: found no position to train on; expected {expected}")
    facts = None
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        beginning = resume if options.resume else start
        state, facts, average = beginning(options, network, every)
        if leads():
            # This comes after the checks, because a refused folder may belong to a run that is writing now.
            _clear(options)
        examples = facts.mixture.select(every)
        run = _Run(options, ending(network, facts.end), facts, examples, valid)
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
    """Removes the incomplete files of a run that was killed."""
    for name in (FILE, METRICS, options.written.name):
        for part in options.out.glob(f"{escape(name)}.*.part"):
            part.unlink(missing_ok=True)


def trainable(cfg: Path) -> NetSpec:
    """The network of a cfg. Raises BadInput if it cannot be trained on position records."""
    network = check_go(load_network(cfg))
    net, size = network.net, network.input[0]
    if size != SIDE:
        raise net.error(f"height={size}", f"{SIDE}, the size of position records", "height")
    batch, parts = net.integer("batch"), net.integer("subdivisions")
    if batch % parts:
        raise net.error(f"subdivisions={parts}", f"a divisor of batch={batch}", "subdivisions")
    softmax = heads(network).policy.section
    if softmax.integer("noloss"):
        raise softmax.error("noloss=1", "noloss=0: its loss is what training makes small", "noloss")
    check_schedule(net)
    return network


@contextmanager
def _deferred_interrupt() -> Iterator[Event]:
    """Makes Ctrl-C set the event, so that a run stops after the present call and saves its work. A second
    Ctrl-C stops it at once."""
    interrupted = Event()
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # SIGINT is ignored for background commands of a script. They continue when the script is interrupted.
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
    """A training run from its present state to its end."""

    def __init__(
        self,
        options: TrainOptions,
        network: NetSpec,
        facts: RunFacts,
        examples: Sequence[Examples],
        valid: Examples,
    ) -> None:
        self.options, self.network, self.facts, self.valid = options, network, facts, valid
        by_onednn = goes_by_onednn(facts)
        self.validator = Validator(network, dtype=facts.dtype, by_onednn=by_onednn)
        self.batch, self.positions = network.net.integer("batch"), facts.positions
        step = spread_step(network, facts.dtype, facts.seed, by_onednn)
        self.advance = make_advance(network, step, examples, facts.seed, facts.mixture, facts.reinforce)
        self.weights = options.written
        self.kept: int | None = None
        """The update of the last checkpoint."""

    def go(self, state: TrainState, average: float) -> Path:
        """Trains from this state to the end; returns the path of the weights."""
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
            # No update is left, but the weights file may be missing, or newer than this checkpoint.
            self._write(state, at)
        began = saved = logged = time.monotonic()
        mean_losses = MeanLosses()
        journal = Journal(self.options.out, self.facts.start, self.facts.end, at)
        with journal.shown(), _deferred_interrupt() as interrupted:
            for count in self._calls(at):
                state, result = self.advance(state, count)
                losses = jax.device_get(result.losses)
                self._check_losses(losses, at)
                at += count
                mean_losses.add(losses)
                learnt = losses.move.known > 0
                for value in (losses.move.batch_mean[learnt] / losses.move.known[learnt]).tolist():
                    average = value if math.isnan(average) else 0.95 * average + 0.05 * value
                now = time.monotonic()
                due = at == self.facts.end or now - saved >= 60 * self.options.checkpoint_minutes
                due = due or interrupted.is_set()
                if not due and now - logged < self.options.log_seconds:
                    continue
                row = Row(
                    update=at,
                    positions=(at - self.facts.start) * self.batch,
                    loss=mean_losses.mean("loss") or 0.0,
                    accuracy=mean_losses.accuracy,
                    **mean_losses.of_value,
                    rate=float(result.rate[-1]),
                    positions_per_second=mean_losses.updates * self.batch / (now - logged),
                )
                if due:
                    self._check_parameters(state, at)
                    self._write(state, at)
                    row = self._validated(state, row)
                journal.add(row, average, at * self.batch / self.positions, now - began, at * self.batch)
                if due:
                    # The checkpoint is saved last, so that its weights and its row exist when it is resumed.
                    save_checkpoint(self.options.out, state, self.facts, average)
                    self.kept = at
                mean_losses = MeanLosses()
                logged = time.monotonic()
                saved = logged if due else saved
                if due and interrupted.is_set() and at < self.facts.end:
                    raise KeyboardInterrupt
        return self.weights

    def _follow(self, state: TrainState, at: int) -> Path:
        """The run on the hosts after the first: they only compute. The first host reports and saves."""
        for count in self._calls(at):
            state, result = self.advance(state, count)
            self._check_losses(jax.device_get(result.losses), at)
            at += count
        return self.weights

    def _calls(self, at: int) -> Iterator[int]:
        """The number of updates for each call: doubled until a call takes about a second."""
        several_hosts = jax.process_count() > 1
        count = CALL_UPDATES if several_hosts else 1
        while at < self.facts.end:
            count = min(count, self.facts.end - at)
            began = time.monotonic()
            yield count
            at += count
            if not several_hosts and time.monotonic() - began < CALL_SECONDS / 2:
                count = min(2 * count, MOST_UPDATES)

    def _check_losses(self, losses: Losses, at: int) -> None:
        for name, loss in {"": losses.move, **losses.of_value}.items():
            good = np.isfinite(loss.batch_mean)
            if not good.all():
                what = f"the loss of {name}" if name else "the loss"
                raise self._diverged(at + 1 + int(np.argmin(good)), what)

    def _check_parameters(self, state: TrainState, at: int) -> None:
        # The loss belongs to the parameters before the update, so those after it are checked here.
        if not is_finite(state):
            raise self._diverged(at, "a parameter")

    def _diverged(self, update: int, what: str) -> BadInput:
        """The error for a NaN or infinite number. It suggests a new run from the last weights at a smaller
        rate."""
        expected = f"a smaller learning_rate in {self.network.net.path}"
        if self.kept:
            expected += f", and to go on with --weights {self.weights} --clear and another --out"
        return BadInput(f"update {update}: {what} is not a finite number; expected {expected}")

    def _write(self, state: TrainState, at: int) -> None:
        write_weights(self.weights, self.network, state.parameters, at * self.batch)

    def _validated(self, state: TrainState, row: Row) -> Row:
        """The row with the results on the validation games."""
        if not len(self.valid):
            return row
        found = self.validator(jax.device_get(state.parameters), self.valid, self.options.valid_positions)
        row = replace(row, valid_top1=found.moves.top1, valid_nll=found.moves.nll)
        if found.winner is None:
            return row
        return replace(row, valid_winner=found.winner.accuracy, valid_winner_nll=found.winner.nll)
