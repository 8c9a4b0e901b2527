"""Learning from games against earlier selves, as in the second stage of AlphaGo's policy network.

In each round the network plays against an opponent from a pool. The pool has the weights at the beginning,
and those after every few rounds. Then each of the network's moves becomes more probable if it won the game,
and less probable if it lost (R. J. Williams, "Simple statistical gradient-following algorithms", 1992; Silver
et al. 2016).

All positions of a round make one update. After it, the moves of the round are no longer drawn from the
present network. A second update from them would make all moves of lost games less probable, even good ones.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from darkgo.arena.harvest import Parts, Sheet
from darkgo.arena.run_folder import begun_with, held
from darkgo.arena.selfplay import Options, PlayMoves, make_advance, play
from darkgo.darknet.network import NetParameters, NetSpec
from darkgo.darknet.weights import read_weights, write_weights
from darkgo.data.records import BOARD, SIDE
from darkgo.data.sources import fingerprint
from darkgo.errors import BadInput
from darkgo.model.network import load_network
from darkgo.train.examples import Examples, Raw
from darkgo.train.learn import make_learn
from darkgo.train.record_set import trainable
from darkgo.train.step import is_finite

OPENING_MOVES, OPENING_TEMPERATURE = 30, 1.2
"""The first moves of a game, by both players, are drawn at a higher temperature, so that games differ. The
network does not learn from them."""
MOST_MOVES = 2 * SIDE * SIDE
SETTINGS = "reinforce.json"
GAMES = "games"
"""The names of a round's files begin with this."""


@dataclass(frozen=True)
class ReinforceOptions:
    """The options of a run.

    `games`: games per round; `together`: how many are played at a time. Both are even. `rate`: the learning
    rate of a round's update. `every`: rounds between two additions to the pool. `temperature`: that at
    which moves are drawn and learnt.
    """

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
class RoundReport:
    """The results of one round.

    won: the share of games won, with a draw as one half. positions: how many were learnt from. loss: the mean
    over them of -log p times the outcome. p is the probability among the moves that self-play draws from.
    Positions in which a ko may have forbidden a move count as 0.
    """

    round: int
    opponent: Path
    games: int
    won: float
    moves: int
    positions: int
    loss: float
    seconds: float


def reinforce(options: ReinforceOptions) -> Iterator[RoundReport]:
    """Plays and learns, and yields a report after each round.

    Round n writes NNNN.weights and its games in the folder NNNN. A stopped run continues with the first round
    without weights. Its options must be the same, except for the number of rounds, `together` and the number
    format. Raises BadInput if files cannot be read or written, and if the folder belongs to another run or to
    a run that is active.
    """
    network = trainable(load_network(options.cfg))
    parameters, seen = read_weights(options.weights, network)
    advance = make_advance([network, network], _selfplay_options(options))
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
                    found = f"found parameters that are not finite after round {number}"
                    raise BadInput(f"{options.out}: {found}; expected a smaller --rate and another --out")
                seen += len(raw)
                write_weights(path, network, parameters, seen)
                seconds = time.monotonic() - began
                yield RoundReport(number, opponent, options.games, won, moves, len(raw), loss, seconds)
            parameters, seen = read_weights(path, network)


def _selfplay_options(options: ReinforceOptions) -> Options:
    """The options of the games of self-play."""
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
    """Writes the options of a new run into its folder, or checks that those of a resumed run are the same."""
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
    """The weights of the opponent in a round."""
    pool = [_weights(options, member) for member in range(options.every, number, options.every)]
    return Random(f"{options.seed} {number}").choice([options.weights, *pool])


def play_round(
    options: ReinforceOptions,
    number: int,
    advance: PlayMoves,
    network: NetSpec,
    mine: NetParameters,
    theirs: NetParameters,
    opponent: str,
) -> tuple[float, int]:
    """Plays the games of a round; returns the share won and the number of moves."""
    folder = _games(options, number)
    # The round was not finished. So its files are removed, and it is played again.
    for left_behind in folder.glob(f"{GAMES}-*"):
        left_behind.unlink()
    sheet = Sheet(SIDE, options.komi, (f"round {number}", opponent), options.seed)
    parts = Parts(folder, GAMES, sheet, first_only=True)
    numbers = range((number - 1) * options.games, number * options.games)
    results, moves = [], 0
    sides = [network, network], [mine, theirs]
    for found in play(*sides, numbers, options.together, _selfplay_options(options), advance):
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
    # One bit per stone is set, and a position has at most as many stones as moves before it.
    learnt: Raw = raw[np.bitwise_count(raw[:, BOARD]).sum(axis=1) >= OPENING_MOVES]
    return learnt
