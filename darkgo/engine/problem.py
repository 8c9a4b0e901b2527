"""Problems: positions in which a person made a large mistake, to be solved by a better move."""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import blake2b

from darkgo.engine.judged_line import JudgedMove
from darkgo.engine.limit import CAREFUL, Limit
from darkgo.engine.mistakes import worst
from darkgo.engine.player_names import PLAYERS, is_own_game, played_by_program
from darkgo.engine.session import Session
from darkgo.engine.words import points_text
from darkgo.go.points import PASS, Colour
from darkgo.go.steps import Move
from darkgo.go.tree import GameTree

LOST = 5.0
"""The points that a mistake must lose to become a problem, unless the person says otherwise."""
MOST_CHECKED, MOST = 10, 5
"""Moves of a game that are judged by a search, and problems that are made of it."""


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
    session: Session,
    source: str,
    colours: Collection[Colour],
    least: float = LOST,
    limit: Limit = CAREFUL,
) -> list[Problem]:
    """A problem of each of the worst moves of these colours on the present line, which was swept.

    The moves that lost at least so many points are judged again, by a search within the limit before and
    after the move: the opinion of the network alone is rough. Those that lost as much then become problems.
    The session ends at one of the positions. Raises BadInput if the network cannot be used.
    """
    line = [one for one in session.judged_line() if one.move and one.move[0] in colours]
    found = []
    for one in worst(line, MOST_CHECKED):
        assert one.move
        lost = _lost_by_search(session, one, limit) if (one.lost or 0) >= least else 0.0
        if lost >= least and one.move[1] != PASS:
            session.go_to_before(one.number)
            found.append(_problem(session, f"{source}, move {one.number}", one.move, lost))
    return sorted(found, key=lambda each: -each.lost)[:MOST]


def _lost_by_search(session: Session, one: JudgedMove, limit: Limit) -> float:
    """What a move lost, by a search before it and after it."""
    assert one.move
    session.go_to_before(one.number)
    _search(session, limit, one.move[1])
    session.go_to(one.number)
    _search(session, limit)
    return session.judged_last().lost or 0.0


def _search(session: Session, limit: Limit, played: int | None = None) -> None:
    question = session.question(played=played, is_analysis=True)
    report = session.thought(question, limit).result()
    assert report  # nobody else knows of the thought, and can cancel it
    session.accept(question, report)


def _problem(session: Session, where: str, move: Move, lost: float) -> Problem:
    """The problem of the present position, where this move was a mistake."""
    colour, point = move
    tree = GameTree(session.game)
    said = f"{colour.name.capitalize()} to move. Here a move lost {points_text(lost)} ({where})."
    tree.annotations().set_comment(said)
    tree.play(point, colour)
    return Problem(tree.write().decode(), round(lost, 2), where)


def own_colours(tree: GameTree, person: str) -> frozenset[Colour]:
    """The colours whose moves are the person's own: by the name; else, in a game against the program, those
    that it did not play, and both in any other game that was played here. None in a game of others."""
    named = frozenset(colour for colour, ident in PLAYERS.items() if person and tree.text(ident) == person)
    if named or not is_own_game(tree):
        return named
    return frozenset(Colour) - played_by_program(tree)
