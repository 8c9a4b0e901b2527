"""A network that many ask at once: what they want is gathered into batches, and what was said is kept.

NumPy and JAX are imported by the thread that evaluates, with its first batch.
"""

import gc
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING

from darkgo.go.symmetry import COUNT as VIEWS
from darkgo.model.evaluation import Evaluation, NetworkFailure, Position

if TYPE_CHECKING:
    from darkgo.model.go_network import GoNetwork

FILLED = 0.75
"""The share of a batch that must be wanted. Empty boards fill the rest."""
KEPT = 8192
"""Evaluations that are kept."""


def narrate(text: str) -> None:
    """Says something to the user on stderr."""
    print(f"darkgo: {text}", file=sys.stderr, flush=True)


@dataclass(slots=True, eq=False)
class _Request:
    """What one asker waits for."""

    positions: tuple[Position, ...]
    missing: int
    """Different positions without an evaluation."""
    found: dict[Position, Evaluation] = field(default_factory=dict)
    answer: "Future[list[Evaluation]]" = field(default_factory=Future)

    def take(self, position: Position, evaluation: Evaluation) -> None:
        """Answers when this was the last one missing."""
        self.missing -= position not in self.found
        self.found[position] = evaluation
        if not (self.missing or self.answer.done()):
            self.answer.set_result([self.found[each] for each in self.positions])

    def refuse(self, error: Exception) -> None:
        """Answers by an error."""
        if not self.answer.done():
            self.answer.set_exception(error)


class NetworkEvaluator:
    """Evaluates positions with a network, in a thread of its own that begins with the first question.

    It never waits for a batch to fill: it takes what is asked for.
    """

    def __init__(
        self, load: "Callable[[], GoNetwork]", *, kept: int = KEPT, tell: Callable[[str], object] = narrate
    ) -> None:
        """`load` is called by the thread. What it raises is raised where an evaluation was asked for, and it
        is called again for the next. `tell` takes a line for the user, from the thread."""
        self._load = load
        self._network: GoNetwork | None = None
        self._tell = tell
        self._batches: tuple[int, ...] = ()
        """The numbers of boards that the network is compiled for, ascending; known once it is loaded."""
        self._known: OrderedDict[Position, Evaluation] = OrderedDict()
        self._kept = kept
        self._waiting: dict[Position, list[_Request]] = {}
        self._asked: SimpleQueue[_Request | None] = SimpleQueue()
        self._lock = Lock()
        self._thread: Thread | None = None
        self._is_closed = False

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        """As `Evaluator` says. Raises RuntimeError once it is closed."""
        return self._ask(positions).answer.result() if positions else []

    def prepare(self, size: int, boards: int = 1) -> "Future[list[Evaluation]]":
        """Begins to load the network and to compile it for boards of this size, up to so many at a time, and
        does not wait. The future that it returns is done afterwards. What goes wrong is also told to the
        first who asks for an evaluation."""
        positions = _different(size)
        ready = self._ask(list(islice(positions, boards))).answer
        while boards := boards // 4:
            ready = self._ask(list(islice(positions, boards))).answer
        return ready

    def _ask(self, positions: Sequence[Position]) -> _Request:
        request = _Request(tuple(positions), len({*positions}))
        with self._lock:
            if self._is_closed:
                raise _closed()
            self._asked.put(request)
            if self._thread is None:
                self._thread = Thread(target=self._work, name="evaluator", daemon=True)
                self._thread.start()
        return request

    @property
    def queued(self) -> int:
        """Requests that the thread has not taken up yet."""
        return self._asked.qsize()

    @property
    def largest_batch(self) -> int:
        """The most boards that are evaluated at a time; 1 until the network is loaded."""
        return self._batches[-1] if self._batches else 1

    def close(self) -> None:
        """Ends the thread after its present batch. What still waits is refused, and what is asked later."""
        with self._lock:
            self._is_closed, thread = True, self._thread
            self._asked.put(None)
        if thread:
            thread.join()

    # What follows runs in the thread.

    def _work(self) -> None:
        while self._gather():
            if self._waiting:
                self._evaluate_some()
        for requests in self._waiting.values():
            for request in requests:
                request.refuse(_closed())

    def _gather(self) -> bool:
        """Takes what is asked for, and waits only when there is nothing to do; False once it is closed."""
        while True:
            try:
                request = self._asked.get(block=not self._waiting)
            except Empty:
                return True
            if request is None:
                return False
            for position in request.positions:
                if position in self._known:
                    self._known.move_to_end(position)
                    request.take(position, self._known[position])
                else:
                    self._waiting.setdefault(position, []).append(request)

    def _evaluate_some(self) -> None:
        """Evaluates what the next batch has room for, of what waits longest and others like it."""
        first = next(iter(self._waiting))
        try:
            network = self._loaded()
        except Exception as error:
            self._refuse(first.size, _for_askers(error))
            return
        largest = self._batches[-1]
        alike = (each for each in self._waiting if (each.size, each.rows) == (first.size, first.rows))
        some = list(islice(alike, max(1, largest // first.rows)))
        filled = _filled(first.rows * len(some), self._batches)
        some = some[: max(1, filled // first.rows)]
        try:
            from darkgo.model.batch import evaluated

            found = evaluated(network, some, filled)
        except Exception as error:
            if _is_for_want_of_memory(error) and filled > 1:
                self._batches = tuple(size for size in self._batches if size < filled)
                fewer = self._batches[-1]
                self._tell(f"not enough memory for {filled} boards at a time: now {fewer}")
            else:
                self._refuse(first.size, _for_askers(error))
            return
        for position, evaluation in zip(some, found, strict=True):
            self._keep(position, evaluation)
            for request in self._waiting.pop(position):
                request.take(position, evaluation)

    def _loaded(self) -> "GoNetwork":
        if self._network is None:
            self._network = self._load()
            from darkgo.darknet.device import batches

            self._batches = batches()
        return self._network

    def _refuse(self, size: int, error: Exception) -> None:
        """Raises the error for all who wait for positions of this size."""
        for position in [each for each in self._waiting if each.size == size]:
            for request in self._waiting.pop(position):
                request.refuse(error)

    def _keep(self, position: Position, evaluation: Evaluation) -> None:
        self._known[position] = evaluation
        if len(self._known) > self._kept:
            self._known.popitem(last=False)


def network_evaluator(cfg: Path, weights: Path, precision: str = "float32") -> NetworkEvaluator:
    """Evaluates with the network of these files, computed as is fastest on this machine in this precision:
    float32, bfloat16 or auto, which is the faster of the two.

    They are read with the first question. Which way is the fastest is tried in the background, for the next
    start, where it is not known yet.
    """

    def load() -> "GoNetwork":
        with _no_search_for_garbage():
            from darkgo.darknet.compiled import keep_compiled
            from darkgo.darknet.device import choose_device
            from darkgo.darknet.ways import chosen
            from darkgo.model.go_network import GoNetwork
            from darkgo.model.trial import PROGRAM

            choose_device(narrate)
            keep_compiled()
            return GoNetwork(cfg, weights, chosen(cfg, precision, PROGRAM))

    return NetworkEvaluator(load)


@contextmanager
def _no_search_for_garbage() -> Iterator[None]:
    """While JAX is imported Python looks for no garbage, and later never in what is there by then.

    JAX brings so many objects that a search through them takes a tenth of a second, in which no key is
    answered.
    """
    if "jax" in sys.modules:
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _filled(rows: int, batches: Sequence[int]) -> int:
    """The number of boards of the next batch where `rows` are wanted."""
    return max(size for size in batches if size == 1 or rows >= FILLED * size)


def _different(size: int) -> Iterator[Position]:
    """Positions of one stone or none, in each of the views."""
    for point in range(-1, size * size):
        stones = bytes(at == point for at in range(size * size))
        yield from (Position(stones, view) for view in range(VIEWS))


def _closed() -> RuntimeError:
    return RuntimeError("the evaluator is closed")


def _for_askers(error: Exception) -> Exception:
    """What those who ask are told. A fault of the program stays what it is."""
    if not isinstance(error, RuntimeError | MemoryError | OSError):
        return error
    reason = next(iter(str(error).splitlines()), "") or type(error).__name__
    failure = NetworkFailure(f"the network failed: {reason}")
    failure.__cause__ = error
    return failure


def _is_for_want_of_memory(error: Exception) -> bool:
    return isinstance(error, MemoryError) or "RESOURCE_EXHAUSTED" in str(error)
