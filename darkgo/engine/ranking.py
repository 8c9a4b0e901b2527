"""The legal moves of a position in the order in which the network expects them."""

from typing import NamedTuple

from darkgo.go.board import is_in
from darkgo.go.game import Game
from darkgo.go.points import PASS
from darkgo.model.evaluation import Evaluation


class Suggestion(NamedTuple):
    """A move and the probability that a strong player makes it. `point` is PASS for a pass."""

    point: int
    probability: float


def rank(evaluation: Evaluation, game: Game) -> tuple[Suggestion, ...]:
    """The legal moves and the pass, the most probable first, the lower point on a tie.

    Illegal points are left out; the probabilities of the others stay as they are.
    """
    import numpy as np

    last = game.size**2
    legal = evaluation.legal[:last]
    if game.rules.suicide:
        legal = is_in(game.legal_mask(), last)
    elif forbidden := game.forbidden_mask():
        legal = legal & ~is_in(forbidden, last)
    actions = np.append(np.flatnonzero(legal), last)
    policy = evaluation.policy[actions]
    order = np.argsort(-policy, kind="stable")
    # The number of an action is that of its point, except for the pass.
    points = np.where(actions == last, PASS, actions)[order].tolist()
    return tuple(map(Suggestion._make, zip(points, policy[order].tolist(), strict=True)))
