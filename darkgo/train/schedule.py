"""The learning rate at each update, by the policy in the cfg."""

import jax
import jax.numpy as jnp
from jax import Array

from darkgo.darknet.cfg import Section


def check_schedule(net: Section) -> None:
    """Raises BadInput if the keys of the policy do not fit together."""
    steps, scales = net.numbers("steps"), net.numbers("scales")
    if net.word("policy") == "steps" and (not steps or len(steps) != len(scales)):
        raise net.error(
            f"{len(steps)} steps and {len(scales)} scales", "as many of both, 1 or more", "policy"
        )


def learning_rate(net: Section, update: Array, seed: int = 0) -> Array:
    """The learning rate of an update, counted from 1, as in darknet's `get_current_rate`; scalar float32.

    While update < burn_in it rises as (update / burn_in) ** power; then the policy decides.
    """
    rate, power, burn_in = (net.number(key) for key in ("learning_rate", "power", "burn_in"))
    b = jnp.asarray(update, jnp.float32)
    after = _by_policy(net, rate, power, b, jax.random.fold_in(jax.random.PRNGKey(seed), update))
    return jnp.where(b < burn_in, rate * (b / max(burn_in, 1)) ** power, after)


def _by_policy(net: Section, rate: float, power: float, b: Array, key: Array) -> Array:
    step, scale, gamma = (net.number(name) for name in ("step", "scale", "gamma"))
    match net.word("policy"):
        case "step":
            return rate * scale ** jnp.floor(b / step)
        case "steps":
            steps, scales = net.numbers("steps"), net.numbers("scales")
            factors = (jnp.where(b >= at, by, 1.0) for at, by in zip(steps, scales, strict=True))
            return rate * jnp.prod(jnp.stack(list(factors)))
        case "exp":
            return rate * gamma**b
        case "poly":
            left = jnp.clip(1 - b / net.integer("max_batches"), 0, 1)
            return rate * left**power
        case "sig":
            return rate / (1 + jnp.exp(gamma * (b - step)))
        case "random":
            return rate * jax.random.uniform(key) ** power
        case _:  # "constant", the only other policy that a cfg can have
            return jnp.full_like(b, rate)
