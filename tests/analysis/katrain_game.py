"""Run by a Python that has KaTrain: its own game, engine and opponents play with DarkGo until both pass.

Arguments: one of KaTrain's opponents, such as ai:p:weighted; the side of the board; the command that starts
the engine. Prints the moves, and how many points each policy had.
"""

import json
import os
import random
import shlex
import sys
from importlib.resources import files

os.environ["KIVY_NO_ARGS"] = os.environ["KIVY_NO_CONSOLELOG"] = "1"

from katrain.core.ai import generate_ai_move
from katrain.core.constants import OUTPUT_ERROR
from katrain.core.engine import KataGoEngine
from katrain.core.game import Game

SETTINGS = json.loads((files("katrain") / "config.json").read_text("utf-8"))
ENGINE = {
    "backend": "custom",
    "allow_recovery": False,
    "max_visits": 100,
    "max_time": 8.0,
    "wide_root_noise": 0.0,
    "_enable_ownership": True,
}


class KaTrain:
    """What the game and the engine need of the program."""

    def log(self, message: object, level: int = 0) -> None:
        """Errors end the game."""
        if level == OUTPUT_ERROR:
            print("error", message, flush=True)
            os._exit(1)

    def config(self, name: str, default: object = None) -> object:
        """The settings that KaTrain comes with."""
        found = SETTINGS
        for key in name.split("/"):
            found = found.get(key, {})
        return found or default

    def __call__(self, *message: object) -> None:
        print("error", *message, flush=True)
        os._exit(1)


def main() -> None:
    """The opponent plays both colours."""
    random.seed(1)
    opponent, side, *command = sys.argv[1:]
    engine = KataGoEngine(KaTrain(), {**ENGINE, "altcommand": shlex.join(command)})
    game = Game(KaTrain(), engine, game_properties={"SZ": int(side), "KM": 6.5, "RU": "japanese"})
    for _ in range(3 * int(side) ** 2):
        node = game.current_node
        move, played = generate_ai_move(game, opponent, SETTINGS["ai"][opponent])
        if played is None:
            raise SystemExit(f"error {move} was not played")
        print(move.gtp(), len(node.policy), node.analysis_complete, flush=True)
        if game.end_result:
            break
    engine.terminate_queries()
    # Joining its threads would wait for a child of the shell that was killed; the end of the input ends it.
    engine.shutdown(finish=None)
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
