"""What playing a stone does, in drawn positions, random ones and all positions of the smallest boards."""

import random
from functools import cache
from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from darkgo.errors import BadInput
from darkgo.go.board import Board, grid
from darkgo.go.points import Colour, format_point, parse_point
from darkgo.go.symmetry import permutations

BLACK, WHITE = Colour.BLACK, Colour.WHITE

PLAYS = [
    ("a stone on an empty board", "...|...|...", "X B2", "...|.X.|..."),
    ("capture in the corner", "OX.|...|...", "X A2", ".X.|X..|..."),
    ("capture on the edge", "XOX|...|...", "X B2", "X.X|.X.|..."),
    ("capture in the middle", ".X.|XO.|.X.", "X C2", ".X.|X.X|.X."),
    ("the edge connects nothing", "..O|X..|...", "X C2", "..O|X.X|..."),
    ("capture of a chain", "OO..|XX..|....|....", "X C4", "..X.|XX..|....|...."),
    ("capture of a bent chain", "OOX.|XO..|.X..|....", "X C3", "..X.|X.X.|.X..|...."),
    ("two chains", "O.OX|XXX.|....|....", "X B4", ".X.X|XXX.|....|...."),
    ("three chains", "XOX.|O.O.|XOX.|....", "O D3", "XOX.|O.OO|XOX.|...."),
    ("four chains", "..X..|.XOX.|XO.OX|.XOX.|..X..", "X C3", "..X..|.X.X.|X.X.X|.X.X.|..X.."),
    ("one chain touched at two sides", "OOX|O.X|OOX", "X B2", "..X|.XX|..X"),
    ("only the chain without liberties", "O.O|X..|...", "X B3", ".XO|X..|..."),
    ("capture goes before suicide", ".OX|OXX|XX.", "X A3", "X.X|.XX|XX."),
    ("suicide of a stone", ".O.|O..|...", "X A3", ".O.|O..|..."),
    ("suicide of a chain", "X.O|OO.|...", "X B3", "..O|OO.|..."),
    ("suicide joins two chains", "X.XO|OOO.|....|....", "X B4", "...O|OOO.|....|...."),
    ("no suicide, a chain beside has a liberty", "X.X.|OOO.|....|....", "X B4", "XXX.|OOO.|....|...."),
    ("white captures", "XO.|...|...", "O A2", ".O.|O..|..."),
    ("the last liberty of a full board", "OO|O.", "X B1", "..|.X"),
    ("a board of one point", ".", "X A1", "."),
    (
        "snapback",
        "XO..OX|XOOOOX|XXXXXX|......|......|......",
        "X C6, O D6, X C6",
        "X.X..X|X....X|XXXXXX|......|......|......",
    ),
    ("ko taken and retaken", ".XO.|XO.O|.XO.|....", "X C3, O B3", ".XO.|XO.O|.XO.|...."),
    ("two sent, one returned", "....|....|OOX.|.X.X", "X A1, O C1, X B1", "....|....|OOX.|.X.X"),
]
NAMES = [case[0] for case in PLAYS]
COUNTS = [(1, 1), (2, 57), (3, 12675)]


def board(text):
    return Board.parse(text.replace("|", "\n"))


def every_chain_has_a_liberty(position):
    around = grid(position.size).around
    return all(around(chain) & position.free for colour in Colour for chain in position.chains(colour))


@st.composite
def positions(draw):
    """A position as it comes about in play, suicides included."""
    size = draw(st.integers(1, 9))
    rng = random.Random(draw(st.integers(0, 2**32)))
    position = Board.empty(size)
    for _ in range(draw(st.integers(0, 3 * size * size))):
        point = rng.randrange(size * size)
        if position.at(point) is None:
            position = position.play(point, rng.choice(list(Colour)))
    return position


@pytest.mark.parametrize(("before", "moves", "after"), [case[1:] for case in PLAYS], ids=NAMES)
def test_play(before, moves, after):
    position = board(before)
    for move in moves.split(", "):
        sign, vertex = move.split()
        position = position.play(parse_point(vertex, position.size), BLACK if sign == "X" else WHITE)
    assert str(position) == str(board(after))


def test_play_leaves_the_board_before_as_it_was():
    before = board("OX.|...|...")
    before.play(3, BLACK)
    assert before == board("OX.|...|...")


def test_play_on_a_stone():
    with pytest.raises(ValueError, match="occupied"):
        board("X.|..").play(0, WHITE)


@pytest.mark.parametrize("point", [-1, 4])
def test_play_outside(point):
    with pytest.raises(ValueError, match="not on a board"):
        Board.empty(2).play(point, BLACK)


@pytest.mark.parametrize("size", [0, -1, 26])
def test_impossible_size(size):
    with pytest.raises(BadInput, match=f"board size {size}: 1 to 25"):
        Board.empty(size)


@pytest.mark.parametrize("drawing", ["..|.", "..|..|..", "X.|.x", "..|.+"])
def test_bad_drawing(drawing):
    with pytest.raises(ValueError, match="not a square board"):
        board(drawing)


def test_array_of_no_square_board():
    with pytest.raises(ValueError, match="5 points"):
        Board.from_array([0] * 5)


CHAINS = board("XX.O|.XOO|X...|XXO.")


@pytest.mark.parametrize(
    ("vertex", "chain", "liberties"),
    [
        ("A4", "A4 B4 B3", "C4 A3 B2"),
        ("A1", "A2 A1 B1", "A3 B2"),
        ("D4", "D4 C3 D3", "C4 C2 D2"),
        ("C1", "C1", "C2 D1"),
        ("D2", "", ""),
    ],
)
def test_chain_and_liberties(vertex, chain, liberties):
    point = parse_point(vertex, 4)
    assert names_of(CHAINS.chain(point)) == set(chain.split())
    assert names_of(CHAINS.liberties(point)) == set(liberties.split())


def names_of(mask):
    return {format_point(point, 4) for point in Board.points(mask)}


def test_chains_of_a_colour():
    assert list(CHAINS.chains(BLACK)) == [CHAINS.chain(0), CHAINS.chain(8)]


def test_put_captures_nothing():
    position = board("OX|..").put(2, BLACK)
    assert position == board("OX|X.")
    assert position.put(0, None) == board(".X|X.")
    assert position.put(0, BLACK) == board("XX|X.")


@pytest.mark.parametrize("size", [1, 2, 9, 19, 25])
def test_array_there_and_back(size):
    stones = np.random.default_rng(size).integers(-1, 2, size * size)
    position = Board.from_array(stones)
    assert position.array().dtype == np.int8
    assert position.array().tolist() == stones.tolist()
    assert Board.from_array(stones.reshape(size, size)) == position
    assert Board.parse(str(position)) == position


@given(positions())
def test_every_chain_has_a_liberty(position):
    assert every_chain_has_a_liberty(position)


@given(positions(), st.data())
def test_symmetries_commute_with_play(position, data):
    free = position.points(position.free)
    if not free:
        return
    point, colour = data.draw(st.sampled_from(free)), data.draw(st.sampled_from(Colour))
    for image in permutations(position.size):
        turned = Board.from_array(turn(position.array(), image))
        after = position.play(point, colour).array()
        assert turned.play(image[point], colour).array().tolist() == turn(after, image).tolist()


def turn(stones, image):
    turned = np.empty_like(stones)
    turned[list(image)] = stones
    return turned


@given(positions(), st.data())
def test_colours_are_alike(position, data):
    free = position.points(position.free)
    if not free:
        return
    point = data.draw(st.sampled_from(free))
    swapped = Board(position.size, position.white, position.black)
    after, other = position.play(point, BLACK), swapped.play(point, WHITE)
    assert (after.black, after.white) == (other.white, other.black)


@pytest.mark.parametrize(("size", "count"), COUNTS)
def test_count_of_legal_positions(size, count):
    signs = product((-1, 0, 1), repeat=size * size)
    assert sum(every_chain_has_a_liberty(Board.from_array(stones)) for stones in signs) == count


@pytest.mark.parametrize(("size", "count"), COUNTS)
def test_count_of_positions_that_play_reaches(size, count):
    reached = {Board.empty(size)}
    new = list(reached)
    while new:
        after = {
            position.play(point, colour)
            for position in new
            for point in position.points(position.free)
            for colour in Colour
        }
        new = list(after - reached)
        reached |= after
    assert len(reached) == count


@pytest.mark.long
def test_count_of_legal_positions_on_side_four():
    """Where the empty points are fixed, each connected region of stones can be coloured on its own."""
    here = grid(4)

    @cache
    def colourings(region):
        black, legal = region, 0
        while True:
            legal += every_chain_has_a_liberty(Board(4, black, region ^ black))
            if not black:
                return legal
            black = black - 1 & region

    def regions(stones):
        while stones:
            region = here.connected(stones & -stones, stones)
            yield min(sum(1 << image[point] for point in Board.points(region)) for image in permutations(4))
            stones ^= region

    assert sum(prod(map(colourings, regions(stones))) for stones in range(here.full + 1)) == 24318165
