"""What the search costs beside the network: python -m benchmarks.search [VISITS [CFG [WEIGHTS]]]

For 19x19 and 9x9 it prints the milliseconds a visit of the search and of the network, the boards a second
that the search reaches as a share of those of the network alone in batches of the same sizes, as `darkgo
bench` has them, and the memory of a node. Both sides of the ratio take turns, batch by batch, as other work
on the machine slows both. Without WEIGHTS the network has new parameters; without value heads it says that
the owners are the stones. Without a CFG the default network is measured, and then the share of the tactical
positions of `tests/search/tactics.py` that are solved with 1 and with 400 visits.
"""

import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median

import numpy as np

from darkgo.bench.forward import drawn_inputs, forward_call
from darkgo.bench.timing import Call
from darkgo.darknet.network import initial_parameters, resized
from darkgo.darknet.ways import chosen
from darkgo.darknet.weights import read_weights, write_weights
from darkgo.go.board import Board
from darkgo.go.game import Game
from darkgo.model.evaluation import Evaluation, Position
from darkgo.model.evaluator import NetworkEvaluator, network_evaluator
from darkgo.model.network import load_network
from darkgo.model.trial import PROGRAM
from darkgo.paths import default_network, find
from darkgo.search.search import BATCHES, Search
from tests.search.searches import advance, begin
from tests.search.tactics import PROBLEMS
from tests.search.test_tactics import solves

VISITS = 400
TURNS = 5
MOVES = {19: 100, 9: 20}
"""Random moves before the position that is searched."""


class Timed:
    """Asks a network, and adds up the time. After each batch the bare network computes one of that size."""

    def __init__(self, network: NetworkEvaluator, bare: dict[int, Call]) -> None:
        """`bare` computes so many boards."""
        self._network, self._bare = network, bare
        self.seconds = self.bare_seconds = self.paused = 0.0
        """Of the evaluations; of the bare network for as many boards; and of all its calls."""

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        """As `Evaluator` says."""
        began = time.perf_counter()
        found = self._network.evaluate(positions)
        ended = time.perf_counter()
        self.seconds += ended - began
        boards = min(size for size in self._bare if size >= len(positions))
        self._bare[boards]()
        self.paused += (spent := time.perf_counter() - ended)
        self.bare_seconds += spent * len(positions) / boards
        return [
            each if each.has_value else _with_value(each, at)
            for each, at in zip(found, positions, strict=True)
        ]


def _with_value(evaluation: Evaluation, position: Position) -> Evaluation:
    return replace(evaluation, ownership=np.frombuffer(position.stones, np.int8).astype(np.float32))


def begun(size: int, random: Random) -> Game:
    """A game of random moves."""
    game = Game(size)
    while game.move_number < MOVES[size]:
        game.play(random.choice(Board.points(game.legal_mask())))
    return game


def bare_calls(cfg: Path, weights: Path, size: int) -> dict[int, Call]:
    """Calls of the network alone for each size of a batch, as `darkgo bench` times them."""
    network = load_network(cfg)
    parameters, choice = read_weights(weights, network)[0], chosen(cfg, "float32", PROGRAM)
    smaller = resized(network, size)
    calls = {
        boards: forward_call(smaller, parameters, drawn_inputs(smaller.input, boards), choice)
        for _, boards in BATCHES
    }
    for call in calls.values():
        call()
    return calls


def print_cost(network: NetworkEvaluator, bare: dict[int, Call], size: int, visits: int) -> None:
    """The cost of searches on boards of this size."""
    random = Random(size)
    network.prepare(size, 32)
    python, asked, ratios = [], [], []
    nodes = bytes_used = 0
    for turn in range(TURNS + 1):
        game = begun(size, random)
        timed = Timed(network, bare)
        search = Search(timed, seed=turn)
        begin(search, timed, game)
        timed = search._evaluator = Timed(network, bare)
        began = time.perf_counter()
        advance(search, visits)
        took = time.perf_counter() - began - timed.paused
        if turn:  # the first one compiles
            python.append(1000 * (took - timed.seconds) / visits)
            asked.append(1000 * timed.seconds / visits)
            ratios.append(timed.bare_seconds / took)
        nodes += search.tree.nodes
        bytes_used += search.tree.bytes_in_use
    print(f"{size}x{size}, {visits} visits:")
    print(f"  the search {median(python):.2f} ms a visit, the network {median(asked):.2f} ms")
    print(f"  {100 * median(ratios):.0f}% of the boards/s of the network alone")
    print(f"  {bytes_used / nodes:.0f} bytes a node", flush=True)


def main() -> None:
    """Prints the figures."""
    visits = int(sys.argv[1]) if len(sys.argv) > 1 else VISITS
    cfg, weights = default_network()
    with tempfile.TemporaryDirectory() as folder:
        if len(sys.argv) > 2:
            cfg, weights = find(Path(sys.argv[2]), "cfg"), Path(folder) / "new.weights"
            network = load_network(cfg)
            write_weights(weights, network, initial_parameters(network, 0), 0)
        if len(sys.argv) > 3:
            weights = Path(sys.argv[3])
        evaluator = network_evaluator(cfg, weights)
        for size in MOVES:
            print_cost(evaluator, bare_calls(cfg, weights, size), size, visits)
    if len(sys.argv) <= 2:
        for many in (1, 400):
            solved = sum(solves(evaluator, problem, many) for problem in PROBLEMS)
            print(f"{many} visits solve {solved} of {len(PROBLEMS)} tactical positions")
    evaluator.close()


if __name__ == "__main__":
    main()
