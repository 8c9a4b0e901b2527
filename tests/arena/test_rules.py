"""The drawn positions of `tests/go` in the arena, set-up, the end of a game, and games side by side."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from darkgo.arena.rules import BLACK, WHITE, init
from darkgo.go.board import Board
from darkgo.go.points import Colour, parse_point
from tests.arena.playing import jitted_init_from, jitted_legal, jitted_step, mask_of, sixteen_games
from tests.go.test_board import PLAYS, board, every_chain_has_a_liberty
from tests.go.test_game import REFUSALS, STRICT, game_at, play

# The others cannot come about in a game.
SOUND = [case for case in PLAYS if every_chain_has_a_liberty(board(case[1]))]
SUPERKO = [case for case in REFUSALS if case[3] is STRICT]


def begun_at(position, to_move):
    return jitted_init_from(jnp.asarray(position.array())[None], jnp.asarray([to_move]), max_moves=8)


def actions_of(moves, size):
    """Names such as "A1 pass" as actions."""
    return [size * size if name == "pass" else parse_point(name, size) for name in moves.split()]


@pytest.mark.parametrize(
    ("before", "moves", "after"), [case[1:] for case in SOUND], ids=[case[0] for case in SOUND]
)
def test_play(before, moves, after):
    position = board(before)
    for move in moves.split(", "):
        sign, vertex = move.split()
        point, colour = parse_point(vertex, position.size), Colour.BLACK if sign == "X" else Colour.WHITE
        state = begun_at(position, colour)
        position = position.play(point, colour)
        if position.at(point) is None:
            assert not jitted_legal(state)[0, point]
        else:
            assert jitted_legal(state)[0, point]
            stones = jitted_step(state, jnp.asarray([point])).stones[0]
            np.testing.assert_array_equal(np.asarray(stones), position.array())
    assert position == board(after)


@pytest.mark.parametrize(
    ("drawing", "first", "rules", "moves", "name", "reason"),
    [case[1:] for case in SUPERKO],
    ids=[case[0] for case in SUPERKO],
)
def test_refusal(drawing, first, rules, moves, name, reason):
    state = begun_at(board(drawing), first)
    game = game_at(drawing, rules, first)
    play(game, moves)
    for action in actions_of(moves, game.size):
        state = jitted_step(state, jnp.asarray([action]))
    legal = np.asarray(jitted_legal(state))[0]
    if not game.is_over:
        assert legal[actions_of(name, game.size)[0]] == (reason is None)
    np.testing.assert_array_equal(legal, mask_of(game))


def test_an_empty_board():
    state = init(3, 5)
    assert state.stones.shape == (3, 25)
    assert state.to_move.tolist() == [BLACK] * 3
    assert np.asarray(jitted_legal(state)).all()


def test_two_passes_end_a_game():
    state = init(2, 3)
    for actions in ([9, 9], [0, 9], [9, 9]):
        state = jitted_step(state, jnp.asarray(actions))
    assert state.over.tolist() == [False, True]
    assert state.moves.tolist() == [3, 2]
    assert np.asarray(jitted_legal(state)[1]).tolist() == [False] * 9 + [True]
    after = jitted_step(state, jnp.asarray([9, 4]))
    assert after.over.tolist() == [True, True]
    for ours, before in zip(jax.tree.leaves(after), jax.tree.leaves(state), strict=True):
        np.testing.assert_array_equal(ours[1], before[1])


def test_a_game_without_room_for_a_move_is_over():
    state = init(1, 3, max_moves=2)
    for action in (0, 1):
        assert not state.over[0]
        state = jitted_step(state, jnp.asarray([action]))
    assert state.over[0]
    assert state.to_move.tolist() == [BLACK]
    after = jitted_step(state, jnp.asarray([2]))
    for ours, before in zip(jax.tree.leaves(after), jax.tree.leaves(state), strict=True):
        np.testing.assert_array_equal(ours, before)


def test_captures_go_to_the_captor():
    state = init(1, 3)
    for action in actions_of("A3 B3 pass A2 C1 C3 B2 C2", 3):
        state = jitted_step(state, jnp.asarray([action]))
    assert state.captures.tolist() == [[0, 1]]
    assert state.to_move.tolist() == [BLACK]


@pytest.mark.parametrize("size", [1, 5, 7])
def test_chains_after_play_and_after_set_up(size):
    """Each stone knows its chain, as the single board counts it, however the position came about."""
    played, _ = sixteen_games(size)
    set_up = jitted_init_from(played.stones, played.to_move)
    for index, stones in enumerate(np.asarray(played.stones)):
        position = Board.from_array(stones)
        chains = [position.chain(point) for point in range(size * size)]
        liberties = [position.liberties(point).bit_count() for point in range(size * size)]
        for state in (played, set_up):
            names = state.boards.chain[index].tolist()
            assert [position.chain(name) if name >= 0 else 0 for name in names] == chains
            assert len(set(names) - {-1}) == len(set(chains) - {0})
            assert state.boards.liberties[index].tolist() == liberties
    np.testing.assert_array_equal(played.boards.hash, set_up.boards.hash)
    np.testing.assert_array_equal(played.position, set_up.position)


def test_a_set_up_position_is_part_of_the_history():
    state = begun_at(board(".XO.|X.XO|.XO.|...."), WHITE)
    state = jitted_step(state, jnp.asarray([5]))
    assert not jitted_legal(state)[0, 6]


@given(st.lists(st.lists(st.integers(0, 25), min_size=4, max_size=4), min_size=1, max_size=40))
@settings(max_examples=50)
def test_games_do_not_mix(moves):
    """A game is the same alone and among others that end or capture at other times."""
    together, alone = init(4, 5), [init(1, 5) for _ in range(4)]
    for wanted in moves:
        legal = np.asarray(jitted_legal(together))
        actions = [action if mask[action] else 25 for action, mask in zip(wanted, legal, strict=True)]
        together = jitted_step(together, jnp.asarray(actions))
        alone = [
            jitted_step(state, jnp.asarray([action])) for state, action in zip(alone, actions, strict=True)
        ]
    joined = jax.tree.map(lambda *parts: jnp.concatenate(parts), *alone)
    for ours, theirs in zip(jax.tree.leaves(together), jax.tree.leaves(joined), strict=True):
        np.testing.assert_array_equal(ours, theirs)
