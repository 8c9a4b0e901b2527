"""`darkgo selfplay`."""

import secrets
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from darkgo.cli.common import SEEDS, Seed, ended_as_by_ctrl_c, enough_memory, usable_device
from darkgo.errors import BadInput

if TYPE_CHECKING:
    from darkgo.arena.harvest import Parts
    from darkgo.arena.selfplay import Finished, Round
    from darkgo.darknet.network import NetParameters, NetSpec

PART_SECONDS = 60.0
"""Seconds between two parts."""
MOST_IN_TIME = 10**6
"""The games of a run that only `--max-minutes` ends."""
Games = Annotated[int, Parameter(validator=Number(gte=1, lte=10**7))]
Batch = Annotated[int, Parameter(validator=Number(gte=1, lte=1 << 14))]
Moves = Annotated[int, Parameter(validator=Number(gte=1, lte=10**4))]
Visits = Annotated[int, Parameter(validator=Number(gte=2, lte=10**4))]
Minutes = Annotated[float, Parameter(validator=Number(gt=0, lte=10**6))]
OpeningMoves = Annotated[int, Parameter(validator=Number(gte=0, lte=10**4))]


def selfplay(
    cfg: Path,
    weights: Path,
    cfg2: Path | None = None,
    weights2: Path | None = None,
    *,
    games: Games | None = None,
    max_minutes: Minutes | None = None,
    out: Path,
    visits: Visits | None = None,
    batch: Batch = 256,
    size: int | None = None,
    komi: float = 7.5,
    temperature: float = 1.0,
    top: int | None = None,
    opening_moves: OpeningMoves | None = None,
    opening_temperature: float = 1.2,
    multi: bool = False,
    first_only: bool = False,
    max_moves: Moves | None = None,
    seed: Seed | None = None,
    dtype: Literal["auto", "float32", "bfloat16"] = "auto",
) -> None:
    """Let a network play itself, or another network, many games at once.

    Writes archives of SGF files, and position records for `darkgo train`. Any number of processes
    may write into the same folder, each with its own seed or none. A process that is killed loses at most the
    games of the last minute.

    Parameters
    ----------
    cfg
        The network.
    weights
        Its parameters.
    cfg2
        Another network to play against, with Black and White in turn.
    weights2
        Its parameters.
    games
        The number of games. Games with the same networks, options and seed that are already in the folder are
        not played again. Default: as many as `--max-minutes` allows.
    max_minutes
        End after so many minutes of this process, without the games that are going on then.
    out
        The folder that the games are added to.
    visits
        Choose each move by a search with so many visits, 16 to 32 as a rule, and write what it prefers for
        `darkgo train`. Needs a network with value heads. Default: no search.
    batch
        Games played at the same time.
    size
        Lines of the board. Default: the cfg's.
    komi
        Points that White gets for moving second.
    temperature
        1: moves are drawn with the network's probabilities. Below 1: the better moves more often. 0: the best
        move. With a search: the same of the moves that it tries, of which it plays the best.
    top
        Draw only from this many of the best moves.
    opening_moves
        The length of the opening in moves of both players. Default: a twelfth of the points, 30 on 19x19.
    opening_temperature
        The temperature in the opening.
    multi
        Average over the eight rotations and flips; takes eight times as long.
    first_only
        With two networks: write only the positions of the first as records.
    max_moves
        Moves after which a game is ended and counted. Default: twice the points.
    seed
        The same seed gives the same games. Default: a new seed for every process.
    dtype
        The number format. auto: bfloat16 where it is faster, on accelerators and on some CPUs.
    """
    began = time.monotonic()
    if games is None and max_minutes is None:
        raise BadInput("found neither --games nor --max-minutes; expected one of them, or both")
    if (cfg2 is None) != (weights2 is None):
        raise BadInput(f"found {cfg2 or weights2} alone; expected a cfg and its weights, or neither")
    if first_only and cfg2 is None:
        raise BadInput("found --first-only and one network; expected two, or all positions of the one")
    seed = secrets.randbelow(SEEDS) if seed is None else seed
    if out.exists() and not out.is_dir():
        raise BadInput(f"{out}: found a file; expected a folder to add games to, or nothing")
    from darkgo.arena.harvest import Parts, Sheet, run_name
    from darkgo.arena.selfplay import Options, play
    from darkgo.darknet.onednn import chosen_dtype
    from darkgo.paths import find

    pairs = [(cfg, weights)]
    if cfg2 is not None and weights2 is not None:
        pairs.append((cfg2, weights2))
    files = [(find(net, "cfg"), find(parameters, "weights")) for net, parameters in pairs]
    usable_device()
    networks, parameters = _load(files, size)
    if visits is not None:
        _check_search(networks, [net for net, _ in files])
    size = networks[0].input[0]
    options = Options(
        komi=komi,
        max_moves=2 * size * size if max_moves is None else max_moves,
        seed=seed,
        temperature=temperature,
        top=top,
        opening_moves=size * size // 12 if opening_moves is None else opening_moves,
        opening_temperature=opening_temperature,
        multi=multi,
        dtype=chosen_dtype(dtype),
        visits=visits,
    )
    games = MOST_IN_TIME if games is None else games
    if games > len(networks) and not options.may_vary:
        given = "--max-minutes" if games == MOST_IN_TIME else f"--games {games}"
        found = f"{given}: found no temperature, in the game or its opening, to draw moves at"
        raise BadInput(f"{found}; expected one, or --games {len(networks)}: further games would be the same")
    run = run_name(
        [path for pair in files for path in pair], {"size": size, "first_only": first_only, **asdict(options)}
    )
    sheet = Sheet(size, komi, _names([weights for _, weights in pairs]), seed)
    parts = Parts(out, run, sheet, first_only, visits)
    tally = RunTally(parts, options.max_moves)
    missing = sorted(set(range(games)) - parts.there())
    if len(missing) < games:
        print(f"darkgo: {out}: {games - len(missing)} of these games are there already", file=sys.stderr)
    deadline = None if max_minutes is None else began + 60 * max_minutes
    if missing:
        # The same number as at the start of the run: another batch size may round the output differently.
        places = min(batch, games)
        places += places % len(networks)
        rounds = play(networks, parameters, missing, places, options)
        try:
            with ended_as_by_ctrl_c(), enough_memory(f"--batch {batch}"):
                _follow(rounds, tally, len(missing), deadline)
        except KeyboardInterrupt:
            print(f"darkgo: stopped; {parts.games} of the missing games are in {out} now", file=sys.stderr)
            raise
    print("\n".join(tally.lines()))


def _load(
    files: Sequence[tuple[Path, Path]], size: int | None
) -> tuple[list["NetSpec"], list["NetParameters"]]:
    """The networks on a board of this size, or of the first one's, and their parameters."""
    from darkgo.darknet.network import resized
    from darkgo.darknet.weights import read_weights
    from darkgo.model.network import check_go, load_network

    networks, parameters = [], []
    for cfg, weights in files:
        network = check_go(load_network(cfg))
        parameters.append(read_weights(weights, network)[0])
        size = network.input[0] if size is None else size
        try:
            networks.append(check_go(resized(network, size)))
        except BadInput as error:
            raise BadInput(f"the network cannot read a board of {size} lines: {error}") from None
    return networks, parameters


def _check_search(networks: Sequence["NetSpec"], files: Sequence[Path]) -> None:
    """Raises BadInput if there can be no search with these networks, or no library for it."""
    from importlib.util import find_spec

    from darkgo.model.heads import heads

    for network, file in zip(networks, files, strict=True):
        if not heads(network).has_value:
            expected = "a network with [ownership] and [outcome], which say who is ahead"
            raise BadInput(f"{file}: found --visits and no value heads; expected {expected}")
    if find_spec("mctx") is None:
        raise BadInput("a search in self-play needs mctx: pip install 'darkgo[train]'")


def _names(weights: Sequence[Path]) -> list[str]:
    """The names of the players: the names of their weights files, or the paths if the names are equal."""
    names = [path.stem for path in weights]
    return names if len(set(names)) == len(names) else [str(path) for path in weights]


@dataclass
class RunTally:
    """The results so far."""

    parts: "Parts"
    max_moves: int
    games: int = 0
    moves: int = 0
    black: int = 0
    white: int = 0
    first: int = 0
    """Games won by the first of two networks. `last` counts those won by the other."""
    last: int = 0
    cut: int = 0
    """Games that reached the limit of moves."""

    def add(self, game: "Finished") -> None:
        self.games += 1
        self.moves += len(game.actions)
        self.black += game.margin > 0
        self.white += game.margin < 0
        ahead = game.margin * self.parts.sheet.first(game.number)
        self.first += ahead > 0
        self.last += ahead < 0
        two_passes = [self.parts.sheet.size**2] * 2
        self.cut += len(game.actions) == self.max_moves and game.actions[-2:] != two_passes

    def lines(self) -> Iterator[str]:
        """The summary."""
        parts = self.parts
        yield f"games      {self.games:,}, {self.moves / max(self.games, 1):.0f} moves each"
        yield f"won        {self.black:,} by Black, {self.white:,} by White"
        if len(parts.sheet.players) > 1:
            first, last = parts.sheet.players
            yield f"           {self.first:,} by {first}, {self.last:,} by {last}"
        if self.cut:
            yield f"unfinished {self.cut:,}, counted as they stood after {self.max_moves:,} moves"
        yield f"positions  {parts.positions:,}"
        yield f"folder     {parts.out}: {parts.run}, {parts.parts} new part{'s' * (parts.parts != 1)}"
        yield f"seed       {parts.sheet.seed}"


def _follow(rounds: Iterator["Round"], tally: RunTally, games: int, deadline: float | None) -> None:
    """Plays to the end, or until `time.monotonic` says `deadline`.

    Shows the progress, and saves finished games, also if it is stopped.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("games"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    told = TextColumn("{task.fields[told]}")
    shown = sys.stderr.isatty()
    moves = 0
    with Progress(*columns, told, console=Console(stderr=True), disable=not shown) as progress:
        task = progress.add_task("", total=games, told="")
        try:
            began = saved = time.monotonic()
            for number, found in enumerate(rounds):
                if number == 0:
                    # The first call includes compilation, so the clock starts after it.
                    began = saved = time.monotonic()
                for game in found.finished:
                    tally.parts.add(game)
                    tally.add(game)
                moves += found.moves
                now = time.monotonic()
                seconds = max(now - began, 1e-9)
                speed = f"{tally.games / seconds:.2f} games/s  {moves / seconds:.0f} moves/s"
                progress.update(task, completed=tally.games, told=speed)
                if now - saved >= PART_SECONDS or tally.games == games:
                    saved = now
                    tally.parts.save()
                    if not shown:
                        of = "" if games > MOST_IN_TIME / 2 else f" of {games:,}"
                        print(f"{tally.games:,}{of} games  {speed}", file=sys.stderr, flush=True)
                if deadline is not None and now >= deadline:
                    break
        finally:
            tally.parts.save()
