"""What one or two networks say of many positions at once, under jit.

In the shapes B is the number of games, N of points, A = N + 1 of actions.
"""

from collections.abc import Callable, Sequence

import jax
import jax.numpy as jnp
from jax import Array

from darkgo.darknet.network import NetParameters, NetSpec
from darkgo.darknet.prepared import Plan, layer_outputs
from darkgo.darknet.ways import Ways
from darkgo.model.heads import Answer, answer
from darkgo.model.planes import over_views, planes

Look = Callable[[Sequence[NetParameters], Array, Array], Answer]
"""(parameters of all networks, stones [B, N] with +1 for the player to move, ply) -> the answers of the
networks that are to move. With two networks it is the first in one half of the games, the second in the
other, and after an odd number of plies the other way round."""


def make_look(networks: Sequence[NetSpec], dtype: str, ways: Ways, multi: bool = False) -> Look:
    """What these networks, one or two, say. With `multi` it is the policy alone, the mean of eight views."""
    looks = [_look(Plan.of(network, dtype, ways), multi) for network in networks]

    def look(parameters: Sequence[NetParameters], stones: Array, ply: Array) -> Answer:
        if len(looks) == 1:
            return looks[0](parameters[0], stones)
        half, odd = len(stones) // 2, ply % 2 == 1

        def exchanged(values: Array) -> Array:
            return jnp.where(odd, jnp.roll(values, half, axis=0), values)

        stones = exchanged(stones)
        first, second = looks[0](parameters[0], stones[:half]), looks[1](parameters[1], stones[half:])
        found: Answer = jax.tree.map(lambda *both: exchanged(jnp.concatenate(both)), first, second)
        return found

    return look


def _look(plan: Plan, multi: bool) -> Callable[[NetParameters, Array], Answer]:
    """The network as a function of parameters and stones [B, N], +1 for the player to move."""
    size = plan.network.input[0]

    def once(parameters: NetParameters, stones: Array) -> Answer:
        return answer(plan.network, layer_outputs(plan, parameters, planes(stones, size)))

    def views(parameters: NetParameters, stones: Array) -> Answer:
        policy = over_views(lambda turned: once(parameters, turned).policy, stones, size)
        return Answer(policy.mean(axis=1), None, None)

    return views if multi else once
