"""Learning from games against earlier selves, as AlphaGo's policy network did in its second stage.

In each round the network plays against one of a pool: the weights it began with, and those after every few
rounds. Then each of its own moves becomes more probable if it won the game and less if it lost (R. J.
Williams, "Simple statistical gradient-following algorithms", 1992; Silver et al. 2016). All positions of a
round make one update, for after an update the moves are no longer the network's own: a lost position then
drives it away from what it was, however the move was.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from darkgo.arena.begun import begun_with, held
from darkgo.arena.harvest import Parts, Sheet
from darkgo.arena.selfplay import Advance, Options, make_advance, play
from darkgo.darknet.network import NetParameters, NetSpec
from darkgo.darknet.weights import read_weights, write_weights
from darkgo.data.records import BOARD, SIDE
from darkgo.data.sources import fingerprint
from darkgo.errors import BadInput
from darkgo.train.examples import Examples, Raw
from darkgo.train.learn import make_learn
from darkgo.train.loop import trainable
from darkgo.train.step import is_finite

OPENING_MOVES, OPENING_TEMPERATURE = 30, 1.2
"""Moves of both players that are drawn more evenly than the network expects them: games are to differ. They
are not learnt from."""
MOST_MOVES = 2 * SIDE * SIDE
SETTINGS = "reinforce.json"
GAMES = "games"
"""What the names of a round's files begin with."""


@dataclass(frozen=True)
class ReinforceOptions:
    """What is asked for. `games`: of a round. `together`: how many of them at a time. Both are even. `rate`:
    of the one update of a round. `every`: rounds from one member of the pool to the next. `temperature`: at
    which moves are drawn and learnt."""

    cfg: Path
    weights: Path
    out: Path
    rounds: int
    games: int = 256
    rate: float = 0.6
    every: int = 5
    together: int = 256
    komi: float = 7.5
    temperature: float = 1.0
    seed: int = 0
    dtype: str = "float32"


@dataclass(frozen=True)
class Report:
    """One round. won: the share of the games, a draw counting half. positions: those looked at.
    loss: the mean over them of -log p times the outcome, p among the moves that are drawn from, or of 0 where
    a ko may have forbidden one."""

    round: int
    opponent: Path
    games: int
    won: float
    moves: int
    positions: int
    loss: float
    seconds: float


def reinforce(options: ReinforceOptions) -> Iterator[Report]:
    """Plays and learns, and yields a report after each round.

    Round n leaves NNNN.weights and, in the folder NNNN, its games. A run that was stopped goes on with the
    first round that has left no weights, with what it was begun with; there may be more rounds, and other
    games at a time and numbers to compute with. Raises BadInput for files that cannot be used or written, and
    for a folder of another run or one that is at work.
    """
    network = trainable(options.cfg)
    parameters, seen = read_weights(options.weights, network)
    advance = make_advance([network, network], _course(options))
    learn = make_learn(network, options.dtype, options.temperature)
    batch = network.net.integer("batch")
    with held(options.out, "run"):
        _begin(options)
        for number in range(1, options.rounds + 1):
            path = _weights(options, number)
            if not path.exists():
                began, opponent = time.monotonic(), opponent_of(options, number)
                theirs, _ = read_weights(opponent, network)
                won, moves = play_round(options, number, advance, network, parameters, theirs, opponent.stem)
                raw = _own_moves(_games(options, number))
                if len(raw) < batch:
                    wanted = (
                        f"expected the {batch} of a batch of {options.cfg}: more --games, in another --out"
                    )
                    raise BadInput(
                        f"{options.out}: round {number} has {len(raw)} positions to learn from; {wanted}"
                    )
                raw = raw[: len(raw) // batch * batch]
                parameters, loss = learn(parameters, raw, options.rate)
                if not is_finite(parameters):
                    found = f"found parameters that are no numbers any more after round {number}"
                    raise BadInput(f"{options.out}: {found}; expected a smaller --rate and another --out")
                seen += len(raw)
                write_weights(path, network, parameters, seen)
                seconds = time.monotonic() - began
                yield Report(number, opponent, options.games, won, moves, len(raw), loss, seconds)
            parameters, seen = read_weights(path, network)


def _course(options: ReinforceOptions) -> Options:
    """How the games are played."""
    return Options(
        options.komi,
        MOST_MOVES,
        options.seed,
        temperature=options.temperature,
        opening_moves=OPENING_MOVES,
        opening_temperature=OPENING_TEMPERATURE,
        dtype=options.dtype,
    )


def _begin(options: ReinforceOptions) -> None:
    """Writes into the folder what the run is begun with, or makes sure that it is the same."""
    settings = {
        "cfg": fingerprint(options.cfg),
        "weights": fingerprint(options.weights),
        "games": options.games,
        "rate": options.rate,
        "every": options.every,
        "komi": options.komi,
        "temperature": options.temperature,
        "seed": options.seed,
    }
    begun_with(options.out / SETTINGS, "run", settings)
    for left_behind in options.out.glob("*.weights.*.part"):
        left_behind.unlink()


def _weights(options: ReinforceOptions, number: int) -> Path:
    return options.out / f"{number:04}.weights"


def _games(options: ReinforceOptions, number: int) -> Path:
    return options.out / f"{number:04}"


def opponent_of(options: ReinforceOptions, number: int) -> Path:
    """Which of the pool is met in a round."""
    pool = [_weights(options, member) for member in range(options.every, number, options.every)]
    return Random(f"{options.seed} {number}").choice([options.weights, *pool])


def play_round(
    options: ReinforceOptions,
    number: int,
    advance: Advance,
    network: NetSpec,
    mine: NetParameters,
    theirs: NetParameters,
    opponent: str,
) -> tuple[float, int]:
    """Plays the games of a round; the share won and the moves made."""
    folder = _games(options, number)
    # Had the round been played to its end, it would not be played now.
    for left_behind in folder.glob(f"{GAMES}-*"):
        left_behind.unlink()
    sheet = Sheet(SIDE, options.komi, (f"round {number}", opponent), options.seed)
    parts = Parts(folder, GAMES, sheet, first_only=True)
    numbers = range((number - 1) * options.games, number * options.games)
    results, moves = [], 0
    sides = [network, network], [mine, theirs]
    for found in play(*sides, numbers, options.together, _course(options), advance):
        for game in found.finished:
            parts.add(game)
            moves += len(game.actions)
            results.append(0.5 + 0.5 * np.sign(game.margin * sheet.first(game.number)))
    parts.save()
    return float(np.mean(results)), moves


def _own_moves(folder: Path) -> Raw:
    """The records of the network's moves after the opening, uint8 [M, 96]."""
    examples = Examples.open(folder, "train")
    raw = examples[np.arange(len(examples))]
    # Of each stone a bit is set, and there are no more stones than there were moves.
    learnt: Raw = raw[np.bitwise_count(raw[:, BOARD]).sum(axis=1) >= OPENING_MOVES]
    return learnt
