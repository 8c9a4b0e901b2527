"""The time that is left after a move, as a game record notes it: SGF's BL, WL, OB and OW.

OB and OW are the stones to be played in a Canadian period, or the periods that are left in byo-yomi.
"""

from darkgo.engine.clock import Left
from darkgo.engine.time_text import read_seconds
from darkgo.go.points import Colour
from darkgo.go.tree import GameTree

_IDENTS = {Colour.BLACK: ("BL", "OB"), Colour.WHITE: ("WL", "OW")}
"""The properties of a player: seconds, and periods or stones."""
_DIGITS = 4
"""The most digits of a number of periods or stones that is believed."""


def note_time(tree: GameTree, colour: Colour, left: Left) -> None:
    """Notes in the present node what a player has left."""
    seconds, count = _IDENTS[colour]
    here = tree.annotations()
    here.add(seconds, f"{left.seconds:.1f}".encode())
    if left.count:
        here.add(count, str(left.count).encode())


def noted_time(tree: GameTree, colour: Colour) -> Left | None:
    """What a player has left by the present node, or by the last one before it that says so; None if none
    does."""
    seconds_ident, count_ident = _IDENTS[colour]
    node = tree.latest(seconds_ident)
    seconds = read_seconds(node.text(seconds_ident)) if node else None
    if node is None or seconds is None:
        return None
    count = node.text(count_ident)
    is_number = count.isdecimal() and len(count) <= _DIGITS
    return Left(seconds, int(count) if is_number else 0)
