"""Which moves could gain something, in many games at once: the player's `useful_at_a_glance` under JAX."""

from jax import Array

from darkgo.arena.rules import State, legal
from darkgo.model.evaluation import EXPECTED
from darkgo.model.eyes import gives_away, idle


def useful(state: State, probabilities: Array) -> Array:
    """The legal points worth a move of the player to move, bool [B, N].

    None of them fills an eye of the player's own or is settled for good, and none gives a chain away unless
    its probability [B, A] is at least EXPECTED.
    """
    boards, colour = state.boards, state.to_move
    careless = (probabilities[:, :-1] < EXPECTED) & gives_away(boards, colour)
    return legal(state)[:, :-1] & ~idle(boards, colour) & ~careless
