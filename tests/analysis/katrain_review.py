"""Run by a Python that has KaTrain: its own game and engine analyse a whole record.

Arguments: the record; the command that starts the engine. Prints a line of JSON for each position.
"""

import json
import os
import sys
import time

from katrain.core.engine import KataGoEngine
from katrain.core.game import Game, KaTrainSGF
from katrain_game import ENGINE, KaTrain


def main() -> None:
    """Waits until every position of the main line is analysed."""
    record, *command = sys.argv[1:]
    # With one visit the values are those of the evaluator itself.
    command_line = " ".join(["exec", *command])
    engine = KataGoEngine(
        KaTrain(), {**ENGINE, "max_visits": 1, "fast_visits": 1, "altcommand": command_line}
    )
    game = Game(KaTrain(), engine, move_tree=KaTrainSGF.parse_file(record))
    node, nodes = game.root, [game.root]
    while node.children:
        node = node.children[0]
        nodes.append(node)
    while not all(node.analysis_complete for node in nodes):
        time.sleep(0.05)
    for node in nodes:
        said = {
            "score": node.score,
            "winrate": node.winrate,
            "ownership": node.ownership,
            "lost": node.points_lost,
            "shown": node.format_score(),
            "moves": [[move["move"], move["scoreLead"], move["pointsLost"]] for move in node.candidate_moves],
        }
        print(json.dumps(said), flush=True)
    engine.shutdown(finish=None)
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
