"""What DarkGo plays with: it opens like a player, and is as accurate as is claimed."""

import os
import re
from pathlib import Path

import numpy as np
import pytest

from darkgo.darknet.onednn import is_right
from darkgo.darknet.ways import BY_ONEDNN, Computation, Ways
from darkgo.darknet.weights import read_weights
from darkgo.data.build import build
from darkgo.data.records import decode, open_records
from darkgo.go.game import Game
from darkgo.go.points import PASS
from darkgo.model.evaluation import MEAN
from darkgo.model.evaluator import NetworkEvaluator
from darkgo.model.go_network import GoNetwork
from darkgo.model.network import load_network
from darkgo.paths import default_network
from darkgo.train.examples import Examples
from darkgo.train.validation import Validator
from tests.evaluators import suggested

POSITIONS = 1000


@pytest.mark.parametrize("multi", [False, True])
def test_the_first_move_is_in_a_corner_and_not_a_pass(multi: bool, default: NetworkEvaluator) -> None:
    ranking = suggested(default, Game(), MEAN if multi else 0)
    first = ranking[0].point
    row, column = divmod(first, 19)
    assert {min(row, 18 - row), min(column, 18 - column)} <= {2, 3}
    assert next(move for move in ranking if move.point == PASS).probability < 0.01


@pytest.mark.parametrize("size", [9, 13])
def test_smaller_boards_begin_with_a_stone_too(size: int, default: NetworkEvaluator) -> None:
    assert suggested(default, Game(size))[0].point != PASS


@pytest.fixture(scope="module")
def professional(shared: Path | None, tmp_path_factory: pytest.TempPathFactory) -> Examples:
    """Positions of professional games that nothing was trained on."""
    if shared is None:
        if os.environ.get("CI") == "true":
            pytest.fail("found no games to measure on; expected them in shared/ beside the checkout")
        pytest.skip("the professional games are not here")
    folder = tmp_path_factory.mktemp("professional")
    build([shared / "games" / "pro.tar.xz"], folder)
    return Examples.of(open_records(folder / "pro.valid.records"))


@pytest.mark.long
@pytest.mark.parametrize(
    ("row", "multi", "limit"), [("all", False, 100_000), ("all, eight views", True, 20_000)]
)
def test_accuracy_is_what_the_file_beside_the_weights_says(
    row: str, multi: bool, limit: int, professional: Examples
) -> None:
    """In float32, for every machine has it."""
    cfg, weights = default_network()
    claimed = re.search(rf"\| {row} \| ([\d.]+)%", (weights.parents[1] / "docs" / "weights.md").read_text())
    assert claimed
    network = load_network(cfg)
    parameters, _ = read_weights(weights, network)
    found = Validator(network, multi, by_onednn=is_right("float32"))(parameters, professional, limit)
    assert 100 * found.moves.top1 == pytest.approx(float(claimed[1]), abs=0.03)


@pytest.mark.long
def test_nobody_passes_in_the_opening(professional: Examples) -> None:
    stones = decode(professional[professional.spread(4 * POSITIONS)]).stones
    opening = stones[(stones != 0).sum(axis=1) < 60][:POSITIONS]
    assert len(opening) == POSITIONS
    network = GoNetwork(*default_network())
    for part in np.array_split(opening, 10):
        assert network.answer(part).policy[:, -1].max() < 0.01


WAYS = [("float32", BY_ONEDNN, 0.99, 1e-4), ("bfloat16", BY_ONEDNN, 0.95, 5e-2)]
"""bfloat16 has eight bits: what it rounds off moves some fifth choices, and it is not the default."""


@pytest.mark.long
@pytest.mark.parametrize(("dtype", "ways", "same", "near"), WAYS, ids=[dtype for dtype, *_ in WAYS])
def test_every_way_of_computing_says_the_same(
    dtype: str, ways: Ways, same: float, near: float, professional: Examples
) -> None:
    """Of 1,000 positions: the first five moves of nearly all, and the probabilities of the best."""
    if not is_right(dtype):
        pytest.skip(f"oneDNN computes no {dtype} here")
    stones = decode(professional[professional.spread(POSITIONS)]).stones
    exact, other = (
        np.concatenate([network.answer(part).policy for part in np.array_split(stones, POSITIONS // 8)])
        for network in (
            GoNetwork(*default_network()),
            GoNetwork(*default_network(), Computation(dtype, ways)),
        )
    )
    free = np.pad(stones == 0, ((0, 0), (0, 1)), constant_values=True)
    five, others = (np.sort(np.argsort(-np.where(free, p, -1))[:, :5]) for p in (exact, other))
    assert np.mean((five == others).all(axis=1)) >= same
    assert (np.abs(exact - other).max(axis=1) / exact.max(axis=1)).max() <= near
