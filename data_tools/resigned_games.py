"""How often a player that resigned by its win rate would have won, had the game been played on.

    python data_tools/resigned_games.py FOLDER [--games N] [--rate 0.05] [--cfg CFG --weights WEIGHTS]

FOLDER is one that `darkgo selfplay` filled: its games were played to the end by both. In each, both players
are watched, and the first who would have resigned, as `--resign RATE` says, is compared with the result. It
ends after N games in which somebody would have resigned.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

from darkgo.data.sources import items
from darkgo.engine.player import RESIGN_TURNS, Resigning, needs_last_turns
from darkgo.engine.standing import komi_of
from darkgo.go.game import Game, Rules
from darkgo.go.points import Colour
from darkgo.go.result import read_result
from darkgo.go.sgf import GameRecord, read_games
from darkgo.model.evaluation import Evaluator, Position
from darkgo.model.evaluator import network_evaluator
from darkgo.paths import default_network


def records(folder: Path) -> Iterator[GameRecord]:
    """The games of the archives of a folder, in the order of their names."""
    for archive in sorted(folder.glob("*.zip")):
        for item in items(archive):
            yield from (game for game in read_games(item.data) if isinstance(game, GameRecord))


def resigned(evaluator: Evaluator, record: GameRecord, resign: Resigning) -> tuple[Colour, int] | None:
    """Who would have resigned first, and at which move; None if nobody."""
    game = Game(record.size, Rules(record.komi or 0))
    positions: list[Position] = []
    turns: list[tuple[Colour, float, bool]] = []
    for colour, point in record.moves:
        positions.append(Position.of(game))
        turns.append((colour, komi_of(game), needs_last_turns(game, resign)))
        game.follow(colour, point)
    rates: dict[Colour, list[float]] = {colour: [] for colour in Colour}
    found = evaluator.evaluate(positions)
    for number, ((colour, komi, may_resign), evaluation) in enumerate(zip(turns, found, strict=True)):
        rates[colour].append(evaluation.win_rate(komi))
        if may_resign and resign.is_below(rates[colour][-RESIGN_TURNS:]):
            return colour, number
    return None


def main() -> None:
    """Prints how many of those who resigned would have won."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--games", type=int, default=200)
    parser.add_argument("--rate", type=float, default=0.05)
    cfg, weights = default_network()
    parser.add_argument("--cfg", type=Path, default=cfg)
    parser.add_argument("--weights", type=Path, default=weights)
    options = parser.parse_args()
    evaluator = network_evaluator(options.cfg, options.weights)
    seen, moves, lengths, won = 0, [], [], 0
    for record in records(options.folder):
        seen += 1
        found = resigned(evaluator, record, Resigning(options.rate))
        if found is None:
            continue
        colour, number = found
        won += read_result(record.result).winner is colour
        moves.append(number)
        lengths.append(len(record.moves))
        if len(moves) == options.games:
            break
    evaluator.close()
    print(f"games     {seen}; in {len(moves)} somebody would have resigned")
    if moves:
        print(f"resigned  after {mean(moves):.0f} moves of {mean(lengths):.0f}, on average")
        print(f"won       {won}, {won / len(moves):.1%} of those who resigned would have won")


if __name__ == "__main__":
    main()
