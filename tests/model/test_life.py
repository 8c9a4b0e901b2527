"""Unconditional life on many boards at once, against `darkgo.go.life` and the player's rule."""

import jax
import numpy as np
import pytest

from darkgo.engine.player import _settled
from darkgo.go.board import Board
from darkgo.go.life import safe as single_safe
from darkgo.go.points import Colour
from darkgo.model.chains import NO_CHAIN, Boards
from darkgo.model.life import safe, settled
from tests.go.test_life import POSITIONS, mask, parse
from tests.model.test_eyes import SIZES, eye_keeping_positions

jitted_safe, jitted_settled = jax.jit(safe), jax.jit(settled)


def boards_of(positions: list[Board]) -> Boards:
    """The boards with their chains; liberties and hashes are not looked at."""
    names = np.full((len(positions), positions[0].size ** 2), NO_CHAIN, np.int16)
    for board, name in zip(positions, names, strict=True):
        for colour in Colour:
            for chain in board.chains(colour):
                name[board.points(chain)] = board.points(chain)[-1]
    stones = np.stack([board.array() for board in positions])
    return Boards(stones, names, np.zeros_like(names), np.zeros(0))


def mask_of_points(found: np.ndarray) -> int:
    return sum(1 << int(point) for point in np.flatnonzero(found))


@pytest.mark.parametrize(
    ("drawing", "expected"), [case[1:] for case in POSITIONS], ids=[case[0] for case in POSITIONS]
)
def test_drawn_positions(drawing: str, expected: str) -> None:
    boards = boards_of([parse(drawing)])
    found = jitted_safe(boards.stones, boards.chain)
    assert mask_of_points(found.chains[0]) == mask(expected, "X")
    assert mask_of_points(found.territory[0]) == mask(expected, "x")


@pytest.mark.parametrize("size", SIZES)
def test_random_positions(size: int) -> None:
    positions = [Board.from_array(stones) for stones in eye_keeping_positions(size)]
    boards = boards_of(positions)
    both = {colour: jitted_safe(boards.stones * int(colour), boards.chain) for colour in Colour}
    idle = {colour: jitted_settled(boards, np.full(len(positions), colour, np.int8)) for colour in Colour}
    decided = 0
    for index, board in enumerate(positions):
        alive = {colour: single_safe(board, colour) for colour in Colour}
        for colour in Colour:
            expected = single_safe(board, colour)
            assert mask_of_points(both[colour].chains[index]) == expected.chains
            assert mask_of_points(both[colour].territory[index]) == expected.territory
            assert mask_of_points(idle[colour][index]) == _settled(board, colour, alive)
            decided += bool(expected.chains)
    assert decided > 50 or size < 5
