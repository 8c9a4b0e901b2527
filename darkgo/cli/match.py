"""`darkgo match` and `darkgo ladder`: how strong the players are."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from darkgo.cli.common import Seed, ended_as_by_ctrl_c, enough_memory
from darkgo.cli.play import Size
from darkgo.errors import BadInput

if TYPE_CHECKING:
    from darkgo.arena.contest import Contest

Games = Annotated[int, Parameter(validator=Number(gte=1, lte=10**6))]
AtOnce = Annotated[int, Parameter(validator=Number(gte=1, lte=4096))]
Seconds = Annotated[float, Parameter(validator=Number(gt=0, lte=86400))]
BATCH = 32
"""Games at a time between networks."""


def match(
    a: str,
    b: str,
    /,
    *,
    games: Games,
    out: Path | None = None,
    size: Size = 19,
    komi: float = 7.5,
    openings: Path | None = None,
    seed: Seed = 0,
    sprt: tuple[float, float] | None = None,
    move_seconds: Seconds = 60,
    clock: str | None = None,
    processes: AtOnce | None = None,
    ladder: Path | None = None,
) -> None:
    """Play two networks or programs against each other, and print their difference in Elo.

    A player is `default` (DarkGo's own network) or CFG,WEIGHTS, with options after commas: multi,
    level=L, share=S, temperature=T, top=N, and visits=N or seconds=S for a search before each move. Anything
    else is the command line of a program that speaks the Go Text Protocol. Either may end in ,name=NAME.
    Colours alternate, and each opening is played twice.

    Parameters
    ----------
    a
        The player whose results are shown.
    b
        The other one.
    games
        The number of games. A larger number continues a finished match.
    out
        A folder for the results and the games as SGF. The same command continues a stopped match.
    size
        Lines of the board, 2 to 25.
    komi
        Points that White is given.
    openings
        An SGF file, folder or archive. The first 8 moves of its games are the openings of the match. Without
        it, openings are drawn at random; each side occupies two corners.
    seed
        The seed of openings and of drawn moves. Sent to programs that have the command set_random_seed.
    sprt
        Two differences in Elo of A above B, such as `--sprt 0 20`. Stop when one is clearly more likely.
    move_seconds
        The time limit of a program for each answer, in seconds.
    clock
        Time of both players, such as "30s 3x5s" or "5s +0.5s", as in `darkgo play`. Programs are told of it.
    processes
        Games at a time. With a program, each game has its own process; the default is one per processor.
        Between networks, the games are evaluated as one batch; the default is 32. With a clock, or seconds=S,
        the default is 1.
    ladder
        A file that keeps the results of all matches, for `darkgo ladder`.
    """
    import math

    from darkgo.arena.contest import Contest
    from darkgo.arena.entrants import parse
    from darkgo.arena.folder import Folder
    from darkgo.arena.match import Match
    from darkgo.arena.openings import drawn, from_book
    from darkgo.arena.players import NO_CLOCK
    from darkgo.arena.sprt import Sprt
    from darkgo.data.sources import fingerprint
    from darkgo.engine.clock import Clock
    from darkgo.engine.setup import Setup
    from darkgo.engine.time_text import clock_text, read_clock

    if not math.isfinite(komi) or komi * 2 != round(komi * 2):
        raise BadInput(f"--komi {komi:g}: expected a multiple of one half")
    rules = Setup(size, komi=komi).game().rules
    test = Sprt(*sprt) if sprt else None
    sides = parse(a), parse(b)
    book = from_book(openings, size, seed) if openings else drawn((games + 1) // 2, size, seed)
    if 2 * len(book) < games:
        found = f"--games {games}: found openings for {2 * len(book)} of them"
        if not any(side.may_vary for side in sides):
            more = "--openings with more games, or a temperature"
            raise BadInput(f"{found}; expected fewer games, {more}: these players would repeat games")
        print(f"darkgo: {found}; games may repeat", file=sys.stderr)
    system = read_clock(clock or "")
    agreed = Match(sides, size, rules, book, seed, move_seconds, Clock(system) if system else NO_CLOCK)
    alone = system is not None or any(side.is_timed for side in sides)
    most = 1 if alone else BATCH if all(side.evaluator for side in sides) else os.cpu_count() or 1
    at_once = processes or most
    with ended_as_by_ctrl_c(), enough_memory(f"--processes {at_once}"):
        agreed.check()
        settings = {
            "a": sides[0].identity,
            "b": sides[1].identity,
            "size": size,
            "komi": komi,
            "seed": seed,
            "openings": [openings.name, fingerprint(openings)] if openings else None,
            **({"clock": clock_text(system)} if system else {}),
        }
        repeats = all(side.evaluator for side in sides) and not alone
        with Folder.open(out, settings, repeats) as folder:
            _show(Contest(agreed, games, at_once, folder, test, ladder))


def _show(contest: "Contest") -> None:
    """Plays, with a line for each game on stderr. Then prints the result, also if the match was
    interrupted."""
    from contextlib import closing

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from darkgo.arena.tally import game_line, table

    columns = BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[won]}"), TimeRemainingColumn()
    console = Console(stderr=True)
    try:
        with (
            Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as bar,
            closing(contest.play()) as results,
        ):
            task = bar.add_task("", total=contest.games, completed=len(contest.results), won="")
            for result in results:
                console.print(game_line(result), markup=False, highlight=False, soft_wrap=True)
                tally = contest.tally
                won = f"{tally.wins} won, {tally.draws} drawn, {tally.losses} lost"
                bar.update(task, completed=len(contest.results), won=won)
    finally:
        for line in table(contest.names, contest.results) if contest.results else ():
            print(line)
        if contest.sprt and contest.results:
            print(contest.sprt.told(*contest.tally.counts))


def ladder(*files: Path, anchor: str | None = None, size: Size = 19) -> None:
    """Print the ratings of all players in one or several files of results.

    Parameters
    ----------
    files
        Files of `darkgo match`: those of its --ladder option, or results.jsonl in its folders.
    anchor
        The player rated 0: by default GNU Go 3.8 level 10. If it did not play, the mean is 0.
    size
        Only games on boards of this size are counted.
    """
    from darkgo.arena.elo import ratings
    from darkgo.arena.ladder import ANCHOR, points, read

    if not files:
        raise BadInput("no file: name what darkgo match wrote")
    for file in files:
        if not file.exists():
            raise BadInput(f"{file}: there is no such file")
    games = {(result.match, result.game): result for file in files for result in read(file)}
    results = [result for result in games.values() if result.size == size]
    players = ratings(points(results), anchor or ANCHOR)
    if anchor and anchor not in [player.name for player in players]:
        raise BadInput(f"--anchor {anchor}: found no game of it on a board of {size} lines")
    width = max([len(player.name) for player in players], default=0)
    print(f"{'':{width}}  games  points  Elo, with its 95% interval")
    for player in players:
        share = f"{100 * player.points / player.games:.1f}%"
        print(f"{player.name:{width}}  {player.games:5.0f}  {share:>6}  {player}")
    if unknown := [player.name for player in players if not player.is_known]:
        is_there = ANCHOR in [player.name for player in players]
        zero = anchor or (ANCHOR if is_there else "the others")
        print(f"{', '.join(unknown)}: no games, won or lost, compare them with {zero}", file=sys.stderr)
    if others := len(games) - len(results):
        told = "1 game on another board is" if others == 1 else f"{others} games on other boards are"
        print(f"{told} left out", file=sys.stderr)
