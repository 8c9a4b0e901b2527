"""The command that judges game records, names their mistakes, and opens the board at the worst one."""

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from json import dumps
from pathlib import Path
from typing import Annotated

from cyclopts import CycloptsError, Parameter
from cyclopts.validators import Number

from darkgo.cli.common import SearchSeconds, Threads, Visits, use_processors
from darkgo.cli.play import GameNumber, Precision, evaluator, new_session, play_on_the_screen
from darkgo.engine.annotate import annotate
from darkgo.engine.game_file import FileKept, game_path
from darkgo.engine.game_report import COLOURS, judged_text, report_rows
from darkgo.engine.limit import Limit, limit_of
from darkgo.engine.review import BETTER, PLAYED, Review, as_json, mistake_board, players
from darkgo.engine.review import review as reviewed
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.go.points import Colour
from darkgo.settings import Settings

Points = Annotated[float, Parameter(validator=Number(gte=0.1, lte=100))]


def review(
    *records: Path,
    game: GameNumber | None = None,
    json: Annotated[bool, Parameter(name="--json", negative=())] = False,
    save: Path | None = None,
    values: Annotated[bool, Parameter(negative=())] = False,
    mistake: Points | None = None,
    multi: bool = False,
    visits: Visits | None = None,
    seconds: SearchSeconds | None = None,
    threads: Threads | None = None,
    open: bool = True,
    cfg: Path | None = None,
    weights: Path | None = None,
    precision: Precision = "float32",
) -> int:
    """Judge every position of a game record, name the worst moves, and open the board at the worst one.

    Several files, or folders of files, print a table with a line for each.

    Parameters
    ----------
    records
        SGF files, or folders whose SGF files are reviewed.
    game
        Which game of the file, from 1; by default the first that can be used.
    json
        Print a line of JSON for each record instead of text, and do not open the board.
    save
        Write the record to this file, with comments at the mistakes and marks of good and bad moves.
    values
        With --save: write who is ahead in every position, too, as the property V.
    mistake
        The points that a move must lose to be a mistake. The default is a setting (F9), at first 2.
    multi
        Look at the board under eight rotations and reflections: better, and eight times as slow.
    visits
        Read ahead with so many visits of a search in each position: better, and slower. Without it the
        network alone judges.
    seconds
        Read ahead for so many seconds in each position, or less where --visits ends it earlier.
    threads
        Use so many processors; by default all of them.
    open
        --no-open only prints; it is the default without a terminal.
    cfg
        The network; --weights must be given too. By default DarkGo's own.
    weights
        The network's parameters.
    precision
        bfloat16 is faster on some processors, and less exact; auto takes the faster of the two.
    """
    files = records_in(records)
    if not files:
        raise CycloptsError(msg="which record? darkgo review GAME.sgf")
    is_one = len(files) == 1 and not records[0].is_dir()
    if not is_one and (save or game):
        raise CycloptsError(msg="--save and --game go with a single record")
    if values and not save:
        raise CycloptsError(msg="--values goes with --save")
    if save:
        _check_target(save, files[0])
    use_processors(threads)
    limit = limit_of(visits, seconds)
    settings, remark = Settings.load()
    settings = replace(settings, mistake=mistake or settings.mistake, multi=multi)
    if remark:
        print(remark, file=sys.stderr)
    with closing(evaluator(cfg, weights, precision)) as network:
        session = new_session(settings, network)
        if not is_one:
            return _table(session, files, json, limit)
        found = _reviewed(session, files[0], limit, game)
        if json:
            print(_line(found, files[0]))
        else:
            print(_text(found, files[0]))
        if save:
            count = annotate(session, values=values)
            path = session.save(str(save))
            unit = "mistake" if count == 1 else "mistakes"
            print(f"{path}: written, with {count} {unit} marked", file=sys.stderr)
        if json or not open or not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
            return 0
        session.limit = limit_of(visits, seconds, settings.limit)
        if found.report.worst:
            session.go_to_before(found.report.worst[0].number)
        return play_on_the_screen(session, settings, "", served=False)


def records_in(records: Iterable[Path]) -> list[Path]:
    """The files, and those in folders. Raises BadInput if a folder has none."""
    found: list[Path] = []
    for each in records:
        if not each.is_dir():
            found.append(each)
            continue
        inside = sorted(path for path in each.rglob("*") if path.suffix.lower() == ".sgf" and path.is_file())
        if not inside:
            raise BadInput(f"{each}: the folder has no file that ends in .sgf")
        found += inside
    return found


def _check_target(save: Path, record: Path) -> None:
    """Refuses early where the annotated record cannot be written, before the time of a review is spent."""
    path = game_path(str(save))
    if path.exists():
        if record.exists() and path.samefile(record):
            raise BadInput(f"{path}: is the record itself; choose another name for --save")
        raise FileKept(path)
    if not path.parent.is_dir():
        raise BadInput(f"{path}: there is no folder {path.parent}: make it, or choose another one for --save")
    if not os.access(path.parent, os.W_OK):
        raise BadInput(f"{path}: the folder cannot be written to; choose another one for --save")


def _reviewed(session: Session, file: Path, limit: Limit, game: int | None = None) -> Review:
    """Opens and judges a record, and says on stderr how far it is."""
    remark = session.open(str(file), game)
    for said in filter(None, (remark, _other_games(session))):
        print(f"{file}: {said}", file=sys.stderr)
    found = reviewed(session, progress(file), limit)
    if found.end:
        print(f"{file}: {found.end}", file=sys.stderr)
    return found


def _other_games(session: Session) -> str:
    tree = session.tree
    return f"game {tree.number} of {tree.count} is reviewed; --game takes another" if tree.count > 1 else ""


def progress(file: Path) -> Callable[[int, int], None]:
    """Tells on a terminal how many positions of a file are judged."""
    if not sys.stderr.isatty():
        return lambda done, of: None

    def tell(done: int, of: int) -> None:
        end = "\r\033[K" if done == of else ""
        print(f"\r{file.name[:40]}: {done} of {of} positions{end}", end="", file=sys.stderr, flush=True)

    return tell


def _line(found: Review, file: Path) -> str:
    return dumps(as_json(found, str(file)), ensure_ascii=False)


def _text(found: Review, file: Path) -> str:
    """The report of a record, and its worst moves on small boards."""
    session, report = found.session, found.report
    names = players(session)
    rules = session.game.rules
    facts = [
        f"{report.moves} move{'' if report.moves == 1 else 's'}",
        *(f"{colour.name.capitalize()} {names[colour]}" for colour in COLOURS if names[colour]),
        f"komi {rules.komi:g}",
        session.tree.text("RE"),
    ]
    lines = [f"{file}: {', '.join(filter(None, facts))}", ""]
    if not report.judged:
        return "\n".join([*lines, "There are no moves to judge."])
    lines += [f"{what:<12}{black:>14}{white:>14}" for what, black, white in report_rows(report)]
    lines += filter(None, [judged_text(report)])
    if report.worst:
        lines += ["", f"The worst moves; {PLAYED} was played, {BETTER} is better:"]
    for one in report.worst:
        lines += ["", mistake_board(found, one)]
    return "\n".join(lines)


HEADINGS = ("moves", "Black", "lost", "White", "lost", "worst", "record")
WIDTHS = (5, 6, 7, 6, 7, 12)


def _table(session: Session, files: list[Path], as_lines: bool, limit: Limit) -> int:
    """A line for each record; returns 1 if one of them cannot be used, else 0."""
    status = 0
    if not as_lines:
        print(_row(HEADINGS))
    for file in files:
        try:
            found = _reviewed(session, file, limit)
        except BadInput as error:
            print(f"darkgo: {error}", file=sys.stderr)
            status = 1
            continue
        print(_line(found, file) if as_lines else _row(_cells(found, file)), flush=True)
    return status


def _cells(found: Review, file: Path) -> tuple[str, ...]:
    report = found.report
    cells = [str(report.moves)]
    for colour in (Colour.BLACK, Colour.WHITE):
        sum_ = report.total[colour]
        cells += ["", ""] if sum_.accuracy is None else [f"{sum_.accuracy:.0f}%", f"{sum_.lost:.1f}"]
    worst = report.worst[0] if report.worst else None
    cells.append(f"{worst.number}: {worst.lost:.1f}" if worst else "")
    return (*cells, str(file))


def _row(cells: Iterable[str]) -> str:
    *numbers, name = cells
    return "  ".join([*(f"{cell:>{width}}" for cell, width in zip(numbers, WIDTHS, strict=True)), name])
