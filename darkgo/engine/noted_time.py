"""The remaining time after a move, as a game record notes it: SGF's BL, WL, OB and OW.

OB and OW are the stones to play in a Canadian period, or the remaining periods of byo-yomi.
"""

from darkgo.engine.clock import Left
from darkgo.engine.time_text import read_seconds
from darkgo.go.points import Colour
from darkgo.go.tree import GameTree

_IDENTS = {Colour.BLACK: ("BL", "OB"), Colour.WHITE: ("WL", "OW")}
"""The properties of a player: seconds, and periods or stones."""
_DIGITS = 4
"""A number of periods or stones with more digits is ignored."""


def note_time(tree: GameTree, colour: Colour, left: Left) -> None:
    """Notes the remaining time of a player in the present node."""
    seconds, count = _IDENTS[colour]
    here = tree.annotations()
    here.add(seconds, f"{left.seconds:.1f}".encode())
    if left.count:
        here.add(count, str(left.count).encode())


def noted_time(tree: GameTree, colour: Colour) -> Left | None:
    """The remaining time of a player, by the last node up to the present one that notes it; None if none
    does."""
    seconds_ident, count_ident = _IDENTS[colour]
    node = tree.latest(seconds_ident)
    seconds = read_seconds(node.text(seconds_ident)) if node else None
    if node is None or seconds is None:
        return None
    count = node.text(count_ident)
    is_number = count.isdecimal() and len(count) <= _DIGITS
    return Left(seconds, int(count) if is_number else 0)
