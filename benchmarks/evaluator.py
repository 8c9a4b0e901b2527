"""What lies between a network and its askers: python -m benchmarks.evaluator [CFG WEIGHTS]

The first part prints the time of Python for one position late in a game, without the network. The second
prints how many boards a second eight askers at once reach, as a share of what batches of eight reach. Both
sides of a ratio take turns in one run, because other work on the machine slows both.
"""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from statistics import median
from threading import Thread

import numpy as np

from darkgo.darknet.ways import Computation
from darkgo.engine.player import decide
from darkgo.engine.ranking import rank
from darkgo.engine.thinking import Question, reported
from darkgo.engine.useful import is_eye
from darkgo.go.board import Board
from darkgo.go.game import Game
from darkgo.model.evaluation import Position
from darkgo.model.evaluator import NetworkEvaluator
from darkgo.model.go_network import GoNetwork
from darkgo.paths import default_network

GAMES = 40
MOVES = 250
ASKERS = 8
BOARDS = 40
"""Boards that each asker wants, one after another."""
TURNS = 5


def late_positions() -> list[Game]:
    """Games of 250 random moves in which nobody fills an eye."""
    random = Random(1)
    games = []
    for _ in range(GAMES):
        game = Game(19)
        while game.move_number < MOVES:
            points = Board.points(game.legal_mask())
            random.shuffle(points)
            game.play(next(point for point in points if not is_eye(game.board, point, game.to_move)))
        games.append(game)
    return games


def microseconds(work: Callable[[Game], object], games: Sequence[Game]) -> float:
    """The median time of the work for one game, each the best of three."""
    times = []
    for game in games:
        best = float("inf")
        for _ in range(3):
            began = time.perf_counter()
            work(game)
            best = min(best, time.perf_counter() - began)
        times.append(1e6 * best)
    return median(times)


def print_python(network: GoNetwork) -> None:
    """The time of Python for one position, step by step."""
    games = late_positions()
    evaluator = NetworkEvaluator(lambda: network)
    known = dict(zip(games, evaluator.evaluate([Position.of(game) for game in games]), strict=True))
    questions = {game: Question(game.snapshot()) for game in games}
    reports = {game: reported(questions[game], [known[game]], None) for game in games}
    steps: dict[str, Callable[[Game], object]] = {
        "copy of the game": lambda game: game.snapshot(),
        "stones as the network's input": lambda game: Position.of(game),
        "legal moves by the readable rules": lambda game: game.legal_mask(),
        "points that superko forbids": lambda game: game.forbidden_mask(),
        "legal moves in their order": lambda game: rank(known[game], game),
        "report": lambda game: reported(questions[game], [known[game]], None),
        "decision": lambda game: decide(game, reports[game]),
    }
    times = {name: microseconds(work, games) for name, work in steps.items()}
    for name, each in times.items():
        print(f"{name:36} {each:7.0f} us")
    every = sum(
        times[name] for name in ("copy of the game", "stones as the network's input", "report", "decision")
    )
    print(f"{'from a position to a move, all in all':36} {every:7.0f} us")
    evaluator.close()


def different(count: int, random: Random) -> list[Position]:
    """Positions that nobody has asked for."""
    return [Position(bytes(random.choices((0, 0, 1, 255), k=361))) for _ in range(count)]


def print_askers(network: GoNetwork) -> None:
    """Boards a second of eight askers at once, and of batches of eight."""
    random = Random(1)
    evaluator = NetworkEvaluator(lambda: network, kept=1)
    batch = np.zeros((ASKERS, 361), np.int8)
    network.answer(batch)
    evaluator.evaluate(different(ASKERS + 1, random))
    ratios = []
    for _ in range(TURNS):
        wanted = [different(BOARDS, random) for _ in range(ASKERS)]
        began = time.perf_counter()
        for _ in range(BOARDS):
            network.answer(batch)
        alone = time.perf_counter() - began

        def ask(positions: Sequence[Position]) -> None:
            for position in positions:
                evaluator.evaluate([position])

        threads = [Thread(target=ask, args=(positions,)) for positions in wanted]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        ratios.append(alone / (time.perf_counter() - began))
    print(f"{ASKERS} askers at once: {100 * median(ratios):.0f}% of the boards/s of batches of {ASKERS}")
    evaluator.close()


def main() -> None:
    """Prints the figures."""
    cfg, weights = (Path(name) for name in sys.argv[1:3]) if len(sys.argv) > 2 else default_network()
    network = GoNetwork(cfg, weights, Computation())
    print_python(network)
    print_askers(network)


if __name__ == "__main__":
    main()
