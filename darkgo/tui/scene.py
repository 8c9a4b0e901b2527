"""The picture of a session's position."""

from itertools import cycle
from string import ascii_lowercase

from darkgo.engine.ahead import territory
from darkgo.engine.hints import Hints
from darkgo.engine.session import Session
from darkgo.engine.stones import stone_numbers
from darkgo.go.points import PASS, Colour
from darkgo.tui.grades import Grade, grade_of
from darkgo.tui.picture import Picture


def scene(session: Session, *, numbers: bool = False) -> Picture:
    """The picture of the present position, with what the person wants to see of the network's choices. With
    `numbers` each stone has the number of its move."""
    game, known = session.game, session.report
    answer = _answer(session)
    variation = _variation(session)
    shares = None
    if session.hints is Hints.HEAT and known and not (session.guessing or session.counting):
        found = {suggestion.point: suggestion.probability for suggestion in known.ranking}
        shares = tuple(found.get(point, 0.0) for point in range(game.size**2))
    missed = session.wrong_guess
    owner, dead = _owners(session)
    # The numbers of a variation and those of the suggestions would be taken for one another.
    shows_suggestions = len(variation) < 2
    return Picture(
        board=game.board,
        last=None if game.last_move == PASS else game.last_move,
        suggestions=_suggestions(session) if shows_suggestions else (),
        heat=shares,
        labels=session.tree.labels,
        owner=owner,
        dead=dead,
        answer=answer,
        wrong=(missed.point, missed.colour) if missed and missed.point != PASS else None,
        grades=grades(session),
        variation=variation,
        numbers=stone_numbers(game) if numbers else {},
        branches=_branches(session, answer),
    )


def grades(session: Session) -> dict[int, Grade]:
    """How good each suggestion is, by its point, as far as that is known."""
    visits = session.report.visits if session.report else 0
    rows = zip(session.suggestions, session.candidates, session.points_behind, strict=True)
    found = {move.point: grade_of(one, lost, visits) for move, one, lost in rows}
    return {point: kind for point, kind in found.items() if kind}


def _suggestions(session: Session) -> tuple[tuple[int, str, float], ...]:
    """Each suggestion with its number, which is what is typed to play it."""
    return tuple(
        (suggestion.point, str(number) if number < 100 else "+", suggestion.probability)
        for number, suggestion in enumerate(session.suggestions, 1)
        if suggestion.point != PASS
    )


def _answer(session: Session) -> int | None:
    """The point that the record has next, unless it is to be guessed."""
    move = session.found_moves.move(session.tree.node) if session.found_moves else None
    return move[1] if move and not session.guessing and move[1] != PASS else None


def _branches(session: Session, answer: int | None) -> dict[int, str]:
    """A letter for each next move of the game. A single one that is marked as the record's has none."""
    moves = session.tree.variations
    points = [move[1] if move else PASS for move in moves]
    if session.guessing or points == [answer]:
        return {}
    letters = zip(points, ascii_lowercase, strict=False)
    return {point: letter for point, letter in letters if point != PASS}


def _variation(session: Session) -> tuple[tuple[int, Colour], ...]:
    """The moves of the variation that is shown. A pass has its number, and no stone."""
    players = cycle((session.game.to_move, session.game.to_move.other))
    return tuple(zip(session.shown_variation, players, strict=False))


def _owners(session: Session) -> tuple[tuple[float, ...] | None, int]:
    """The owners of the points, and the mask of the dead stones: by the count, or as they are expected."""
    black = session.standing
    if (
        session.hints is Hints.OWNERSHIP
        and session.shows_thoughts
        and black
        and (found := territory(session))
    ):
        return black.ownership, found.dead
    if session.counting and session.dead_are_known:
        return session.score().owner, session.dead
    return None, session.dead
