"""Who has won: DarkGo's count of games that people finished, beside GNU Go's and their own."""

import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from darkgo.data.sources import items
from darkgo.engine.dead import dead_stones
from darkgo.engine.policy import Policy
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour, format_point
from darkgo.go.score import area_score
from darkgo.go.sgf import GameRecord, read_games
from darkgo.paths import default_network
from tests.gtp.gnugo import GnuGo, installed

GAMES = 200
SIZE = 19
COUNTED = re.compile(r"[BW]\+[0-9.]+")


def finished(source: Path) -> Iterator[GameRecord]:
    """Even games of a source that two passes ended and whose players counted."""
    for item in items(source):
        for record in read_games(item.data):
            if (
                isinstance(record, GameRecord)
                and COUNTED.fullmatch(record.result)
                and record.size == SIZE
                and not record.setup
                and [point for _, point in record.moves[-2:]] == [PASS, PASS]
            ):
                yield record


def replayed(record: GameRecord) -> Game:
    game = Game(SIZE, Rules(komi=record.komi or 0))
    for colour, point in record.moves:
        game.follow(colour, point)
    return game


def winner_by_gnugo(program: GnuGo, game: Game) -> Colour | None:
    program.ask(f"boardsize {SIZE}")
    program.ask("clear_board")
    program.ask(f"komi {game.rules.komi:g}")
    for colour, point in game.moves:
        program.ask(f"play {colour.name.lower()} {format_point(point, SIZE)}")
    said = program.ask("final_score")
    return {"B": Colour.BLACK, "W": Colour.WHITE}.get(said[0])


@pytest.mark.long
def test_the_winner_is_gnugos_in_97_of_100_games(shared: Path | None) -> None:
    if shared is None:
        if os.environ.get("CI") == "true":
            pytest.fail("found no finished games; expected them in shared/ beside the checkout")
        pytest.skip("the games are not here")
    policy = Policy(*default_network())
    differences = []
    with GnuGo(installed(), level=10, seed=1) as gnugo:
        games = list(islice(finished(shared / "games" / "dan-kgs.tar.xz"), GAMES))
        for number, record in enumerate(games):
            game = replayed(record)
            margin = area_score(game.board, game.rules.komi, dead_stones(policy.evaluate, game)).margin
            theirs = winner_by_gnugo(gnugo, game)
            if theirs is None or margin * theirs <= 0:
                differences.append(f"{number}: {margin:+g}, GNU Go {theirs}, the players {record.result}")
    assert len(games) == GAMES
    assert len(differences) <= 0.03 * GAMES, differences
