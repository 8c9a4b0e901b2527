"""`darkgo train` and `darkgo valid`."""

import json
import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from darkgo.cli.common import Seed, usable_device
from darkgo.errors import BadInput

MOST_POSITIONS = 10**12
MOST_MINUTES = 10**6
MOST_DEVICES = 256


def train(
    cfg: Path,
    *,
    data: Path,
    out: Path,
    weights: Path | None = None,
    resume: bool = False,
    clear: bool = False,
    max_positions: int | None = None,
    max_minutes: float | None = None,
    seed: Seed = 0,
    source: tuple[str, ...] = (),
    phases: str | None = None,
    no_moves: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    counted: float = 1.0,
    sides: str = "19",
    reinforce: bool = False,
    keep_statistics: bool = False,
    dtype: Literal["auto", "float32", "bfloat16"] = "auto",
    devices: int = 1,
    hosts: str | None = None,
    checkpoint_minutes: float = 5.0,
) -> None:
    """Train a network on position records, or on pictures.

    Parameters
    ----------
    cfg
        The network and its training options.
    data
        A folder made by `darkgo data build`; for a network that classifies pictures, one with a folder of
        pictures for each class.
    out
        The folder for weights, checkpoint and metrics.
    weights
        Begin from these instead of new parameters. The schedule continues from the images they have seen.
    resume
        Continue the run whose checkpoint is in `out`. Its seed, dtype, and weights of sources and phases stay
        the same. So does its end, unless `--max-positions` gives another.
    clear
        Begin the schedule at 0, whatever the weights have seen.
    max_positions
        End of the schedule, in positions or pictures of this run. Default: the cfg's max_batches.
    max_minutes
        End of the schedule, in minutes, including compilation and the measurement of the speed.
    seed
        The seed of new parameters, and of the order of positions or pictures.
    source
        NAME=WEIGHT: draw positions of NAME.train.records WEIGHT times as often as those of other sources; 0
        for never. Repeat the option for several sources.
    phases
        OPENING,MIDDLE,END: weights of positions with up to 59 stones, up to 149, and more.
    no_moves
        NAME: learn from this source how games end, but not its moves. For games that the network played
        itself. Repeat the option for several sources.
    counted
        Draw positions of games with counted owners (`darkgo data owners`) so many times as often as others.
    sides
        The sides of the boards to learn from, such as 19 or 9,13,19. NAME.train.9x9.records has those of
        9x9. All boards of an update have the same side.
    reinforce
        Learn from the outcome: moves of winners become more probable, those of losers less probable. For
        games that the network of `--weights` has just played itself (`darkgo selfplay --opening-moves 0`),
        with a small learning rate.
    keep_statistics
        Compute the network as in play, with the batch-norm statistics of `--weights`, which do not change.
        For a little training on boards of another side, so that those of 19x19 are not forgotten.
    dtype
        The number format. auto: bfloat16 where it is faster, on accelerators and on some CPUs.
    devices
        On a CPU: the number of devices that share its cores and the batch. One device per core is faster in
        float32. On other hardware all devices are used.
    hosts
        Train together with other hosts, each of which runs the same command and reads the same folders. auto:
        under SLURM, Open MPI, Kubernetes or a cloud. Else FIRST:PORT,COUNT,NUMBER: the name of the first
        host, the number of hosts, and the number of this host, from 0. `--max-positions` or the cfg gives the
        end.
    checkpoint_minutes
        Minutes between checkpoints.
    """
    from darkgo.paths import find

    if hosts is not None and max_minutes is not None:
        raise BadInput("found --hosts and --max-minutes; expected --max-positions: clocks differ")
    if max_positions is not None and max_minutes is not None:
        raise BadInput("found --max-positions and --max-minutes; expected one of them")
    for name, value, most in (
        ("--max-positions", max_positions, MOST_POSITIONS),
        ("--max-minutes", max_minutes, MOST_MINUTES),
        ("--checkpoint-minutes", checkpoint_minutes, MOST_MINUTES),
        ("--devices", devices, MOST_DEVICES),
    ):
        if value is not None and not 0 < value <= most:
            raise BadInput(f"found {name} {value}; expected more than 0, {most:,} at most")
    drawn = seed or source or phases or no_moves or counted != 1 or sides != "19" or reinforce
    drawn = drawn or keep_statistics
    if resume and (weights or clear or drawn or max_minutes or dtype != "auto"):
        given = "--weights, --clear, --seed, --source, --phases, --no-moves, --counted, --sides, "
        given += "--reinforce, --keep-statistics, --dtype and --max-minutes"
        raise BadInput(f"found --resume with one of {given}; expected --max-positions at most")
    try:
        import jax

        from darkgo.train.begin import TrainOptions
        from darkgo.train.checkpoint import FILE
        from darkgo.train.heap import keep_freed_memory
        from darkgo.train.hosts import join
        from darkgo.train.journal import tell
        from darkgo.train.loop import train as run
        from darkgo.train.mixture import Mixture
    except ModuleNotFoundError as error:
        if error.name != "optax":
            raise
        raise BadInput("training needs optax: pip install 'darkgo[train]'") from None

    options = TrainOptions(
        find(cfg, "cfg"),
        data,
        out,
        weights=weights and find(weights, "weights"),
        resume=resume,
        clear=clear,
        max_positions=max_positions,
        max_minutes=max_minutes,
        seed=seed,
        dtype=dtype,
        mixture=Mixture.parse(source, phases, no_moves, counted),
        sides=_sides(sides),
        reinforce=reinforce,
        keep_statistics=keep_statistics,
        checkpoint_minutes=checkpoint_minutes,
    )
    keep_freed_memory()
    if devices > 1:
        jax.config.update("jax_num_cpu_devices", devices)
    if hosts is not None:
        # Which devices there are is known only once all hosts are there.
        join(hosts)
    else:
        usable_device()
    try:
        weights_file = run(options)
        if jax.process_index() == 0:
            print(weights_file)
    except KeyboardInterrupt:
        if (out / FILE).exists():
            again = f"--devices {devices} " if devices > 1 else ""
            again += f"--hosts {hosts} " if hosts is not None else ""
            tell(f"darkgo: stopped; train {cfg} --data {data} --out {out} {again}--resume continues")
        raise


def _sides(text: str) -> tuple[int, ...]:
    """The sides in a list separated by commas. Raises BadInput."""
    from darkgo.data.records import SIDES

    parts = text.split(",")
    if not all(part.isdecimal() and int(part) in SIDES for part in parts) or len(set(parts)) < len(parts):
        expected = f"{SIDES.start} to {SIDES.stop - 1}, separated by commas, each once"
        raise BadInput(f"found --sides {text}; expected {expected}")
    return tuple(map(int, parts))


def valid(
    cfg: Path,
    weights: Path,
    records: Path,
    *,
    multi: bool = False,
    limit: int | None = None,
    dtype: Literal["auto", "float32", "bfloat16"] = "float32",
    as_json: Annotated[bool, Parameter(name="--json", negative=())] = False,
) -> None:
    """Measure how often a network finds the move that was played, and names the winner.

    Parameters
    ----------
    cfg
        The network.
    weights
        Its parameters.
    records
        A file of position records.
    multi
        Average over the eight rotations and flips.
    limit
        Use only this many positions, at even distances.
    dtype
        The number format: float32 as in play, bfloat16, or auto for the faster one.
    as_json
        Print one JSON object: top1, top5, nll, positions, phases, and for a network with value heads winner
        and margin. Shares are fractions of 1.
    """
    from rich.console import Console
    from rich.progress import Progress

    from darkgo.darknet.network import resized
    from darkgo.darknet.onednn import chosen_dtype
    from darkgo.darknet.weights import read_weights
    from darkgo.data.records import named_side
    from darkgo.model.heads import heads
    from darkgo.model.network import check_go, load_network
    from darkgo.paths import find
    from darkgo.train.examples import Examples
    from darkgo.train.journal import tell
    from darkgo.train.validation import Validator

    usable_device()
    network = check_go(resized(load_network(find(cfg, "cfg")), named_side(records)))
    parameters, _ = read_weights(find(weights, "weights"), network)
    examples = Examples.one(records, with_games=heads(network).has_value)
    if not len(examples):
        raise BadInput(f"{records}: found no position; expected at least one record")
    if limit is not None and limit < 1:
        raise BadInput(f"found --limit {limit}; expected 1 or more")
    if heads(network).has_value and examples.game_rows is None:
        tell(f"darkgo: {records}: no table of games beside the records: only moves are measured")
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("positions", total=min(limit or len(examples), len(examples)))
        validator = Validator(network, multi, chosen_dtype(dtype))
        found = validator(parameters, examples, limit, lambda count: bar.advance(task, count))
    if as_json:
        print(json.dumps(found.as_json))
        return
    winners = found.winner is not None
    print(f"{'':10s}   top1    top5     nll  positions{'  winner     nll  positions' if winners else ''}")
    for name, part in {"all": found, **found.phases}.items():
        moves, winner = part.moves, part.winner
        shares = f"{100 * moves.top1:5.2f}%  {100 * moves.top5:5.2f}%"
        line = f"{name:10s} {shares}  {moves.nll:6.3f}  {moves.positions:9d}"
        if winner:
            line += f"  {100 * winner.accuracy:5.2f}%  {winner.nll:6.3f}  {winner.positions:9d}"
        print(line)
    if found.margin:
        margin = found.margin
        print(
            f"margin at the end of {margin.positions:,} counted games: {100 * margin.within2:.1f}% within 2 "
            f"points, median {margin.median:.1f}"
        )
