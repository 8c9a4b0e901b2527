"""The answers: KataGo's fields, filled from a report.

Win rates, leads and ownership are given from the view of the player that the query names in
`overrideSettings.reportAnalysisWinratesAs`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import inf
from typing import Any

from darkgo.analysis.query import Query, Turn
from darkgo.engine.limit import Limit
from darkgo.engine.player import counts
from darkgo.engine.report import Candidate, Report
from darkgo.engine.searching import Reader
from darkgo.engine.sweep import prefetched
from darkgo.engine.thinking import Question, Thought
from darkgo.engine.values import VALUED_MOVES
from darkgo.go.game import Game
from darkgo.go.points import PASS, Colour, format_point
from darkgo.model.evaluation import Evaluator

SHOWN = 40
"""The most moves of an answer by a network without value heads. With them there are VALUED_MOVES. The policy
has the probabilities of all moves."""
Asked = tuple[Query, Turn]
JsonAnswer = dict[str, Any]


def answers(evaluator: Evaluator, batch: Sequence[Asked], multi: bool) -> Iterator[tuple[JsonAnswer, bool]]:
    """The answers to some turns on boards of one size, in their order, each with whether the network has
    value heads. The turns are one batch.

    Raises BadInput if the network cannot read boards of that size.
    """
    questions = [_question(turn, multi) for _, turn in batch]
    known = prefetched(evaluator, questions)
    for (query, turn), question in zip(batch, questions, strict=True):
        report = Thought(known, question).result()
        assert report  # no other code has this thought, so none cancels it
        allowed = report
        if avoided := _avoided(query, turn.game):
            question = replace(question, dead=report.dead, avoided=avoided)
            allowed = Thought(known, question).result() or report
        yield answer(query, turn, report, allowed), report.has_value


def searched(
    evaluator: Evaluator,
    query: Query,
    turn: Turn,
    limit: Limit,
    reader: Reader,
    multi: bool,
    is_enough: Callable[[], bool],
) -> Iterator[tuple[JsonAnswer, Report]]:
    """The answers to one turn by a search, each with its report: those during the search, then the last one.
    The search ends when `is_enough` returns True.

    Raises BadInput if the network cannot read boards of that size.
    """
    question = replace(_question(turn, multi), valued_moves=0)
    everything = Thought(evaluator, question).result()
    assert everything  # no other code has this thought, so none cancels it
    question = replace(question, dead=everything.dead, avoided=_avoided(query, turn.game))
    thought = Thought(evaluator, question, limit, is_enough=is_enough, reader=reader, every=query.every)
    for report in thought.reports():
        if report.is_last or (report.is_searched and query.every < inf):
            yield answer(query, turn, everything, report), report


def _question(turn: Turn, multi: bool) -> Question:
    # As in the other interfaces: after a pass the program needs to know who is ahead.
    return Question(turn.game, multi=multi, count=counts(turn.game), valued_moves=VALUED_MOVES)


def answer(query: Query, turn: Turn, everything: Report, allowed: Report) -> JsonAnswer:
    """The answer about one turn. `everything` is the report of all moves, `allowed` that of the moves that
    the query allows."""
    game = turn.game
    report = allowed.seen_by(query.seen_by, game.to_move)
    standing = report.standing
    moves_ownership = query.include_moves_ownership
    shown = VALUED_MOVES if report.has_value and not report.is_searched else SHOWN
    candidates = [one for one in report.candidates if one.visits][:shown]
    found: JsonAnswer = {
        "id": query.id,
        "isDuringSearch": not report.is_last,
        "turnNumber": turn.number,
        "moveInfos": [
            _move_info(order, candidate, report, game.size, moves_ownership)
            for order, candidate in enumerate(candidates)
        ],
        "rootInfo": {
            "currentPlayer": "B" if game.to_move is Colour.BLACK else "W",
            "visits": report.visits,
            "winrate": standing.winrate,
            "scoreLead": standing.lead,
            "scoreStdev": standing.deviation,
        },
    }
    if query.include_policy:
        shares = dict.fromkeys((suggestion.point for suggestion in everything.ranking), 0.0)
        shares |= {candidate.point: round(candidate.prior, 6) for candidate in everything.candidates}
        found["policy"] = [shares.get(point, -1) for point in (*range(game.size**2), PASS)]
    if query.include_ownership and standing.ownership is not None:
        found["ownership"] = _rounded(standing.ownership)
    return found


def _rounded(ownership: Sequence[float]) -> list[float]:
    return [round(share, 4) for share in ownership]


def _avoided(query: Query, game: Game) -> frozenset[int]:
    avoided = query.avoided.get(game.to_move, frozenset())
    allowed = query.allowed.get(game.to_move)
    return avoided if allowed is None else avoided | ({PASS, *range(game.size**2)} - allowed)


def _move_info(
    order: int, candidate: Candidate, report: Report, size: int, ownership: bool
) -> dict[str, Any]:
    found = {
        "move": format_point(candidate.point, size),
        "order": order,
        "prior": round(candidate.prior, 6),
        "visits": candidate.visits,
        "winrate": candidate.winrate,
        "lcb": candidate.lcb,
        "scoreLead": candidate.lead,
        "scoreMean": candidate.lead,
        "scoreStdev": report.standing.deviation,
        "pv": [format_point(point, size) for point in candidate.variation],
    }
    if ownership and candidate.ownership is not None:
        found["ownership"] = _rounded(candidate.ownership)
    return found
