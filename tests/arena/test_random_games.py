"""Random games and all short games of tiny boards, move by move against `darkgo.go`."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from darkgo.arena.rules import init
from darkgo.go.game import Game
from darkgo.go.points import Colour
from tests.arena.playing import jitted_legal, jitted_step, mask_of, play_at_random, point_of, sixteen_games

BLACK, WHITE = Colour.BLACK, Colour.WHITE


def compare_stones(size, played):
    """Stones and captures after every move."""
    actions, stones, captures, over, _ = (np.asarray(each) for each in played)
    for index in range(actions.shape[1]):
        game = Game(size)
        for move, action in enumerate(actions[:, index]):
            assert game.is_over == over[move, index]
            np.testing.assert_array_equal(stones[move, index], game.board.array())
            assert captures[move, index].tolist() == [game.captures[colour] for colour in (BLACK, WHITE)]
            if game.is_over:
                break
            game.follow(game.to_move, point_of(action, size))


def compare_masks(size, played):
    """Every legal mask. The single game refuses what is illegal, so no move of the arena was."""
    actions, _, _, _, masks = (np.asarray(each) for each in played)
    for index in range(actions.shape[1]):
        game = Game(size)
        for move, action in enumerate(actions[:, index]):
            np.testing.assert_array_equal(masks[move, index], mask_of(game))
            if game.is_over:
                break
            game.play(point_of(action, size))


@pytest.mark.parametrize("size", [2, 3, 5, 7])
def test_masks_on_small_boards(size):
    compare_masks(size, sixteen_games(size)[1])


@pytest.mark.long
@pytest.mark.parametrize("size", [2, 3, 4, 5, 6, 7])
def test_masks_of_many_games_on_small_boards(size):
    compare_masks(size, play_at_random(jax.random.key(100 + size), 256, size, 6 * size * size)[1])


@pytest.mark.long
def test_masks_of_twenty_games():
    compare_masks(19, play_at_random(jax.random.key(0), 20, 19, 722)[1])


def test_stones_and_captures():
    compare_stones(19, sixteen_games(19)[1])


@pytest.mark.long
@pytest.mark.parametrize("seed", range(8))
def test_stones_and_captures_of_two_thousand_games(seed):
    compare_stones(19, play_at_random(jax.random.key(seed), 250, 19, 722)[1])


@pytest.mark.parametrize(("size", "depth", "count"), [(1, 4, 1), (2, 9, 4857), (3, 4, 5291)])
def test_all_short_games(size, depth, count):
    """Where all masks on the way are equal, so are the trees of games."""
    found = list(short_games(Game(size), depth))
    assert len(found) == count
    state = init(count, size, depth)
    for move in range(depth):
        masks = np.stack([game[move][1] for game in found])
        np.testing.assert_array_equal(np.asarray(jitted_legal(state)), masks)
        state = jitted_step(state, jnp.asarray([game[move][0] for game in found]))


def short_games(game, depth):
    """Each game of that many moves, as pairs of an action and the legal mask before it."""
    if depth == 0:
        yield ()
        return
    mask = mask_of(game)
    for action in map(int, np.flatnonzero(mask)):
        after = game.snapshot()
        if not game.is_over:
            after.play(point_of(action, game.size))
        for rest in short_games(after, depth - 1):
            yield ((action, mask), *rest)
