"""Who has won: DarkGo's count of games that people finished, beside GNU Go's.

The people counted territory and left neutral points open, which are points when area is counted. So GNU Go
plays each game on, for both, until it passes twice; then both programs count the same finished position.
"""

import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from darkgo.data.sources import items
from darkgo.engine.dead import dead_stones
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour, format_point, parse_point
from darkgo.go.score import area_score
from darkgo.go.sgf import GameRecord, read_games
from darkgo.model.evaluator import network_evaluator
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


def finish(gnugo: GnuGo, game: Game) -> None:
    """Sets a game up in GNU Go and plays it to its end, there and here. The lowest level will do."""
    for command in (f"boardsize {SIZE}", "clear_board", f"komi {game.rules.komi:g}", "level 1"):
        gnugo.ask(command)
    for colour, point in game.moves:
        gnugo.ask(f"play {colour.name.lower()} {format_point(point, SIZE)}")
    passes = 0
    while passes < 2:
        colour = game.to_move
        point = parse_point(gnugo.ask(f"genmove {colour.name.lower()}"), SIZE)
        passes = passes + 1 if point == PASS else 0
        game.follow(colour, point)
    gnugo.ask("level 10")


def margin_by_gnugo(gnugo: GnuGo) -> float:
    """Points by which Black is ahead."""
    said = gnugo.ask("final_score")
    return float(said[2:]) * {"B": Colour.BLACK, "W": Colour.WHITE}[said[0]] if said != "0" else 0


@pytest.mark.long
def test_the_winner_is_gnugos_in_97_of_100_games(shared: Path | None) -> None:
    if shared is None:
        if os.environ.get("CI") == "true":
            pytest.fail("found no finished games; expected them in shared/ beside the checkout")
        pytest.skip("the games are not here")
    evaluator = network_evaluator(*default_network())
    differences = []
    with GnuGo(installed(), 10, 1, "--never-resign") as gnugo:
        games = list(islice(finished(shared / "games" / "dan-kgs.tar.xz"), GAMES))
        for number, record in enumerate(games):
            game = replayed(record)
            finish(gnugo, game)
            ours = area_score(game.board, game.rules.komi, dead_stones(evaluator, game)).margin
            theirs = margin_by_gnugo(gnugo)
            if ours * theirs <= 0:
                differences.append(f"{number}: {ours:+g}, GNU Go {theirs:+g}, the players {record.result}")
    assert len(games) == GAMES
    assert len(differences) <= 0.03 * GAMES, differences
