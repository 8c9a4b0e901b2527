"""What a training run has written about itself."""

import csv
from pathlib import Path


def mean_loss(out: Path) -> float:
    """The mean loss of a run from its metrics file; how many lines that has depends on the time."""
    with (out / "metrics.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    total, before = 0.0, 0
    for row in rows:
        positions = int(row["positions"])
        total += float(row["loss"]) * (positions - before)
        before = positions
    return total / before
