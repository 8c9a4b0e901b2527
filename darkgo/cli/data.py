"""`darkgo data`: game records to position records, and a look at them."""

from pathlib import Path

from cyclopts import App

app = App(name="data", help="Turn game records into positions for training.")
app.command(
    "darkgo.cli.owners:owners",
    name="owners",
    help="Estimate who owns the points at the end of counted games.",
)


@app.command
def build(*sources: Path, out: Path, processes: int | None = None) -> None:
    """Build position records from SGF files, directories, .zip and .tar(.gz/.xz/.bz2) archives.

    To continue an interrupted build, call it again with the same sources.

    Parameters
    ----------
    sources
        Where the games are. A game that is also in an earlier source is left out.
    out
        The directory for the record files and their manifest.
    processes
        Worker processes; by default one per processor.
    """
    from itertools import chain

    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    from darkgo.data import build as building
    from darkgo.data import games_text
    from darkgo.data.manifest import Source
    from darkgo.data.manifest_text import lines
    from darkgo.errors import BadInput

    if not sources:
        raise BadInput("no source: name SGF files, directories or archives")
    if processes is not None and processes < 1:
        raise BadInput(f"--processes {processes}: at least 1")
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:3.0f}%  {task.fields[counts]}", markup=False),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    progress = Progress(*columns, console=console)
    bars: dict[str, TaskID] = {}

    def report(source: Source, done: int, size: int) -> None:
        progress.start()
        if source.name not in bars:
            bars[source.name] = progress.add_task(source.name, total=size, counts="")
        counts = f"{source.used:,} games, {source.positions:,} positions"
        progress.update(bars[source.name], completed=done, total=size, counts=counts)

    try:
        manifest = building.build(sources, out, processes, report)
    finally:
        if bars:
            progress.stop()
    for line in chain(lines(manifest), games_text.lines(out, manifest)):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


@app.command
def show(file: Path, *indices: int, old: bool = False) -> None:
    """Print records as boards, `*` where the move was played, and what is known of their games.

    Komi, result and rules of a game, and the owners of the points at its end (X Black, O White, + neutral),
    come from the table of games beside the file, if there is one; what a search preferred, from its targets.

    Parameters
    ----------
    file
        A file of records. Its name says the side of the board: games.train.9x9.records.
    indices
        Numbers of records, from 0; the first by default.
    old
        The file holds old records of 94 bytes.
    """
    import numpy as np

    from darkgo.data.games import open_games
    from darkgo.data.games_text import game_lines
    from darkgo.data.records import check, open_old_records, open_records, upgrade
    from darkgo.data.show import target_text, text
    from darkgo.data.targets import open_targets
    from darkgo.errors import BadInput

    raw = open_old_records(file) if old else open_records(file)
    games = None if old else open_games(file)
    targets = None if old else open_targets(file, len(raw))
    for index in indices or (0,):
        if not 0 <= index < len(raw):
            raise BadInput(f"{file}: no record {index}: it has {len(raw)}, counted from 0")
        record = upgrade(raw[index : index + 1]) if old else raw[index : index + 1]
        check(record, file, np.array([index]))
        print(f"record {index} of {len(raw)}\n{text(record[0])}")
        if games:
            print("\n".join(game_lines(games, index)))
        if targets:
            print(target_text(targets, index))
        print()


@app.command
def convert(old: Path, new: Path) -> None:
    """Convert old records of 94 bytes to records of 96 bytes, player and winner unknown.

    Parameters
    ----------
    old
        A file of old records.
    new
        The file to write.
    """
    import sys

    from darkgo.data.records import convert_old

    print(f"{convert_old(old, new):,} records", file=sys.stderr)


@app.command
def info(directory: Path) -> None:
    """Print the contents of a directory of records, in numbers.

    Parameters
    ----------
    directory
        A directory that `darkgo data build` filled.
    """
    from itertools import chain

    from darkgo.data import games_text
    from darkgo.data.manifest import FILE, Manifest
    from darkgo.data.manifest_text import lines
    from darkgo.errors import BadInput

    manifest = Manifest.read(directory)
    if manifest is None:
        raise BadInput(f"{directory}: no {FILE} there; darkgo data build writes one")
    for line in chain(lines(manifest), games_text.lines(directory, manifest)):
        print(line)
