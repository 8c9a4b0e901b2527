"""Games that people finished and counted by territory, counted anew: by the program alone, and by hand."""

import os
from collections.abc import Iterator
from itertools import combinations, islice
from pathlib import Path

import pytest

from darkgo.data.sources import items
from darkgo.engine.count import Count
from darkgo.engine.dead import dead_stones
from darkgo.go.game import Game
from darkgo.go.group import together
from darkgo.go.result import read_result
from darkgo.go.rulesets import rules_of_record
from darkgo.go.sgf import GameRecord, read_games
from darkgo.model.evaluator import network_evaluator
from darkgo.paths import default_network

GAMES, EVERY = 40, 20
MARKS = 2
"""Groups that a person puts right, at most."""


def counted(source: Path) -> Iterator[tuple[Game, float]]:
    """Even games with komi 5.5 or 6.5 that two passes ended, and Black's margin in the record."""
    for item in items(source):
        for record in read_games(item.data):
            if not isinstance(record, GameRecord) or record.size != 19 or record.setup or record.cut:
                continue
            result = read_result(record.result)
            if result.margin is None or record.komi not in (5.5, 6.5):
                continue
            rules = rules_of_record(record.rules, record.komi, in_zi=result.in_zi, is_even=True)
            game = Game(19, rules)
            for colour, point in record.moves:
                game.follow(colour, point)
            if game.is_over:
                assert game.rules.territory
                yield game, result.margin


def is_near(game: Game, dead: int, margin: float) -> bool:
    return abs(Count(dead=dead).score(game).margin - margin) <= 1


def marks_needed(game: Game, dead: int, margin: float) -> int | None:
    """How many groups are to be marked until the count is the record's; None if no few marks do it."""
    groups, left = [], game.board.occupied
    while left:
        point = (left & -left).bit_length() - 1
        groups.append(point)
        left &= ~together(game.board, point)
    for marks in range(MARKS + 1):
        for points in combinations(groups, marks):
            count = Count(dead=dead)
            for point in points:
                count.mark(game, point)
            if is_near(game, count.dead or 0, margin):
                return marks
    return None


@pytest.mark.long
def test_the_count_is_that_of_the_players(shared: Path | None) -> None:
    if shared is None:
        if os.environ.get("CI") == "true":
            pytest.fail("found no finished games; expected them in shared/ beside the checkout")
        pytest.skip("the games are not here")
    evaluator = network_evaluator(*default_network())
    chosen = islice(counted(shared / "games" / "dan-kgs.tar.xz"), 0, GAMES * EVERY, EVERY)
    needed = []
    for game, margin in chosen:
        dead = dead_stones(evaluator, game)
        needed.append(marks_needed(game, dead, margin))
    assert len(needed) == GAMES
    assert needed.count(0) >= 0.7 * GAMES
    assert None not in needed, needed
