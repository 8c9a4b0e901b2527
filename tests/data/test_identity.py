import dataclasses

import pytest

from darkgo.data.identity import OPENING, VALIDATION_SHARE, digests
from darkgo.go.points import PASS, Colour
from darkgo.go.sgf import read_games
from darkgo.go.symmetry import permutations


@pytest.fixture
def game(random_moves, sgf):
    def one(seed, count=100):
        (record,) = read_games(sgf(random_moves(seed, count, corner=19), "AB[pd][dp]AW[dd]"))
        return record

    return one


def turned(record, symmetry):
    image = permutations(record.size)[symmetry]
    moves = tuple((colour, PASS if point == PASS else image[point]) for colour, point in record.moves)
    setup = tuple(
        sorted(((colour, image[point]) for colour, point in record.setup), key=lambda stone: stone[1])
    )
    return dataclasses.replace(record, moves=moves, setup=setup)


@pytest.mark.parametrize("symmetry", range(8))
def test_images_of_a_game_are_the_same_game(game, symmetry):
    for seed in range(50):
        record = game(seed)
        assert digests(turned(record, symmetry)) == digests(record)


def test_different_games_differ(game):
    record = game(0)
    (colour, point), *_ = record.moves
    others = [
        game(1),
        dataclasses.replace(record, moves=record.moves[:-1]),
        dataclasses.replace(record, moves=((colour.other, point), *record.moves[1:])),
        dataclasses.replace(record, setup=record.setup[1:]),
        dataclasses.replace(record, setup=(), moves=(*record.setup, *record.moves)),
    ]
    assert len({digests(each)[0] for each in [record, *others]}) == 6


def test_what_is_left_out_of_a_file_does_not_matter(game):
    record = game(0)
    assert digests(dataclasses.replace(record, komi=6.5, black="Shusaku", winner=Colour.BLACK)) == digests(
        record
    )


def test_the_side_of_the_split_depends_on_the_first_sixty_moves_only(game):
    validation = [record for record in map(game, range(1000)) if digests(record)[1]]
    assert len(validation) > 5
    for record in validation:
        shorter = dataclasses.replace(record, moves=record.moves[:OPENING])
        assert digests(shorter)[1]
        assert digests(shorter)[0] != digests(record)[0]
    assert not all(
        digests(dataclasses.replace(each, moves=each.moves[: OPENING - 1]))[1] for each in validation
    )


def test_share_of_validation(game):
    games = 5000
    count = sum(digests(game(seed, 3))[1] for seed in range(games))
    # Five standard deviations: short games share openings, but hardly three random moves of 361.
    assert abs(count - games * VALIDATION_SHARE) < 5 * (games * VALIDATION_SHARE) ** 0.5
