"""Which moves may be useful, in many games at once: `useful_at_a_glance` of the engine under JAX."""

from jax import Array

from darkgo.arena.rules import State, legal
from darkgo.model.chains import Boards
from darkgo.model.evaluation import EXPECTED
from darkgo.model.eyes import gives_away, idle


def useful(state: State, probabilities: Array) -> Array:
    """The legal points that may be useful for the player to move, bool [B, N]."""
    return useful_among(legal(state)[:, :-1], state.boards, state.to_move, probabilities)


def useful_among(points: Array, boards: Boards, colour: Array, probabilities: Array) -> Array:
    """Those of these legal points, bool [B, N], that may be useful for the colours [B].

    Not useful are: points that fill the player's own eye, points that are settled, and points that give away
    a chain unless their probability [B, A] is at least EXPECTED.
    """
    careless = (probabilities[:, :-1] < EXPECTED) & gives_away(boards, colour)
    return points & ~idle(boards, colour) & ~careless
