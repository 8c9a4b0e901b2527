"""What positions a record file holds: by stones on the board, by winner, and how many passes.

    python data_tools/phases.py RECORDS...

Accuracy by phase, as `darkgo valid` prints it, is to be read beside these shares.
"""

import sys

import numpy as np

from darkgo.data.records import BLACK, SIDE, UNKNOWN, WHITE, decode, open_records
from darkgo.errors import BadInput

LIMIT = 200_000
EDGES = (60, 150)


def describe(path: str) -> None:
    raw = open_records(path)
    sample = raw[np.unique(np.linspace(0, max(len(raw) - 1, 0), LIMIT).astype(np.int64))] if len(raw) else raw
    positions = decode(sample)
    stones = np.count_nonzero(positions.stones, axis=1)
    print(f"{path}: {len(raw):,} positions, shares of {len(sample):,} of them")
    shares = {f"under {EDGES[0]} stones": stones < EDGES[0]}
    shares[f"{EDGES[0]} to {EDGES[1] - 1} stones"] = (stones >= EDGES[0]) & (stones < EDGES[1])
    shares[f"{EDGES[1]} and more"] = stones >= EDGES[1]
    shares["pass played"] = positions.row == SIDE
    for winner, name in ((BLACK, "Black won"), (WHITE, "White won"), (UNKNOWN, "winner unknown")):
        shares[name] = positions.winner == winner
    for name, which in shares.items():
        print(f"  {name:18} {100 * np.mean(which) if len(which) else 0:6.2f}%")


if __name__ == "__main__":
    try:
        for argument in sys.argv[1:]:
            describe(argument)
    except BadInput as error:
        sys.exit(f"phases: {error}")
