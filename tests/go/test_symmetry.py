import numpy as np
import pytest

from darkgo.go.symmetry import COUNT, permutations


@pytest.mark.parametrize("size", [1, 2, 5, 19])
def test_each_symmetry_permutes_the_points(size):
    views = permutations(size)
    assert len(views) == COUNT
    assert views[0] == tuple(range(size * size))
    for view in views:
        assert sorted(view) == list(range(size * size))


def test_the_eight_differ():
    assert len(set(permutations(3))) == COUNT


@pytest.mark.parametrize("symmetry", range(COUNT))
def test_flip_first_then_turn_clockwise(symmetry):
    picture = np.arange(25).reshape(5, 5)
    flip, turns = divmod(symmetry, 4)
    expected = np.rot90(np.fliplr(picture) if flip else picture, -turns)
    moved = np.empty(25, int)
    moved[list(permutations(5)[symmetry])] = picture.ravel()
    assert moved.tolist() == expected.ravel().tolist()
