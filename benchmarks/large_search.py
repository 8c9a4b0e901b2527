"""Whether a large search runs, and what it takes: python -m benchmarks.large_search [VISITS [SIZE]]

For a board of this size, 19x19 by default, it prints the milliseconds of Python a visit, the length of the
main line, and the bytes a visit of a search of so many visits, 100,000 by default. No network is asked:
policy and value are drawn from the stones. So the time is that of the search alone.
"""

import resource
import sys
import time
from collections.abc import Sequence
from hashlib import blake2b
from random import Random

import numpy as np

from benchmarks.search import begun
from darkgo.model.evaluation import Evaluation, Position
from darkgo.search.search import Search
from tests.search.searches import begin

VISITS = 100_000
SHARPNESS = 3.0
"""The standard deviation of the logarithms of the policy: about twelve moves have nine tenths of it."""


class Drawn:
    """Draws what it says from the stones, and adds up the processor time that this takes."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        """As `Evaluator` says."""
        began = time.thread_time()
        found = [_drawn(position) for position in positions]
        self.seconds += time.thread_time() - began
        return found


def _drawn(position: Position) -> Evaluation:
    random = np.random.default_rng(int.from_bytes(blake2b(position.stones, digest_size=8).digest()))
    stones = np.frombuffer(position.stones, np.int8)
    free = np.append(stones == 0, True)
    shares = np.where(free, np.exp(SHARPNESS * random.standard_normal(len(free))), 0)
    ownership = (stones + random.normal(0, 0.1, len(stones))).astype(np.float32)
    return Evaluation((shares / shares.sum()).astype(np.float32), free, free[:-1], ownership)


def print_search(size: int, visits: int) -> None:
    """The cost of one search on a board of this size."""
    evaluator = Drawn()
    game = begun(size, Random(size))
    search = Search(evaluator)
    begin(search, evaluator, game)
    before, began, evaluator.seconds = _memory(), time.thread_time(), 0.0
    while search.visits < visits and search.advance(visits - search.visits):
        pass
    spent = time.thread_time() - began - evaluator.seconds
    tree = search.tree
    deepest = len(search.found().moves[0].variation)
    print(f"{size}x{size}, {visits:,} visits, {tree.nodes:,} positions, main line of {deepest} moves:")
    print(f"  Python {1000 * spent / visits:.2f} ms a visit")
    grown = _memory() - before
    print(f"  {grown / visits:.0f} bytes a visit by the process, {tree.bytes / visits:.0f} by arrays")


def _memory() -> int:
    """The most bytes that the process has used."""
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    """Prints the figures."""
    visits = int(sys.argv[1]) if len(sys.argv) > 1 else VISITS
    print_search(int(sys.argv[2]) if len(sys.argv) > 2 else 19, visits)


if __name__ == "__main__":
    main()
