"""Problems: positions in which a person made a large mistake, to be solved by a better move."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from hashlib import blake2b

from darkgo.engine.mistakes import worst
from darkgo.engine.player_names import PLAYERS, is_own_game, played_by_program
from darkgo.engine.session import Session
from darkgo.engine.words import points_text
from darkgo.go.points import PASS, Colour
from darkgo.go.tree import GameTree

LOST = 5.0
"""The points that a mistake must lose to become a problem, unless the person says otherwise."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A position, and what became of it."""

    sgf: str
    """The game up to the position, and as the last move the mistake."""
    lost: float
    """The points that the mistake lost."""
    source: str
    """Where it is from: "game.sgf, move 53"."""
    tries: int = 0
    last_try: int = 0
    """The number of this try among those of all problems; 0 for none."""
    is_solved: bool = False

    @property
    def name(self) -> str:
        """The same for the same game up to the same move."""
        return blake2b(self.sgf.encode(), digest_size=8).hexdigest()


def problems_of(
    session: Session, source: str, colours: Collection[Colour], least: float
) -> Iterator[Problem]:
    """A problem of each of the worst moves of these colours on the present line, which is judged, if it lost
    at least so many points. The session ends at one of the positions."""
    line = [one for one in session.judged_line() if one.move and one.move[0] in colours]
    for one in worst(line):
        assert one.move
        assert one.lost is not None
        if one.lost < least or one.move[1] == PASS:
            continue
        session.go_to_before(one.number)
        tree, (colour, point) = GameTree(session.game), one.move
        where = f"{source}, move {one.number}"
        said = f"{colour.name.capitalize()} to move. Here a move lost {points_text(one.lost)} ({where})."
        tree.annotations().set_comment(said)
        tree.play(point, colour)
        yield Problem(tree.write().decode(), round(one.lost, 2), where)


def own_colours(tree: GameTree, person: str) -> frozenset[Colour]:
    """The colours whose moves are the person's own: by the name; else, in a game against the program, those
    that it did not play, and both in any other game that was played here. None in a game of others."""
    named = frozenset(colour for colour, ident in PLAYERS.items() if person and tree.text(ident) == person)
    if named or not is_own_game(tree):
        return named
    return frozenset(Colour) - played_by_program(tree)
