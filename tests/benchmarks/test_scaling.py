"""The model of training on many accelerators."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.scaling import (
    ComputeTime,
    Link,
    Task,
    draw,
    fitted_compute_time,
    fitted_link,
    speedup,
    speedups,
    task_of,
    update_seconds,
)
from benchmarks.two_processes import best_of
from darkgo.darknet.network import load_network
from tests.waiting import PATIENCE

LINK = Link("", bandwidth=1e9, latency=1e-4)
TASK = Task(gradient=10**6, small=0)
COMPUTE_TIME = ComputeTime(fixed=0.001, each=0.0001)

COUNT = """
import jax, re, sys
jax.config.update("jax_num_cpu_devices", 2)
from pathlib import Path
from darkgo.darknet.network import initial_parameters, load_network
from darkgo.train.mesh import spread_step
from darkgo.train.moves import MOVES
from darkgo.train.step import initial_state
network = load_network(Path(sys.argv[1]))
state = jax.eval_shape(lambda: initial_state(network, initial_parameters(network, 0)))
step = jax.jit(spread_step(network, MOVES, "float32", 0, False))
text = step.lower(state, MOVES.batch(network)).compile().as_text()
print(len(re.findall(r"\\ball-reduce(?:-start)?\\(", text)))
"""
"""Prints how many all-reduces an update of two devices has."""


def test_one_accelerator_sends_nothing() -> None:
    assert LINK.all_reduce(10**9, 1) == 0
    assert speedup(TASK, COMPUTE_TIME, LINK, 1) == pytest.approx(1)
    assert speedup(TASK, COMPUTE_TIME, LINK, 1, together=4096) == pytest.approx(1)


def test_a_large_array_goes_round_a_ring_and_a_small_one_through_a_tree() -> None:
    # Two seconds for all bytes twice, less the share that each has already.
    assert LINK.all_reduce(1e9, 4) == pytest.approx(2 * 3 / 4 + 6 * 1e-4)
    assert LINK.all_reduce(0, 512) == pytest.approx(2 * 9 * 1e-4)


@given(
    count=st.integers(1, 1024),
    each=st.integers(1, 4096),
    gradient=st.integers(0, 10**9),
    small=st.integers(0, 100),
    bandwidth=st.floats(1e6, 1e12),
)
def test_what_no_link_can_change(count: int, each: int, gradient: int, small: int, bandwidth: float) -> None:
    task, link = Task(gradient, small), Link("", bandwidth, 1e-5)
    found = speedup(task, COMPUTE_TIME, link, count, each)
    assert 0 < found <= count * (1 + 1e-9)
    faster = Link("", 2 * bandwidth, 1e-5)
    assert speedup(task, COMPUTE_TIME, faster, count, each) >= found * (1 - 1e-9)
    # Where sending takes no time, nothing is lost.
    assert speedup(task, COMPUTE_TIME, Link("", float("inf"), 0), count, each) == pytest.approx(count)


def test_a_divided_batch_gains_less() -> None:
    grows, stays = (speedup(TASK, COMPUTE_TIME, LINK, 8, 512, together) for together in (0, 512))
    assert stays < grows < 8
    # 512 positions take 52.2 ms; a share of 64 takes 7.4 ms, and the gradient 3.15 ms more.
    assert stays == pytest.approx(52.2 / (7.4 + 1e3 * LINK.all_reduce(10**6, 8)))
    assert update_seconds(TASK, COMPUTE_TIME, LINK, 8, 64) == pytest.approx(0.0074 + 0.00315)


def test_the_fit_finds_what_was_measured() -> None:
    link = fitted_link({size: LINK.all_reduce(size, 2) for size in (1024, 2**16, 2**24)})
    assert (link.bandwidth, link.latency) == (pytest.approx(1e9), pytest.approx(1e-4))
    assert fitted_compute_time({32: 0.0042, 8: 0.0018}) == ComputeTime(
        pytest.approx(0.001), pytest.approx(0.0001)
    )


def test_the_better_time_stays() -> None:
    known = {"updates": {"a": {"1": 2.0, "2": 5.0}}}
    found = {"updates": {"a": {"1": 3.0, "2": 4.0}}, "all_reduce": {"": {"8": 1.0}}}
    assert best_of(found, known) == {
        "updates": {"a": {"1": 2.0, "2": 4.0}},
        "all_reduce": {"": {"8": 1.0}},
    }


def test_every_row_of_the_table_is_drawn() -> None:
    rows = [*speedups()]
    assert len(rows) == 9
    assert all(float(cell) > 0 for row in rows for cell in row[2:])
    left, right = draw().axes
    # A curve for each row, the perfect speedup, and the published figure.
    assert (len(left.lines), len(right.lines)) == (11, 10)


@pytest.mark.long
def test_the_all_reduces_of_an_update_are_counted(goldens: Path) -> None:
    cfg = goldens / "go-mini.cfg"
    done = subprocess.run(
        [sys.executable, "-c", COUNT, str(cfg)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    assert task_of(load_network(cfg)).small + 1 == int(done.stdout)
