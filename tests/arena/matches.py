"""Matches between small programs, as the tests play them."""

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from darkgo.arena.contest import Contest
from darkgo.arena.entrants import parse
from darkgo.arena.folder import Folder
from darkgo.arena.ladder import GameResult
from darkgo.arena.match import Match
from darkgo.arena.openings import drawn
from darkgo.go.game import Rules
from tests.waiting import PATIENCE

FAKE = Path(__file__).with_name("fake_gtp.py")


def fake(how: str) -> str:
    """The program that behaves so, named after it."""
    return shlex.join([sys.executable, str(FAKE), how]) + f",name={how}"


def match(a: str, b: str, size: int = 5, seconds: float = PATIENCE, openings: int = 0) -> Match:
    """A match on a small board, from the empty one unless so many openings are drawn."""
    sides = parse(a), parse(b)
    return Match(sides, size, Rules(0.5), drawn(openings, size, 1) or [()], 0, seconds)


@contextmanager
def contest(agreed: Match, games: int, out: Path | None = None, at_once: int = 1) -> Iterator[Contest]:
    """The match with a folder to keep its games in."""
    with Folder.open(out, {"size": agreed.size, "a": agreed.sides[0].name}) as folder:
        yield Contest(agreed, games, at_once, folder)


def played(agreed: Match, games: int, out: Path | None = None, at_once: int = 1) -> list[GameResult]:
    """The results of the games that were still to be played."""
    with contest(agreed, games, out, at_once) as all_games:
        return list(all_games.play())
