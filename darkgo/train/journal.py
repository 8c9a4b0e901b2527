"""The reports of a training run: a metrics file for programs, and a progress bar or darknet's lines for
people."""

import csv
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from darkgo.errors import BadInput
from darkgo.files import whole

METRICS = "metrics.csv"


@dataclass(frozen=True)
class Row:
    """One line of the metrics file.

    loss and accuracy are means since the previous line. The validation columns are filled at checkpoints
    only. ownership, winner and margin are losses, empty where no target is known. positions is the number
    of positions seen by this run.
    """

    update: int
    positions: int
    loss: float
    accuracy: float
    rate: float
    positions_per_second: float
    valid_top1: float | None = None
    valid_nll: float | None = None
    ownership: float | None = None
    winner: float | None = None
    margin: float | None = None
    valid_winner: float | None = None
    valid_winner_nll: float | None = None


OLD_COLUMNS = len(fields(Row)) - 5
"""The number of columns of metrics files from before there were value heads."""


def tell(line: str) -> None:
    """Prints a line to stderr. Errors are ignored, so a closed pipe or terminal does not stop the
    training."""
    with suppress(OSError):
        print(line, file=sys.stderr, flush=True)


class Journal:
    """Writes rows to the metrics file and to stderr."""

    def __init__(self, folder: Path, start: int, end: int, resumed_at: int, unit: str = "positions") -> None:
        """Continues an existing metrics file if `resumed_at` is after `start`. Rows after `resumed_at` are
        removed. `unit`: what an example is called."""
        self._unit = unit
        self._path = folder / METRICS
        self._end = end
        self._columns = [field.name for field in fields(Row)]
        kept = self._kept(resumed_at) if resumed_at > start and self._path.exists() else []
        with whole(self._path) as out:
            out.write("".join(f"{line}\r\n" for line in (",".join(self._columns), *kept)).encode())
        self._progress: Progress | None = None
        self._start, self._at = start, resumed_at

    def _kept(self, resumed_at: int) -> list[str]:
        """The lines of the metrics file up to this update. Raises BadInput for a malformed line."""
        text = self._path.read_bytes().decode(errors="replace")
        # The last line may be incomplete, if the run was killed.
        header, *lines = text.replace("\r\n", "\n").split("\n")[:-1] or [""]
        older = header == ",".join(self._columns[:OLD_COLUMNS])
        if header != ",".join(self._columns) and not older:
            raise self._damaged(1, header)
        missing = len(self._columns) - OLD_COLUMNS if older else 0
        kept = []
        for number, line in enumerate(lines, 2):
            cells = line.split(",")
            if len(cells) != len(self._columns) - missing or not re.fullmatch(r"[0-9]{1,10}", cells[0]):
                raise self._damaged(number, line)
            if int(cells[0]) <= resumed_at:
                kept.append(line + "," * missing)
        return kept

    def _damaged(self, number: int, line: str) -> BadInput:
        expected = "the metrics of this run, or no such file, which begins a new one"
        return BadInput(f"{self._path}, line {number}: found {line[:40]!r}; expected {expected}")

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Shows the run while it lasts: a progress bar if stderr is a terminal, else lines."""
        if not sys.stderr.isatty():
            yield
            return
        columns = (TextColumn("training"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        told = TextColumn("{task.fields[told]}")
        self._progress = Progress(*columns, told, console=Console(stderr=True))
        self._task = self._progress.add_task("", total=self._end - self._start, told="")
        self._progress.update(self._task, completed=self._at - self._start)
        with suppress(OSError):
            self._progress.start()
        try:
            yield
        finally:
            with suppress(OSError):
                self._progress.stop()

    def add(self, row: Row, average_loss: float, epoch: float, seconds: float, seen: int) -> None:
        """Appends a row. average_loss is darknet's moving average. seen is the number of images behind the
        weights."""
        with self._path.open("a", newline="") as file:
            csv.DictWriter(file, self._columns).writerow(asdict(row))
        checked = "" if row.valid_top1 is None else f", {100 * row.valid_top1:.2f}% top-1 on validation"
        if row.valid_winner is not None:
            checked += f", winner {100 * row.valid_winner:.1f}%"
        if self._progress is not None:
            told = (
                f"loss {row.loss:.3f}  accuracy {100 * row.accuracy:.1f}%  rate {row.rate:.2g}  "
                f"{row.positions_per_second:.0f} {self._unit}/s"
            )
            self._progress.update(self._task, completed=row.update - self._start, told=told)
            if checked:
                with suppress(OSError):
                    self._progress.console.print(f"{row.update}{checked}")
            return
        tell(
            f"{row.update}, {epoch:.3f}: {row.loss:.6f}, {average_loss:.6f} avg, {row.rate:.6f} rate, "
            f"{seconds:.1f} seconds, {seen} images, {100 * row.accuracy:.2f}% accuracy, "
            f"{row.positions_per_second:.0f} {self._unit}/s{checked}"
        )
