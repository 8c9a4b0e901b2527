"""Eyes and useful moves on many boards at once, against those of `darkgo.engine.player`."""

from collections.abc import Iterator
from functools import lru_cache
from random import Random

import jax
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from darkgo.arena.useful import useful
from darkgo.engine.player import _gives_away, is_eye, useful_at_a_glance
from darkgo.engine.policy import rank
from darkgo.go.board import Board
from darkgo.go.game import Game
from darkgo.go.points import Colour
from darkgo.model.chains import Boards
from darkgo.model.eyes import eyes, gives_away, ko_captures
from tests.arena.playing import jitted_init_from, ko_captures_of

SIZES = [7, *(pytest.param(size, marks=pytest.mark.long) for size in (2, 3, 5))]
jitted_eyes, jitted_gives_away = jax.jit(eyes), jax.jit(gives_away)
jitted_ko_captures, jitted_useful = jax.jit(ko_captures), jax.jit(useful)


@lru_cache
def eye_keeping_positions(size: int) -> np.ndarray:
    """Stones [B, N] from random games in which nobody fills an eye, so that chains come to live."""
    random = Random(size)
    found = []
    for _ in range(12):
        game = Game(size)
        for _ in range(3 * size * size):
            points = [
                point
                for point in Board.points(game.legal_mask())
                if not is_eye(game.board, point, game.to_move)
            ]
            if not points:
                break
            game.play(random.choice(points))
            found.append(game.board.array())
    return np.array(random.choices(found, k=200))


def either_to_move(size: int) -> Iterator[tuple[Boards, np.ndarray, list[Game]]]:
    """These positions with Black and with White to move: the boards, the colours [B], and a game at each."""
    stones = eye_keeping_positions(size)
    for colour in Colour:
        games = [Game(size) for _ in stones]
        for game, position in zip(games, stones, strict=True):
            game.set_up(Board.from_array(position), colour)
        colours = np.full(len(stones), colour, np.int8)
        yield jitted_init_from(stones, colours).boards, colours, games


def points_of(mask: np.ndarray) -> list[int]:
    return np.flatnonzero(mask).tolist()


@given(st.lists(st.sampled_from([-1, 0, 1, 1]), min_size=49, max_size=49), st.sampled_from(Colour))
def test_eyes_of_any_stones(stones: list[int], colour: Colour) -> None:
    board = Board.from_array(stones)
    expected = [point for point in Board.points(board.free) if is_eye(board, point, colour)]
    found = jitted_eyes(np.array([stones], np.int8), np.array([colour], np.int8))
    assert points_of(found[0]) == expected


@pytest.mark.parametrize("size", SIZES)
def test_eyes_in_games(size: int) -> None:
    stones = eye_keeping_positions(size)
    expected_somewhere = 0
    for colour in Colour:
        found = np.asarray(jitted_eyes(stones, np.full(len(stones), colour, np.int8)))
        for index, position in enumerate(stones):
            board = Board.from_array(position)
            expected = [point for point in Board.points(board.free) if is_eye(board, point, colour)]
            assert points_of(found[index]) == expected
            expected_somewhere += len(expected)
    assert expected_somewhere > 20


@pytest.mark.parametrize("size", SIZES)
def test_stones_given_away(size: int) -> None:
    given_away = 0
    for boards, colours, games in either_to_move(size):
        found = np.asarray(jitted_gives_away(boards, colours))
        for index, game in enumerate(games):
            for point in Board.points(game.legal_mask()):
                expected = _gives_away(game.board, point, game.to_move)
                assert found[index, point] == expected
                given_away += expected
    assert given_away > 50 or size < 5


@pytest.mark.parametrize("size", SIZES)
def test_captures_of_a_ko(size: int) -> None:
    kos = 0
    for boards, colours, games in either_to_move(size):
        found = np.asarray(jitted_ko_captures(boards, colours))
        for index, game in enumerate(games):
            expected = ko_captures_of(game)
            assert points_of(found[index]) == expected
            kos += len(expected)
    assert kos > 10 or size < 5


@pytest.mark.parametrize("size", SIZES)
def test_useful_moves_are_the_players(size: int) -> None:
    stones = eye_keeping_positions(size)
    rng = np.random.default_rng(size)
    colours = rng.choice(np.array([-1, 1], np.int8), len(stones))
    probabilities = rng.uniform(0, 0.04, (len(stones), size * size + 1)).astype(np.float32)
    found = np.asarray(jitted_useful(jitted_init_from(stones, colours), probabilities))
    for index, position in enumerate(stones):
        game = Game(size)
        game.set_up(Board.from_array(position), Colour(colours[index]))
        moves = useful_at_a_glance(game, rank(probabilities[index], game))
        assert points_of(found[index]) == sorted(move.point for move in moves)
