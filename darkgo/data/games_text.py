"""Tables of games as lines of text."""

import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from darkgo.data.games import BLACK, NEUTRAL, WHITE, Games, open_games
from darkgo.data.manifest import Manifest, Source
from darkgo.data.manifest_text import listed

ENDINGS = {
    "C": "counted",
    "R": "resigned",
    "T": "lost on time",
    "F": "forfeited",
    "V": "without result",
    "?": "end unknown",
}
RULES = {"A": "area rules", "T": "territory rules", "?": "rules unknown"}
ORIGINS = {"X": "exact", "E": "estimated", "L": "of the last position", "?": "unknown"}
_WINNERS = {"1": "Black won", "0": "White won", "=": "a draw", "?": "no winner to learn from"}
_SIGNS = {BLACK: "X", WHITE: "O", NEUTRAL: "+"}


def lines(directory: Path, manifest: Manifest) -> Iterator[str]:
    """How the games of each source ended, and of how many the owners are known. Raises BadInput."""
    for source in manifest.sources:
        if source.has_tables:
            yield from _of_source(directory, source)
        else:
            yield f"{source.name}: no tables of games; darkgo data build with the same sources adds them"


def _of_source(directory: Path, source: Source) -> Iterator[str]:
    ends, rules, owners = Counter[str](), Counter[str](), Counter[str]()
    for records in source.record_files:
        table = open_games(directory / records.file)
        for name, names, counts in (
            ("ending", ENDINGS, ends),
            ("rules", RULES, rules),
            ("origin", ORIGINS, owners),
        ):
            letters, numbers = np.unique(table.rows[name] if table else [], return_counts=True)
            counts.update({names[chr(letter)]: int(n) for letter, n in zip(letters, numbers, strict=True)})
    for what, counts in (("ends", ends), ("rules", rules), ("owners", owners)):
        if counts:
            yield f"{source.name}: {what}: {listed(counts)}"


def game_lines(games: Games, record: int) -> Iterator[str]:
    """What the table knows of the game of a record: its komi, result and rules, and the owners if known."""
    number = int(np.searchsorted(games.rows["first"], record, side="right")) - 1
    row = games.rows[number]
    first, count = int(row["first"]), int(row["count"])
    komi = "komi unknown" if math.isnan(row["komi"]) else f"komi {row['komi']:g}"
    margin = "" if math.isnan(row["margin"]) else f" by {abs(row['margin']):g}" if row["margin"] else ""
    origin = chr(row["origin"])
    yield f"game {number} of {len(games.rows)}: records {first} to {first + count - 1}"
    yield ", ".join(
        [
            komi,
            *([f"{row['handicap']} handicap stones"] if row["handicap"] else []),
            RULES[chr(row["rules"])],
            ENDINGS[chr(row["ending"])],
            f"{_WINNERS[chr(row['winner'])]}{margin}",
            f"owners {ORIGINS[origin]}",
        ]
    )
    if origin != "?":
        signs = [_SIGNS.get(int(owner), ".") for owner in games.owners([number])[0]]
        for start in range(0, len(signs), games.side):
            yield "   " + " ".join(signs[start : start + games.side])
