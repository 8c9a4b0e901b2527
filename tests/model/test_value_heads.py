"""A network with value heads, asked by way of the evaluator: on any board, from every side."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from darkgo.darknet.ways import BATCHES, measured, remembered, try_out
from darkgo.go.game import Game
from darkgo.go.points import parse_point
from darkgo.go.symmetry import COUNT, permutations
from darkgo.model.evaluation import MEAN, Evaluation, Position
from darkgo.model.evaluator import NetworkEvaluator, network_evaluator
from darkgo.model.go_network import GoNetwork
from darkgo.model.trial import PROGRAM
from tests.value_heads import files
from tests.waiting import PATIENCE

SIDE = 9


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return files(tmp_path_factory.mktemp("value"))


@pytest.fixture(scope="module")
def network(paths: tuple[Path, Path]) -> Iterator[NetworkEvaluator]:
    evaluator = network_evaluator(*paths)
    yield evaluator
    evaluator.close()


def stones(side: int) -> np.ndarray:
    """The stones of a game, int8 [N], as the player to move sees them."""
    game = Game(side)
    for point in ("D4", "E5", "D5", "E4", "A1"):
        game.play(parse_point(point, side))
    return np.frombuffer(Position.of(game).stones, np.int8)


def asked(network: NetworkEvaluator, board: np.ndarray, view: int = 0) -> Evaluation:
    (found,) = network.evaluate([Position(board.tobytes(), view)])
    return found


def test_on_9_and_19_lines(network: NetworkEvaluator) -> None:
    for side in (9, 19):
        found = asked(network, stones(side))
        assert found.has_value
        assert found.ownership is not None
        assert found.ownership.shape == (side * side,)
        assert np.abs(found.ownership).max() < 1
        assert found.margin == pytest.approx(float(found.ownership.sum()))
        assert found.spread > 0
        assert 0 < found.win_rate(6.5) < 1


def test_it_says_what_the_network_itself_says(network: NetworkEvaluator, paths: tuple[Path, Path]) -> None:
    found = GoNetwork(*paths).answer(stones(SIDE)[None])
    (board,) = [stones(SIDE)]
    one = asked(network, board)
    assert found.ownership is not None
    assert found.outcome is not None
    assert one.ownership is not None
    np.testing.assert_allclose(found.policy[0], one.policy, atol=1e-6)
    np.testing.assert_allclose(found.ownership[0], one.ownership, atol=1e-6)
    np.testing.assert_allclose(found.outcome[0], (one.shift, one.spread), atol=1e-6)


def test_eight_views_and_their_mean(network: NetworkEvaluator) -> None:
    """A view is what is said of the turned board, turned back. Shift and spread are averaged, too."""
    board = stones(SIDE)
    views = network.evaluate([Position(board.tobytes(), view) for view in range(COUNT)])
    mean = asked(network, board, MEAN)
    assert mean.ownership is not None
    owners = np.array([view.ownership for view in views])
    assert not np.allclose(owners[0], owners[5], atol=1e-3)
    np.testing.assert_allclose(owners.mean(axis=0), mean.ownership, atol=1e-6)
    assert mean.shift == pytest.approx(np.mean([view.shift for view in views]), abs=1e-6)
    assert mean.spread == pytest.approx(np.mean([view.spread for view in views]), abs=1e-6)
    turn = list(permutations(SIDE)[5])
    turned = np.zeros_like(board)
    turned[turn] = board
    of_turned = asked(network, turned)
    assert of_turned.ownership is not None
    np.testing.assert_allclose(owners[5], of_turned.ownership[turn], atol=1e-6)
    assert views[5].shift == pytest.approx(of_turned.shift, abs=1e-6)
    # So the mean does not care how the board is turned.
    other = asked(network, turned, MEAN)
    assert other.ownership is not None
    np.testing.assert_allclose(other.ownership[turn], mean.ownership, atol=1e-6)
    assert other.win_rate(0.5) == pytest.approx(mean.win_rate(0.5), abs=1e-6)


@pytest.mark.long
def test_the_trial_of_a_cfg_with_own_sections(paths: tuple[Path, Path], tmp_path: Path) -> None:
    process = try_out(tmp_path, paths[0], PROGRAM)
    assert process
    assert process.wait(PATIENCE) == 0
    found = measured(tmp_path, paths[0])
    assert found
    assert {batch for ways in found.values() for batch in ways} == set(BATCHES)
    assert remembered(tmp_path, paths[0], "auto")


@pytest.mark.long
def test_the_program_of_the_trial_reads_a_cfg_with_own_sections(
    paths: tuple[Path, Path], tmp_path: Path
) -> None:
    """Where nothing is tried, it ends without a word; the program of darknet alone refuses the cfg."""
    code = (
        "import runpy, sys, jax; sys.argv[1:] = {arguments!r}; jax.default_backend = lambda: 'other';"
        " runpy.run_module({program!r}, run_name='__main__')"
    )
    found = []
    for program in (PROGRAM, "darkgo.darknet.ways"):
        arguments = [str(paths[0]), str(tmp_path / "ways.json")]
        done = subprocess.run(
            [sys.executable, "-c", code.format(arguments=arguments, program=program)],
            env=dict(os.environ),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        found.append((done.returncode, "unknown section [liberties]" in done.stderr))
    assert found == [(0, False), (1, True)]


def test_a_network_without_heads_is_as_before(goldens: Path) -> None:
    evaluator = network_evaluator(goldens / "go-mini.cfg", goldens / "go-mini.step12.weights")
    for view in (0, MEAN):
        found = asked(evaluator, stones(SIDE), view)
        assert not found.has_value
        assert found.ownership is None
    evaluator.close()
