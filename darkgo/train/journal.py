"""What a training run tells: a metrics file for tools, a progress bar or darknet's lines for people."""

import csv
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from darkgo.files import whole

METRICS = "metrics.csv"


@dataclass(frozen=True)
class Row:
    """One line of the metrics file. loss and accuracy are means since the line before; the validation
    columns are filled at checkpoints only. positions counts those of this run."""

    update: int
    positions: int
    loss: float
    accuracy: float
    rate: float
    positions_per_second: float
    valid_top1: float | None = None
    valid_nll: float | None = None


class Journal:
    """Writes rows as they come, to the metrics file and to stderr."""

    def __init__(self, folder: Path, start: int, end: int, resumed_at: int) -> None:
        """Goes on with an existing metrics file if `resumed_at` is beyond `start`: later rows are cut off."""
        self._path = folder / METRICS
        self._end = end
        self._columns = [field.name for field in fields(Row)]
        kept: list[dict[str, str]] = []
        if resumed_at > start and self._path.exists():
            # A run that was killed may have left its last line unfinished.
            lines = self._path.read_text().split("\n")[:-1]
            kept = [row for row in csv.DictReader(lines) if int(row["update"]) <= resumed_at]
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, self._columns)
        writer.writeheader()
        writer.writerows(kept)
        with whole(self._path) as out:
            out.write(text.getvalue().encode())
        self._progress: Progress | None = None
        self._start, self._at = start, resumed_at

    @contextmanager
    def shown(self) -> Iterator[None]:
        """While the run lasts: a progress bar where stderr is a terminal, lines where it is not."""
        if not sys.stderr.isatty():
            yield
            return
        columns = (TextColumn("training"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        told = TextColumn("{task.fields[told]}")
        with Progress(*columns, told, console=Console(stderr=True)) as progress:
            self._progress = progress
            self._task = progress.add_task("", total=self._end - self._start, told="")
            progress.update(self._task, completed=self._at - self._start)
            yield

    def add(self, row: Row, average_loss: float, epoch: float, seconds: float, seen: int) -> None:
        """Appends a row; average_loss is darknet's moving one, seen the images behind the weights."""
        with self._path.open("a", newline="") as file:
            csv.DictWriter(file, self._columns).writerow(asdict(row))
        checked = "" if row.valid_top1 is None else f", {100 * row.valid_top1:.2f}% top-1 on validation"
        if self._progress is not None:
            told = (
                f"loss {row.loss:.3f}  accuracy {100 * row.accuracy:.1f}%  rate {row.rate:.2g}  "
                f"{row.positions_per_second:.0f} positions/s"
            )
            self._progress.update(self._task, completed=row.update - self._start, told=told)
            if checked:
                self._progress.console.print(f"{row.update}{checked}")
            return
        print(
            f"{row.update}, {epoch:.3f}: {row.loss:.6f}, {average_loss:.6f} avg, {row.rate:.6f} rate, "
            f"{seconds:.1f} seconds, {seen} images, {100 * row.accuracy:.2f}% accuracy, "
            f"{row.positions_per_second:.0f} positions/s{checked}",
            file=sys.stderr,
            flush=True,
        )
