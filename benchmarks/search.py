"""What the search costs beside the network: python -m benchmarks.search [VISITS [CFG WEIGHTS]]

For 19x19 and 9x9 it prints the milliseconds a visit of Python (processor time) and of the network, the boards
a second that the search reaches as a share of what batches of the same sizes reach alone, and the memory of a
node. Both sides of a ratio take turns in one run, as other work on the machine slows both. Then the share
of the tactical positions of `tests/search/tactics.py` that are solved with 1 and with 400 visits.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from statistics import median

from darkgo.go.board import Board
from darkgo.go.game import Game
from darkgo.model.evaluation import Evaluation, Position
from darkgo.model.evaluator import NetworkEvaluator, network_evaluator
from darkgo.paths import default_network
from darkgo.search.search import Search
from tests.search.searches import advance, begin
from tests.search.tactics import PROBLEMS
from tests.search.test_tactics import solves

VISITS = 400
TURNS = 5
MOVES = {19: 100, 9: 20}
"""Random moves before the position that is searched."""


class Timed:
    """Asks a network, and adds up the time and the sizes of batches."""

    def __init__(self, network: NetworkEvaluator) -> None:
        self._network = network
        self.seconds = 0.0
        self.batches: list[int] = []

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        """As `Evaluator` says."""
        began = time.perf_counter()
        found = self._network.evaluate(positions)
        self.seconds += time.perf_counter() - began
        self.batches.append(len(positions))
        return found


def begun(size: int, random: Random) -> Game:
    """A game of random moves."""
    game = Game(size)
    while game.move_number < MOVES[size]:
        game.play(random.choice(Board.points(game.legal_mask())))
    return game


def batches_alone(network: NetworkEvaluator, sizes: Sequence[int], size: int, random: Random) -> float:
    """Seconds for batches of these sizes of positions that nobody has asked for."""
    count = sum(sizes)
    stones = [bytes(random.choices((0, 0, 1, 255), k=size * size)) for _ in range(count)]
    positions = [Position(each) for each in stones]
    began, at = time.perf_counter(), 0
    for many in sizes:
        network.evaluate(positions[at : at + many])
        at += many
    return time.perf_counter() - began


def print_cost(network: NetworkEvaluator, size: int, visits: int) -> None:
    """The cost of searches on boards of this size."""
    random = Random(size)
    network.prepare(size, 32)
    python, asked, ratios = [], [], []
    nodes = bytes_used = 0
    for turn in range(TURNS + 1):
        game = begun(size, random)
        timed = Timed(network)
        search = Search(timed, seed=turn)
        begin(search, network, game)
        began, own = time.perf_counter(), time.thread_time()
        advance(search, visits)
        own, took = time.thread_time() - own, time.perf_counter() - began
        alone = batches_alone(network, timed.batches, size, random)
        if turn:  # the first one compiles
            python.append(1000 * own / visits)
            asked.append(1000 * timed.seconds / visits)
            ratios.append(alone / took)
        nodes += search.tree.nodes
        bytes_used += search.tree.bytes_in_use
    print(f"{size}x{size}, {visits} visits:")
    print(f"  Python {median(python):.2f} ms a visit, network {median(asked):.2f} ms")
    print(f"  {100 * median(ratios):.0f}% of the boards/s of the same batches alone")
    print(f"  {bytes_used / nodes:.0f} bytes a node")


def main() -> None:
    """Prints the figures."""
    visits = int(sys.argv[1]) if len(sys.argv) > 1 else VISITS
    files = (Path(name) for name in sys.argv[2:4]) if len(sys.argv) > 3 else default_network()
    network = network_evaluator(*files)
    for size in MOVES:
        print_cost(network, size, visits)
    if len(sys.argv) <= 3:
        for many in (1, 400):
            solved = sum(solves(network, problem, many) for problem in PROBLEMS)
            print(f"{many} visits solve {solved} of {len(PROBLEMS)} tactical positions")
    network.close()


if __name__ == "__main__":
    main()
