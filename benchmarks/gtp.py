"""How fast the GTP engine answers: `play` and, after the first, `genmove`, on the default network.

A game of the engine against itself on 19x19; every move of Black's is generated and every move of White's is
the engine's choice for White sent with `play`. The answers are timed as the other program sees them, without
the pipe. The median and the slowest of a hundred are printed, in milliseconds.

    python -m benchmarks.gtp
"""

import time
from random import Random
from statistics import median

from darkgo.engine.session import Session
from darkgo.engine.setup import Setup
from darkgo.gtp.engine import Engine
from darkgo.model.evaluator import network_evaluator
from darkgo.paths import default_network

MOVES = 100
BOUNDS = {"play": 1, "genmove": 20}
"""Milliseconds that an answer may take."""


def main() -> None:
    """Prints the times of both commands and the first genmove's."""
    random = Random(1)
    cfg, weights = default_network()
    engine = Engine(Session(Setup().game(), network_evaluator(cfg, weights), random=random), random)
    times: dict[str, list[float]] = {command: [] for command in BOUNDS}

    def answered(command: str) -> str:
        began = time.perf_counter()
        answer = engine.answer(command) or ""
        times.setdefault(command.split()[0], []).append(1000 * (time.perf_counter() - began))
        assert answer.startswith("="), answer
        return answer[2:].strip()

    answered("genmove b")
    first = times["genmove"].pop()
    for _ in range(MOVES):
        answered(f"play w {answered('reg_genmove w')}")
        answered("genmove b")
    print(f"the first genmove, with loading and compiling: {first:.0f} ms")
    for command, bound in BOUNDS.items():
        found = times[command]
        print(f"{command}: median {median(found):.2f} ms, slowest {max(found):.2f} ms (bound {bound} ms)")


if __name__ == "__main__":
    main()
