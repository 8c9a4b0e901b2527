"""The picture of a session's position."""

from darkgo.engine.ahead import territory
from darkgo.engine.hints import Hints
from darkgo.engine.session import Session
from darkgo.go.points import PASS
from darkgo.tui.picture import Picture


def scene(session: Session) -> Picture:
    """The picture of the present position, with what the person wants to see of the network's choices."""
    game, known = session.game, session.report
    move = session.found_moves.move(session.tree.node) if session.found_moves else None
    answer = move[1] if move and not session.guessing and move[1] != PASS else None
    marks = session.marks
    suggestions = tuple(
        (suggestion.point, marks[suggestion.point], suggestion.probability)
        for suggestion in session.suggestions
        if suggestion.point in marks
    )
    shares = None
    if session.hints is Hints.HEAT and known and not (session.guessing or session.counting):
        found = {suggestion.point: suggestion.probability for suggestion in known.ranking}
        shares = tuple(found.get(point, 0.0) for point in range(game.size**2))
    missed = session.wrong_guess
    owner, dead = session.score().owner if session.counting and session.dead_are_known else None, session.dead
    if session.hints is Hints.OWNERSHIP and session.shows_thoughts and (expected := territory(session)):
        owner, dead = expected
    return Picture(
        board=game.board,
        last=None if game.last_move == PASS else game.last_move,
        suggestions=suggestions,
        heat=shares,
        labels=session.tree.labels,
        owner=owner,
        dead=dead,
        answer=answer,
        wrong=(missed.point, missed.colour) if missed and missed.point != PASS else None,
    )
