"""Plays the matches of docs/strength.md, one after the other.

    python data_tools/strength.py FOLDER visits    16, 64, 256, 1024 visits against the step below
    python data_tools/strength.py FOLDER gnugo     one second a move, against GNU Go
    python data_tools/strength.py FOLDER views     256 visits, against the network alone with eight views
    python data_tools/strength.py FOLDER clocks    games on time, against GNU Go and against itself
    python data_tools/strength.py FOLDER levels    each level against the one below, and some against GNU Go

Every match is kept in a folder of its own in FOLDER. The same command goes on where it was stopped.
`--games N` is the number of games of each match; with a larger one finished matches go on. `--size 9` or
`--size 19` plays the matches of one board. At the end the ratings are printed, for `visits` above the network
alone.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

STEPS = (1, 16, 64, 256, 1024)
GNU_GO = "gnugo --mode gtp --level 10 --chinese-rules --capture-all-dead --positional-superko"
LEVELS = 10
CLOCKS = ((19, "30s 3x5s", 6), (19, "10s +1s", 6), (9, "5s +0.5s", 20))
"""The side of the board, the clock, and the games."""
ON_TIME = "default,visits=1000000,name=DarkGo"
"""A player whom only the clock ends."""


@dataclass(frozen=True)
class Match:
    """A match as the command line of `darkgo match` has it."""

    name: str
    """The folder's."""
    players: tuple[str, str]
    games: int
    options: tuple[str, ...]

    def play(self, folder: Path, ladder: Path) -> None:
        """Plays the games that are missing. Raises CalledProcessError."""
        kept = "--out", str(folder / self.name), "--ladder", str(ladder)
        print(f"{self.name}: {' - '.join(self.players)}", file=sys.stderr, flush=True)
        darkgo("match", *self.players, "--games", str(self.games), *self.options, *kept)


def darkgo(*words: str) -> None:
    """Runs a command of DarkGo. Raises CalledProcessError."""
    subprocess.run([sys.executable, "-m", "darkgo", *words], check=True)


def of_visits(size: int, games: int) -> Iterator[Match]:
    """Each number of visits against the next smaller one."""
    for few, many in pairwise(STEPS):
        players = f"default,visits={many}", f"default,visits={few}"
        yield Match(f"visits-{size}-{many}", players, games, ("--size", str(size)))


def of_levels(size: int, games: int, gnu_go: str) -> Iterator[Match]:
    """Each level against the one below, the highest with the search that it has by default. On 19x19 also two
    levels against GNU Go."""
    players = [f"default,level={level}" for level in range(1, LEVELS)]
    players.append(f"default,visits=64,name=darkgo level {LEVELS}")
    for level, (lower, higher) in enumerate(pairwise(players), 2):
        yield Match(f"level-{size}-{level}", (higher, lower), games, ("--size", str(size)))
    if size == 19:
        yield Match("level-19-gnugo-1", (players[5], gnu_go.replace("--level 10", "--level 1")), games, ())
        yield Match("level-19-gnugo-10", (players[7], gnu_go), games, ())


def on_clocks(games: int | None, gnu_go: str) -> Iterator[tuple[int, Match]]:
    """Games on time, one after the other."""
    for size, clock, usual in CLOCKS:
        options = "--size", str(size), "--clock", clock
        for name, other in (("gnugo", gnu_go), ("itself", f"{ON_TIME} again")):
            folder = f"clock-{size}-{clock.replace(' ', '-')}-{name}"
            yield size, Match(folder, (ON_TIME, other), games or usual, options)


def matches(wanted: str, games: int | None, sizes: list[int], gnu_go: str) -> Iterator[tuple[int, Match]]:
    """The matches of a set, with the sides of their boards."""
    match wanted:
        case "visits":
            for size in sizes:
                yield from ((size, one) for one in of_visits(size, games or 60))
        case "gnugo":
            yield 19, Match("gnugo", ("default,seconds=1", gnu_go), games or 40, ())
        case "views":
            yield 19, Match("views", ("default,visits=256", "default,multi"), games or 60, ())
        case "levels":
            for size in sizes:
                yield from ((size, one) for one in of_levels(size, games or 40, gnu_go))
        case "clocks":
            for size, one in on_clocks(games, gnu_go):
                if size in sizes:
                    yield size, one


def main() -> None:
    """Plays, and prints the ratings."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("wanted", choices=("visits", "gnugo", "views", "clocks", "levels"))
    parser.add_argument("--games", type=int)
    parser.add_argument("--size", type=int, action="append")
    parser.add_argument("--gnugo", default=GNU_GO, help="the command of GNU Go")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    ladders: dict[int, Path] = {}
    try:
        for size, one in matches(given.wanted, given.games, given.size or [9, 19], given.gnugo):
            ladders[size] = given.folder / f"{given.wanted}-{size}.jsonl"
            one.play(given.folder, ladders[size])
    except (KeyboardInterrupt, subprocess.CalledProcessError):
        sys.exit(1)
    anchor = ("--anchor", "darkgo visits 1") if given.wanted == "visits" else ()
    for size, ladder in ladders.items():
        print(f"{size}x{size}", flush=True)
        darkgo("ladder", str(ladder), "--size", str(size), *anchor)


if __name__ == "__main__":
    main()
