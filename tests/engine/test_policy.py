"""Suggestions: legal, in order, the same from every side of the board, on any size."""

from pathlib import Path

import numpy as np
import pytest

from darkgo.engine.policy import Policy, suggest
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import PASS, Colour, parse_point
from darkgo.go.symmetry import permutations


@pytest.fixture(scope="module")
def policy(goldens: Path) -> Policy:
    return Policy(goldens / "go-mini.cfg", goldens / "go-mini.step12.weights")


def played(size: int, *points: str) -> Game:
    game = Game(size)
    for point in points:
        game.play(parse_point(point, size))
    return game


def test_probabilities_of_the_c_program(goldens: Path) -> None:
    policy = Policy(goldens / "go-mini.cfg", goldens / "go-mini.initial.weights")
    stones = np.fromfile(goldens / "go-mini.inputs.f32", "<f4").reshape(-1, 361).astype(np.int8)
    expected = np.fromfile(goldens / "go-mini.probabilities.f32", "<f4").reshape(-1, 362)
    np.testing.assert_allclose(policy.evaluate(stones), expected, rtol=0, atol=1e-6)


def test_stones_are_seen_by_the_player_to_move(policy: Policy) -> None:
    game = played(19, "D4")
    stones = np.zeros((1, 361), np.int8)
    stones[0, parse_point("D4", 19)] = -1
    expected = policy.evaluate(stones)[0].copy()
    found = policy.probabilities(game)
    assert found[parse_point("D4", 19)] == 0
    expected[parse_point("D4", 19)] = 0
    np.testing.assert_array_equal(found, expected)


def test_multi_is_the_mean_of_the_eight_views(policy: Policy) -> None:
    rng = np.random.default_rng(0)
    stones = rng.integers(-1, 2, (3, 361)).astype(np.int8)
    expected = np.zeros((3, 362))
    for view in permutations(19):
        turned = np.zeros_like(stones)
        turned[:, list(view)] = stones
        p = policy.evaluate(turned)
        expected += p[:, [*view, 361]] / 8
    np.testing.assert_allclose(policy.evaluate(stones, multi=True), expected, atol=1e-6)


def test_the_eight_views_are_those_whose_mean_multi_takes(policy: Policy) -> None:
    game = played(19, "D4", "Q16", "C3")
    views = policy.views(game)
    assert views.shape == (8, 362)
    assert not np.allclose(views[0], views[5])
    np.testing.assert_array_equal(views[:, parse_point("C3", 19)], 0)
    np.testing.assert_allclose(views.mean(axis=0), policy.probabilities(game, multi=True), atol=1e-6)
    np.testing.assert_allclose(views[0], policy.probabilities(game), atol=1e-6)


def test_multi_does_not_care_how_the_board_is_turned(policy: Policy) -> None:
    stones = np.random.default_rng(1).integers(-1, 2, (1, 361)).astype(np.int8)
    view = list(permutations(19)[5])
    turned = np.zeros_like(stones)
    turned[:, view] = stones
    found, other = policy.evaluate(stones, True)[0], policy.evaluate(turned, True)[0]
    np.testing.assert_allclose(found[:-1], other[view], atol=1e-6)
    assert found[-1] == pytest.approx(other[-1], abs=1e-6)


@pytest.mark.parametrize("size", [2, 5, 9, 13, 25])
def test_every_legal_move_is_ranked_on_any_size(policy: Policy, size: int) -> None:
    game = played(size, "A1")
    found = suggest(policy, game, size * size + 1)
    assert sorted(s.point for s in found) == [PASS, *sorted(game.board.points(game.legal_mask()))]
    assert [s.probability for s in found] == sorted((s.probability for s in found), reverse=True)


def test_ko_suicide_and_occupied_points_are_never_suggested(policy: Policy) -> None:
    game = Game(5)
    for row, line in enumerate((".XO..", "XO.O.", ".XO..", ".....", ".....")):
        for column, stone in enumerate(line):
            if stone != ".":
                game.edit(row * 5 + column, Colour.BLACK if stone == "X" else Colour.WHITE)
    game.play(parse_point("C4", 5), Colour.BLACK)
    ko, suicide = parse_point("B4", 5), parse_point("A5", 5)
    assert game.refusal(ko)
    assert game.refusal(suicide)
    points = {s.point for s in suggest(policy, game, 26)}
    assert ko not in points
    assert suicide not in points
    assert not points & set(game.board.points(game.board.occupied))


def test_the_lower_point_wins_a_tie(goldens: Path, tmp_path: Path) -> None:
    """A network of zeros finds every move equally good."""
    data = (goldens / "go-mini.initial.weights").read_bytes()
    (tmp_path / "zero.weights").write_bytes(data[:20] + bytes(len(data) - 20))
    equal = Policy(goldens / "go-mini.cfg", tmp_path / "zero.weights")
    found = suggest(equal, played(9, "A9"), 82)
    assert [s.point for s in found] == [*range(1, 81), PASS]
    assert {round(s.probability, 7) for s in found} == {round(1 / 82, 7)}


def test_networks_that_cannot_be_used(goldens: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="channels=3"):
        Policy(goldens / "tiny-mini.cfg", goldens / "tiny-mini.weights")
    with pytest.raises(BadInput, match="expected"):
        Policy(goldens / "go-mini.cfg", goldens / "tiny-mini.weights")


def test_a_network_of_one_size_says_so(goldens: Path, tmp_path: Path) -> None:
    from darkgo.darknet.network import initial_parameters, load_network
    from darkgo.darknet.weights import write_weights

    cfg, weights = tmp_path / "fixed.cfg", tmp_path / "fixed.weights"
    cfg.write_text("[net]\nheight=9\nwidth=9\nchannels=1\n[connected]\noutput=82\n[softmax]\n")
    network = load_network(cfg)
    write_weights(weights, network, initial_parameters(network, 0), 0)
    policy = Policy(cfg, weights)
    assert len(suggest(policy, Game(9), 3)) == 3
    with pytest.raises(BadInput, match="cannot read a board of 13 lines"):
        suggest(policy, Game(13), 3)
