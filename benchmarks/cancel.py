"""How soon a search ends when it is cancelled: python -m benchmarks.cancel [TIMES]

The real network searches, and is cancelled at some moment from another thread. Printed are the milliseconds
until the last report has ended, and beside them those of one batch of 32 boards, in turns: a search may have
to wait for the batch that is being computed.
"""

import sys
import time
from random import Random
from statistics import median
from threading import Thread

from benchmarks.evaluator import different
from darkgo.engine.limit import Limit
from darkgo.engine.searching import Reader
from darkgo.engine.thinking import Question, Thought
from darkgo.go.game import Game
from darkgo.model.evaluator import NetworkEvaluator, network_evaluator
from darkgo.paths import default_network

TIMES = 20
BOUND = 50
"""Milliseconds within which it is to end, or within one batch."""


def cancelled(evaluator: NetworkEvaluator, seconds: float) -> float:
    """Milliseconds from the cancellation of a search, so many seconds after its begin, to its end."""
    thought = Thought(evaluator, Question(Game(19)), Limit(visits=10**6), reader=Reader(evaluator))
    thread = Thread(target=thought.result)
    thread.start()
    time.sleep(seconds)
    began = time.perf_counter()
    thought.cancel()
    thread.join()
    return 1000 * (time.perf_counter() - began)


def batch(evaluator: NetworkEvaluator, random: Random) -> float:
    """Milliseconds of 32 boards."""
    positions = different(32, random)
    began = time.perf_counter()
    evaluator.evaluate(positions)
    return 1000 * (time.perf_counter() - began)


def main() -> None:
    """Prints both times."""
    random = Random(1)
    evaluator = network_evaluator(*default_network())
    evaluator.prepare(19, 32).result()
    ends, batches = [], []
    for _ in range(int(sys.argv[1]) if sys.argv[1:] else TIMES):
        ends.append(cancelled(evaluator, random.uniform(0.2, 0.6)))
        batches.append(batch(evaluator, random))
    print(f"a cancelled search ends after {median(ends):.0f} ms, the slowest after {max(ends):.0f} ms")
    print(f"a batch of 32 boards takes {median(batches):.0f} ms, the slowest {max(batches):.0f} ms")
    late = sum(end > max(BOUND, one) for end, one in zip(ends, batches, strict=True))
    print(f"{late} of {len(ends)} took longer than {BOUND} ms and the batch after them")
    evaluator.close()


if __name__ == "__main__":
    main()
