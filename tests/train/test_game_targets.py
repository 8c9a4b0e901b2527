"""What games tell of their positions, beside the table read game by game."""

from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from darkgo.data.games import NEUTRAL, UNKNOWN, unpacked
from darkgo.data.records import BLACK
from darkgo.go.symmetry import COUNT, permutations
from darkgo.train.examples import Examples
from darkgo.train.game_targets import GameTargets, game_targets
from tests.value_heads import drawn_owners, game, records, table, write_table

SIDE, POINTS = 5, 25
SETTLED = drawn_owners("XXXOO", "XXXOO", "XX..O", "XXXOO", "XXXOO")
OPEN = drawn_owners("XX?OO", "XX?OO", "X???O", "X.?OO", "XXXOO")
GAMES = table(
    game(SIDE, 2, SETTLED, komi=6.5, margin=3.5, winner="1", ending="C", rules="A", origin="X"),
    game(SIDE, 2, OPEN, komi=-0.5, margin=-2.5, winner="0", ending="C", origin="E"),
    game(SIDE, 2, OPEN, winner="1", ending="R", origin="L"),
    game(SIDE, 2, komi=7, winner="=", ending="C"),
    game(SIDE, 0),
    game(SIDE, 2, komi=6.5, ending="T", handicap=2),
    # The estimator left nothing open; the board was not played to the end, so its margin is not exact.
    game(SIDE, 2, SETTLED, komi=0.5, winner="1", ending="R", origin="E"),
)
COUNTED = 12
UNKNOWN_KOMI = (4, 5)


@jax.jit
def compiled(raw: jax.Array, symmetry: jax.Array) -> GameTargets | None:
    return game_targets(raw, SIDE, symmetry)


def tell(raw: np.ndarray, symmetry: np.ndarray | int = 0) -> GameTargets:
    """The targets of examples, as NumPy's arrays; compiled once for all numbers of them."""
    count, most = len(raw), COUNT * COUNTED
    filled = np.resize(raw, (most, raw.shape[1])), np.resize(symmetry, most)
    given = compiled(*filled)
    assert given
    return jax.tree.map(lambda each: np.asarray(each)[:count], given)


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Examples:
    """Two records of each game: Black to move, then White."""
    path = tmp_path_factory.mktemp("game_targets") / "g.train.5x5.records"
    records(SIDE, COUNTED, 1).tofile(path)
    write_table(path, GAMES, SIDE)
    return Examples.one(path, with_games=True)


@pytest.fixture(scope="module")
def found(examples: Examples) -> GameTargets:
    """Every example under every symmetry, one symmetry behind the other."""
    raw = np.tile(examples[np.arange(COUNTED)], (COUNT, 1))
    symmetry = np.repeat(np.arange(COUNT), COUNTED)
    return jax.tree.map(lambda each: each.reshape(COUNT, COUNTED, *each.shape[1:]), tell(raw, symmetry))


def owners_of(number: int) -> np.ndarray:
    """The owners of an example's game, uint8 [N]."""
    which = [0, 0, 1, 1, 2, 2, 3, 3, 5, 5, 6, 6][number]
    return unpacked(GAMES["owners"][[which]], SIDE)[0]


@pytest.mark.parametrize("number", range(COUNTED))
def test_owners_are_the_players_own_and_turn_with_the_board(found: GameTargets, number: int) -> None:
    owners = owners_of(number)
    mine = BLACK if number % 2 == 0 else ord("0")
    own = np.select([owners == NEUTRAL, owners == (1 if mine == BLACK else 2)], [0.5, 1.0], 0.0)
    origin = "XXEELL????EE"[number]
    for symmetry, turn in enumerate(permutations(SIDE)):
        here = [int(point) for point in turn]
        np.testing.assert_array_equal(found.owner[symmetry, number][here], own)
        known = (owners != UNKNOWN) & (origin != "?")
        np.testing.assert_array_equal(found.counted[symmetry, number][here], known & (origin in "XE"))
        np.testing.assert_array_equal(found.uncounted[symmetry, number][here], known & (origin == "L"))


def test_komi_winner_and_margin_are_those_of_the_player_to_move(found: GameTargets) -> None:
    for symmetry in range(COUNT):
        komi = [-6.5, 6.5, 0.5, -0.5, 0, 0, -7, 7, -6.5, 6.5, -0.5, 0.5]
        assert found.komi[symmetry].tolist() == komi
        # Of the third game the komi is unknown, and of the one that was lost on time the winner.
        assert found.won_known[symmetry].tolist() == [1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1]
        won = np.where(found.won_known[symmetry] > 0, found.won[symmetry], -1)
        assert won.tolist() == [1, 0, 0, 1, -1, -1, 0.5, 0.5, -1, -1, 1, 0]
        # By area and without komi: 14 points of Black's, 9 of White's.
        assert found.margin_known[symmetry].tolist() == [1, 1] + 10 * [0]
        assert found.margin[symmetry, :2].tolist() == [14 - 9, 9 - 14]
        assert found.learns_move[symmetry].tolist() == COUNTED * [1]


def test_an_outcome_that_is_drawn_more_often_weighs_less(examples: Examples) -> None:
    symmetry = jnp.zeros(COUNTED, jnp.int32)
    drawn = game_targets(jnp.asarray(examples[np.arange(COUNTED)]), SIDE, symmetry, counted=4.0)
    assert drawn is not None
    assert drawn.outcome_weight.tolist() == [0.25 if origin in "XE" else 1 for origin in "XXEELL????EE"]


def test_moves_of_silent_sources_are_not_learnt(examples: Examples) -> None:
    silent = examples.only(examples.names, no_moves=examples.names)
    assert tell(silent[np.arange(3)]).learns_move.tolist() == [0, 0, 0]


def test_records_alone_tell_nothing() -> None:
    assert game_targets(jnp.asarray(records(SIDE, 3, 1)), SIDE, jnp.zeros(3, jnp.int32)) is None


def test_the_number_of_black_points_is_as_drawn() -> None:
    assert [(which == SETTLED).sum() for which in (1, 2, NEUTRAL)] == [14, 9, 2]


def test_a_file_without_a_table_is_one_game_of_which_nothing_is_known(tmp_path: Path) -> None:
    for name, count in (("a", 3), ("b", 4)):
        records(SIDE, count, 1).tofile(tmp_path / f"{name}.train.5x5.records")
    write_table(
        tmp_path / "b.train.5x5.records",
        table(game(SIDE, 4, SETTLED, komi=6.5, winner="1", ending="R", origin="X")),
        SIDE,
    )
    every = Examples.open(tmp_path, "train", SIDE, with_games=True)
    given = tell(every[np.arange(7)])
    assert given.won_known.tolist() == [0, 0, 0, 1, 1, 1, 1]
    assert given.counted.sum(axis=1).tolist() == [0, 0, 0, *4 * [POINTS]]
    assert not given.uncounted.any()
    assert every.has_game_targets
    assert not every.only(["a"]).has_game_targets
