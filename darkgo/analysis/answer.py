"""What is answered: KataGo's fields, as far as a network without search and without a score can fill them.

A win rate of 0.5 and a lead of 0 are what clients need in the place of what is not known; the order of the
moves and their `prior` are the network's.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from darkgo.analysis.query import Query, Turn
from darkgo.engine.policy import Policy, rank
from darkgo.go.points import PASS, Colour, format_point
from darkgo.go.symmetry import COUNT

SHOWN = 40
"""Moves of an answer at most: the others are in the policy."""

Asked = tuple[Query, Turn]
Answer = dict[str, Any]


def answers(policy: Policy, batch: Sequence[Asked], multi: bool) -> Iterator[Answer]:
    """The answers to some turns on boards of one size, in their order; they are evaluated together.

    Raises BadInput if the network cannot read boards of that size.
    """
    for (query, turn), found in zip(batch, _evaluated(policy, batch, multi), strict=True):
        yield answer(query, turn, found, COUNT if multi else 1)


def _evaluated(policy: Policy, batch: Sequence[Asked], multi: bool) -> NDArray[np.float32]:
    """Probabilities [B, A]. The batch is filled up to a power of two, so that few sizes are compiled."""
    stones = np.stack([turn.game.board.array() * turn.game.to_move for _, turn in batch]).astype(np.int8)
    filled = 1 << (len(batch) - 1).bit_length()
    room = np.zeros((filled - len(batch), stones.shape[1]), np.int8)
    return policy.evaluate(np.concatenate([stones, room]), multi)[: len(batch)]


def answer(query: Query, turn: Turn, probabilities: NDArray[np.float32], views: int) -> Answer:
    """The answer about one turn from the probabilities [A] of its position, after `views` evaluations."""
    game = turn.game
    ranking = rank(probabilities, game)
    avoided = query.avoided.get(game.to_move, frozenset())
    allowed = query.allowed.get(game.to_move)
    moves = [
        {
            "move": format_point(suggestion.point, game.size),
            "order": order,
            "prior": round(suggestion.probability, 6),
            "visits": views,
            "winrate": 0.5,
            "scoreLead": 0.0,
            "pv": [format_point(suggestion.point, game.size)],
        }
        for order, suggestion in enumerate(
            [
                suggestion
                for suggestion in ranking
                if suggestion.point not in avoided and (allowed is None or suggestion.point in allowed)
            ][:SHOWN]
        )
    ]
    found: Answer = {
        "id": query.id,
        "isDuringSearch": False,
        "turnNumber": turn.number,
        "moveInfos": moves,
        "rootInfo": {
            "currentPlayer": "B" if game.to_move is Colour.BLACK else "W",
            "visits": views,
            "winrate": 0.5,
            "scoreLead": 0.0,
        },
    }
    if query.include_policy:
        legal = {suggestion.point: suggestion.probability for suggestion in ranking}
        points = [*range(game.size**2), PASS]
        found["policy"] = [round(legal[point], 6) if point in legal else -1 for point in points]
    return found
