"""Run by a Python that has KaTrain: its own engine class asks DarkGo about every move of a game.

Arguments: the command that starts the engine. Prints the moves and how many points each policy had.
"""

import os
import shlex
import sys
import threading

os.environ["KIVY_NO_ARGS"] = os.environ["KIVY_NO_CONSOLELOG"] = "1"

from katrain.core.constants import OUTPUT_ERROR
from katrain.core.engine import KataGoEngine
from katrain.core.game_node import GameNode
from pysgf import Move

MOVES = 250
CONFIG = {
    "backend": "custom",
    "altcommand": shlex.join(sys.argv[1:]),
    "allow_recovery": False,
    "max_visits": 100,
    "max_time": 8.0,
    "wide_root_noise": 0.0,
    "_enable_ownership": True,
}


class KaTrain:
    """What the engine needs of the program."""

    def log(self, message: object, level: int = 0) -> None:
        """Errors end the game."""
        if level == OUTPUT_ERROR:
            print("error", message, flush=True)
            os._exit(1)

    def __call__(self, *message: object) -> None:
        print("error", *message, flush=True)
        os._exit(1)


def main() -> None:
    """Plays the network's first choice for both."""
    engine = KataGoEngine(KaTrain(), CONFIG)
    node = GameNode(properties={"SZ": 19, "KM": 6.5, "RU": "japanese"})
    for _ in range(MOVES):
        done = threading.Event()

        def analysed(found: dict, partial: bool, node: GameNode = node, done: threading.Event = done) -> None:
            node.set_analysis(found, partial_result=partial)
            done.set()

        engine.request_analysis(node, analysed)
        if not done.wait(120):
            raise SystemExit("error no answer in two minutes")
        best = node.candidate_moves[0]
        print(best["move"], len(node.policy), node.analysis_complete, flush=True)
        node = node.play(Move.from_gtp(best["move"], player=node.next_player))
    engine.terminate_queries()
    # Joining its threads would wait for a child of the shell that was killed; the end of the input ends it.
    engine.shutdown(finish=None)
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
