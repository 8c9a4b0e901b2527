"""`darkgo reinforce`."""

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from darkgo.cli.common import enough_memory, usable_device
from darkgo.errors import BadInput

Rounds = Annotated[int, Parameter(validator=Number(gte=1, lte=9999))]
Count = Annotated[int, Parameter(validator=Number(gte=1, lte=1 << 14))]
Rate = Annotated[float, Parameter(validator=Number(gt=0, lte=10))]
Temperature = Annotated[float, Parameter(validator=Number(gte=0.05, lte=10))]
Seed = Annotated[int, Parameter(validator=Number(gte=0, lt=2**30))]


def reinforce(
    cfg: Path,
    weights: Path,
    *,
    out: Path,
    rounds: Rounds,
    games: Count = 256,
    rate: Rate = 0.6,
    every: Count = 5,
    together: Count = 256,
    komi: float = 7.5,
    temperature: Temperature = 1.0,
    seed: Seed = 0,
    dtype: Literal["auto", "float32", "bfloat16"] = "auto",
) -> None:
    """Improve a network by games against its earlier selves: moves that won become more probable.

    The same command continues a stopped run. A larger `--rounds` continues a finished run.

    Parameters
    ----------
    cfg
        The network. Its batch is the number of positions computed together; its schedule is not used.
    weights
        The weights to begin with.
    out
        A folder for the weights after each round and its games.
    rounds
        The total number of rounds.
    games
        Games per round.
    rate
        The learning rate of the update of a round.
    every
        The number of rounds after which the weights are added to the pool of opponents.
    together
        Games played at the same time.
    komi
        Points that White gets for moving second.
    temperature
        The temperature of drawing and learning moves after the opening of 30 moves. 1: with the network's
        probabilities; below 1: the better moves more often.
    seed
        The seed of games and opponents.
    dtype
        The number format, as for `darkgo train`.
    """
    from darkgo.paths import find

    for name, value in (("--games", games), ("--together", together)):
        if value % 2:
            raise BadInput(f"found {name} {value}; expected an even number: colours alternate")
    try:
        from darkgo.darknet.onednn import chosen_dtype
        from darkgo.train.heap import keep_freed_memory
        from darkgo.train.reinforce import ReinforceOptions
        from darkgo.train.reinforce import reinforce as run
    except ModuleNotFoundError as error:
        if error.name != "optax":
            raise
        raise BadInput("training needs optax: pip install 'darkgo[train]'") from None

    keep_freed_memory()
    usable_device()
    options = ReinforceOptions(
        find(cfg, "cfg"),
        find(weights, "weights"),
        out,
        rounds,
        games,
        rate,
        every,
        min(together, games),
        komi,
        temperature,
        seed,
        chosen_dtype(dtype),
    )
    with enough_memory(f"--together {together}", f"one, or a smaller batch in {cfg}"):
        for report in run(options):
            print(
                f"round {report.round}: won {100 * report.won:.1f}% of {report.games} games against "
                f"{report.opponent.name}, {report.moves:,} moves; loss {report.loss:+.4f} over "
                f"{report.positions:,} positions; {report.seconds:.0f} seconds",
                file=sys.stderr,
                flush=True,
            )
    print(out / f"{rounds:04}.weights")
