"""The review of a record: every position is judged, and better moves are named."""

from collections.abc import Callable
from typing import Any, NamedTuple

from darkgo.engine.diagram import diagram
from darkgo.engine.game_report import COLOURS, GameReport, Sum, game_report
from darkgo.engine.judged_line import JudgedMove
from darkgo.engine.limit import ALONE, Limit
from darkgo.engine.mistakes import better_text, mistake_text
from darkgo.engine.player_names import PLAYERS
from darkgo.engine.report import Report
from darkgo.engine.session import Session
from darkgo.engine.standing import NO_STANDING_TEXT
from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.points import Colour, format_point
from darkgo.go.rulesets import name_of

PLAYED, BETTER = "?", "!"
"""The marks on a board of the move that was played and of what is better."""
RANKS = {Colour.BLACK: "BR", Colour.WHITE: "WR"}


class Review(NamedTuple):
    """What was found about the record that the session has open."""

    session: Session
    line: tuple[JudgedMove, ...]
    report: GameReport
    boards: dict[int, Board]
    """The board before each of the worst moves, by the number of the move."""
    end: str
    """Why the record ends before its last move; empty if it does not."""


def review(
    session: Session,
    progress: Callable[[int, int], None] = lambda done, of: None,
    limit: Limit = ALONE,
) -> Review:
    """Judges the present line of a session, each position within the limit. `progress` is told how many
    positions are judged, of how many. Raises BadInput if the network cannot be used, or has no value
    heads."""
    sweep = session.sweep(limit)
    boards: dict[int, Board] = {}
    for done, (question, judged) in enumerate(sweep.reports(), 1):
        if not judged.has_value:
            raise BadInput(f"{NO_STANDING_TEXT}: take another network")
        session.accept(question, judged)
        boards[question.game.move_number + 1] = question.game.board
        progress(done, sweep.positions)
    line = session.judged_line()
    report = game_report(line, session.game.size, session.mistake)
    worst = {one.number: boards[one.number] for one in report.worst}
    return Review(session, line, report, worst, sweep.end)


def players(session: Session) -> dict[Colour, str]:
    """The names and ranks of a record's players; empty if they are not known."""
    text = session.tree.text
    return {
        colour: " ".join(filter(None, (text(PLAYERS[colour]), text(RANKS[colour])))) for colour in COLOURS
    }


def mistake_board(found: Review, one: JudgedMove) -> str:
    """One of the worst moves, in words and on a small board."""
    assert one.move
    point, size = one.move[1], found.report.size
    marks = {each: mark for each, mark in ((point, PLAYED), (one.best, BETTER)) if each is not None}
    about = [point] if one.best is None else [point, one.best]
    said = [mistake_text(one, size), *filter(None, [better_text(one, size)])]
    return f"{'; '.join(said)}\n{diagram(found.boards[one.number], marks, about)}"


def as_json(found: Review, file: str) -> dict[str, Any]:
    """The review as JSON; `docs/review.schema.json` describes it. All numbers are Black's."""
    session, report = found.session, found.report
    tree, rules = session.tree, session.game.rules
    names = players(session)
    phases = [*((str(phase), sums) for phase, sums in report.phases.items()), ("game", report.total)]
    size = report.size
    return {
        "file": file,
        "game": tree.number,
        "games": tree.count,
        "size": size,
        "komi": rules.komi,
        "rules": name_of(rules),
        "handicap": session.game.handicap,
        "black": names[Colour.BLACK],
        "white": names[Colour.WHITE],
        "result": tree.text("RE"),
        "moves": report.moves,
        "judged": report.judged,
        "end": found.end,
        "mistake": session.mistake,
        "phases": [
            {"phase": phase, **{colour.name.lower(): _sum_json(sums[colour]) for colour in COLOURS}}
            for phase, sums in phases
        ],
        "worst": [one.number for one in report.worst],
        "positions": [_position_json(one, size, session.report_at(one.node)) for one in found.line],
    }


def _sum_json(of: Sum) -> dict[str, Any]:
    return {
        "moves": of.moves,
        "lost": round(of.lost, 2),
        "mistakes": of.mistakes,
        "first": of.first,
        "accuracy": None if of.accuracy is None else round(of.accuracy, 1),
    }


def _position_json(one: JudgedMove, size: int, report: Report | None) -> dict[str, Any]:
    searched = report if report and report.is_searched else None
    expected = searched.candidates[0].variation if searched else ()
    colour, point = one.move or (None, None)
    return {
        "number": one.number,
        "colour": colour and colour.name.lower(),
        "move": None if point is None else format_point(point, size),
        "lead": one.black and round(one.black.lead, 2),
        "winrate": one.black and round(one.black.winrate, 4),
        "lost": None if one.lost is None else round(one.lost, 2),
        "rank": one.rank,
        "best": None if one.best is None else format_point(one.best, size),
        "visits": searched and searched.visits,
        "expected": [format_point(point, size) for point in expected],
    }
