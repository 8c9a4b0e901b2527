"""The answers: KataGo's fields, filled from a report.

Win rate, lead and lower bound are given from the view of the player that the query names in
`overrideSettings.reportAnalysisWinratesAs`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from darkgo.analysis.query import Query, Turn
from darkgo.engine.dead import dead_stones
from darkgo.engine.player import counts
from darkgo.engine.policy import Policy, Suggestion, rank
from darkgo.engine.report import Candidate, Report, report
from darkgo.go.game import Game
from darkgo.go.points import PASS, Colour, format_point

SHOWN = 40
"""The most moves of an answer. The probabilities of all moves are in its policy."""

Asked = tuple[Query, Turn]
Answer = dict[str, Any]


def answers(policy: Policy, batch: Sequence[Asked], multi: bool) -> Iterator[Answer]:
    """The answers to turns on boards of one size, in their order. The turns are evaluated in one batch.

    Raises BadInput if the network cannot read boards of that size.
    """
    for (query, turn), found in zip(batch, _evaluated(policy, batch, multi), strict=True):
        # As in the other interfaces, dead stones are searched for where the score decides, such as after a
        # pass.
        dead = dead_stones(policy.evaluate, turn.game) if counts(turn.game) else 0
        yield answer(query, turn, rank(found, turn.game), dead)


def _evaluated(policy: Policy, batch: Sequence[Asked], multi: bool) -> NDArray[np.float32]:
    """Probabilities [B, A]. The batch is padded to a power of two, so that few sizes are compiled."""
    stones = np.stack([turn.game.board.array() * turn.game.to_move for _, turn in batch]).astype(np.int8)
    filled = 1 << (len(batch) - 1).bit_length()
    room = np.zeros((filled - len(batch), stones.shape[1]), np.int8)
    return policy.evaluate(np.concatenate([stones, room]), multi)[: len(batch)]


def answer(query: Query, turn: Turn, ranking: Sequence[Suggestion], dead: int = 0) -> Answer:
    """The answer about one turn, from the network's ranking of the legal moves and a mask of dead stones."""
    game = turn.game
    everything = report(game, ranking, dead)
    avoided = _avoided(query, game)
    told = seen_by(
        query.seen_by, game.to_move, report(game, ranking, dead, avoided) if avoided else everything
    )
    found: Answer = {
        "id": query.id,
        "isDuringSearch": False,
        "turnNumber": turn.number,
        "moveInfos": [
            _move_info(order, candidate, told, game.size)
            for order, candidate in enumerate(told.candidates[:SHOWN])
        ],
        "rootInfo": {
            "currentPlayer": "B" if game.to_move is Colour.BLACK else "W",
            "visits": told.visits,
            "winrate": told.winrate,
            "scoreLead": told.lead,
            "scoreStdev": told.deviation,
        },
    }
    if query.include_policy:
        shares = dict.fromkeys((suggestion.point for suggestion in ranking), 0.0)
        shares |= {candidate.point: round(candidate.prior, 6) for candidate in everything.candidates}
        found["policy"] = [shares.get(point, -1) for point in (*range(game.size**2), PASS)]
    if query.include_ownership and told.ownership is not None:
        found["ownership"] = list(told.ownership)
    return found


def seen_by(colour: Colour | None, to_move: Colour, found: Report) -> Report:
    """A report from the view of this colour; unchanged for None, which means the player to move."""
    return found if colour in (None, to_move) else found.turned()


def _avoided(query: Query, game: Game) -> frozenset[int]:
    avoided = query.avoided.get(game.to_move, frozenset())
    allowed = query.allowed.get(game.to_move)
    return avoided if allowed is None else avoided | ({PASS, *range(game.size**2)} - allowed)


def _move_info(order: int, candidate: Candidate, told: Report, size: int) -> dict[str, Any]:
    return {
        "move": format_point(candidate.point, size),
        "order": order,
        "prior": round(candidate.prior, 6),
        "visits": candidate.visits,
        "winrate": candidate.winrate,
        "lcb": candidate.lcb,
        "scoreLead": candidate.lead,
        "scoreMean": candidate.lead,
        "scoreStdev": told.deviation,
        "pv": [format_point(point, size) for point in candidate.variation],
    }
