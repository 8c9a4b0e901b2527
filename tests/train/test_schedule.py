"""Rates by policy, against values computed by hand from DARKNET's formulas."""

import jax.numpy as jnp
import numpy as np
import pytest

from darkgo.darknet.cfg import Section, parse_cfg
from darkgo.errors import BadInput
from darkgo.train.schedule import check_schedule, learning_rate


def net(options: str) -> Section:
    return parse_cfg(f"[net]\nlearning_rate=0.1\n{options}", "x.cfg")[0]


@pytest.mark.parametrize(
    ("options", "updates", "rates"),
    [
        ("policy=constant", [1, 100], [0.1, 0.1]),
        ("policy=constant\nburn_in=4\n", [1, 2, 3, 4], [0.1 / 256, 0.1 / 16, 0.1 * 0.75**4, 0.1]),
        ("policy=constant\nburn_in=4\npower=1", [1, 2, 3, 4], [0.025, 0.05, 0.075, 0.1]),
        ("policy=step\nstep=10\nscale=.5", [9, 10, 25], [0.1, 0.05, 0.025]),
        ("policy=steps\nsteps=5,8\nscales=.1,.5", [4, 5, 7, 8], [0.1, 0.01, 0.01, 0.005]),
        ("policy=exp\ngamma=.9", [0, 1, 2], [0.1, 0.09, 0.081]),
        ("policy=poly\nmax_batches=40", [0, 20, 40, 41], [0.1, 0.00625, 0, 0]),
        ("policy=poly\nmax_batches=40\npower=1", [10, 30], [0.075, 0.025]),
        ("policy=sig\ngamma=1\nstep=3", [3, 5], [0.05, 0.1 / (1 + np.e**2)]),
    ],
)
def test_policies(options: str, updates: list[int], rates: list[float]) -> None:
    found = [float(learning_rate(net(options), jnp.asarray(update))) for update in updates]
    np.testing.assert_allclose(found, rates, rtol=1e-5, atol=1e-9)


def test_random_rates_are_spread_and_repeatable() -> None:
    section = net("policy=random\npower=1")
    rates = np.array([float(learning_rate(section, jnp.asarray(update), seed=3)) for update in range(50)])
    assert 0 < rates.min() < 0.02 < 0.08 < rates.max() < 0.1
    assert float(learning_rate(section, jnp.asarray(7), seed=3)) == pytest.approx(rates[7])


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("policy=steps\nsteps=1,2\nscales=.1", "2 steps and 1 scales"),
        ("policy=steps", "0 steps and 0 scales"),
    ],
)
def test_steps_without_as_many_scales(options: str, found: str) -> None:
    with pytest.raises(BadInput, match=found):
        check_schedule(net(options))
