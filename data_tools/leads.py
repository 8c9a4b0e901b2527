"""Which lead is nearer to the final margin of counted games: the sum of the ownership, which DarkGo shows, or
the median of the margin's distribution, which decides the win rate.

    python data_tools/leads.py RECORDS [--positions N] [--cfg CFG --weights WEIGHTS]

RECORDS is a file of `darkgo data build` with its table of games beside it. N positions are drawn from each
part of the even games that were counted.
"""

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt

from darkgo.data.games import open_games
from darkgo.data.records import BLACK, decode, open_records
from darkgo.model.evaluation import Position
from darkgo.model.evaluator import network_evaluator
from darkgo.paths import default_network

PARTS = ((20, 60), (60, 120), (120, 180), (180, 400))
"""Parts of a game by the number of the move: from (inclusive) and to (exclusive)."""


def main() -> None:
    """Prints, for each part, how far both leads are from the margin, and how often their signs differ."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("records", type=Path)
    parser.add_argument("--positions", type=int, default=300)
    cfg, weights = default_network()
    parser.add_argument("--cfg", type=Path, default=cfg)
    parser.add_argument("--weights", type=Path, default=weights)
    options = parser.parse_args()
    raw, games = open_records(options.records), open_games(options.records)
    if games is None:
        raise SystemExit(f"{options.records}: there is no table of games beside it")
    rows = games.rows
    is_usable = (
        (rows["ending"] == ord("C"))
        & (rows["handicap"] == 0)
        & ~np.isnan(rows["margin"])
        & ~np.isnan(rows["komi"])
    )
    game = np.searchsorted(rows["first"], np.arange(len(raw)), side="right") - 1
    move = np.arange(len(raw)) - rows["first"][game].astype(np.int64)
    evaluator, random = network_evaluator(options.cfg, options.weights), np.random.default_rng(1)
    for begin, end in PARTS:
        here = np.flatnonzero(is_usable[game] & (move >= begin) & (move < end))
        chosen = np.sort(random.choice(here, min(options.positions, len(here)), replace=False))
        found = evaluator.evaluate([Position(one.tobytes()) for one in decode(raw[chosen]).stones])
        sign = np.where(raw[chosen, 0] == BLACK, 1, -1)
        margin = sign * rows["margin"][game[chosen]]
        total = np.array([one.margin for one in found]) - sign * rows["komi"][game[chosen]]
        median = total + games.side * np.array([one.shift for one in found])
        differ = np.mean((total > 0) != (median > 0))
        print(f"moves {begin:3} to {end - 1:3}: ownership {distance(total, margin)}", end="; ")
        print(f"median {distance(median, margin)}; signs differ in {differ:.0%} of {len(chosen)}")
    evaluator.close()


def distance(lead: npt.NDArray[np.float64], margin: npt.NDArray[np.float64]) -> str:
    """The median and the mean distance from the margin, and how often the winner is named."""
    far = np.abs(lead - margin)
    return f"{np.median(far):.1f} ({far.mean():.1f}), winner {np.mean((lead > 0) == (margin > 0)):.0%}"


if __name__ == "__main__":
    main()
