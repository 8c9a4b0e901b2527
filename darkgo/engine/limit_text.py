"""How long is thought about a position, as it is typed and as it is said."""

import re

from darkgo.engine.limit import BY_DEFAULT, Limit, limit_of
from darkgo.errors import BadInput, shown

STEPS = ("", "1", "1s", "2s", "5s", "10s", "20s", "30s", "60s", "100", "400", "1600", "6400")
"""Usual limits."""
_TYPED = re.compile(r"(?P<visits>\d{1,10})?(?:(?:^|\s+)(?P<seconds>\d{1,6}(?:\.\d{1,3})?)\s*s)?", re.ASCII)


def read_limit(text: str, otherwise: Limit = BY_DEFAULT) -> Limit:
    """The limit that was typed: "400" visits, "2s" for two seconds, "400 2s" for what ends earlier; nothing
    for `otherwise`. Raises BadInput."""
    match = _TYPED.fullmatch(text.strip().lower())
    if match is None:
        raise BadInput(f'"{shown(text)}": expected visits or seconds such as 400, 2s or 400 2s')
    visits, seconds = match["visits"], match["seconds"]
    return limit_of(int(visits) if visits else None, float(seconds) if seconds else None, otherwise)


def limit_words(text: str) -> str:
    """What a typed limit means for a move: "2 s a move"."""
    limit = read_limit(text)
    if limit.visits == 1:
        return "the network alone"
    visits = f"{limit.visits:.0f} visits" if limit.visits < float("inf") else ""
    seconds = f"{limit.seconds:g} s" if limit.seconds < float("inf") else ""
    return f"{visits}, at most {seconds}" if visits and seconds else f"{visits or seconds} a move"
