"""A training run: its updates, and the files that it writes at every checkpoint."""

import math
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from glob import escape
from pathlib import Path
from threading import Event
from types import FrameType

import jax
import numpy as np

from darkgo.darknet import onednn
from darkgo.darknet.weights import write_weights
from darkgo.errors import BadInput
from darkgo.train.begin import TrainOptions, ending, goes_by_onednn, resume, start
from darkgo.train.calls import CALL_SECONDS, MOST_UPDATES
from darkgo.train.checkpoint import FILE, RunFacts, save_checkpoint
from darkgo.train.journal import METRICS, Journal, Row
from darkgo.train.losses import Losses
from darkgo.train.mean_losses import MeanLosses
from darkgo.train.memory import is_shortage, shortage
from darkgo.train.mesh import everywhere, leads, spread_step
from darkgo.train.open_set import open_set
from darkgo.train.step import TrainState, is_finite
from darkgo.train.training_set import TrainingSet

CALL_UPDATES = 16  # updates per call with several hosts, whose clocks would give different numbers


def train(options: TrainOptions) -> Path:
    """Trains to the end of the schedule; returns the path of the weights.

    Raises BadInput if files cannot be read or written, if the loss is not finite, or if a device has too
    little memory. The last checkpoint remains.
    """
    examples = open_set(options)
    facts = None
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        beginning = resume if options.resume else start
        state, facts, average = beginning(options, examples)
        if leads():
            # This comes after the checks: a folder that they refuse may belong to a run that is writing now.
            _clear(options)
            examples.keep_beside(options.written)
        run = _Run(options, examples, facts)
        return run.go(jax.tree.map(everywhere, state), average)
    except OSError as error:
        raise BadInput(_not_kept(options, error)) from None
    except jax.errors.JaxRuntimeError as error:
        if not is_shortage(error):
            raise
        network, objective, records = examples.network, examples.objective, examples.resident_bytes()
        dtype, device = onednn.chosen_dtype((facts or options).dtype), jax.local_devices()[0]
        raise shortage(network, objective, dtype, records, device, jax.device_count()) from None


def _not_kept(options: TrainOptions, error: OSError) -> str:
    return f"{error.filename or options.out}: the run cannot be kept there: {error.strerror or error}"


def _clear(options: TrainOptions) -> None:
    """Removes the incomplete files of a run that was killed."""
    for name in (FILE, METRICS, options.written.name):
        for part in options.out.glob(f"{escape(name)}.*.part"):
            part.unlink(missing_ok=True)


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

    def __init__(self, options: TrainOptions, examples: TrainingSet, facts: RunFacts) -> None:
        self.options, self.facts = options, facts
        self.network = network = ending(examples.network, facts.end)
        self.batch, self.positions, self.unit = network.net.integer("batch"), facts.positions, examples.unit
        by_onednn = goes_by_onednn(facts)
        self.validated = examples.validator(network, facts.dtype, by_onednn)
        step = spread_step(network, examples.objective, facts.dtype, facts.seed, by_onednn)
        self.advance = examples.advance(network, step, facts.seed)
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
        journal = Journal(self.options.out, self.facts.start, self.facts.end, at, self.unit)
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
                    row = replace(row, **self.validated(state.parameters, self.options.valid_positions))
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
        """The run on all hosts but the first. They only compute; the first host reports and saves."""
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
