"""Learning curves: a picture of the metrics of training runs."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from math import nan
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.lines import Line2D
from matplotlib.ticker import EngFormatter, MaxNLocator

from darkgo.errors import BadInput
from darkgo.files import whole
from darkgo.train.journal import METRICS

Values = npt.NDArray[np.float64]

ALWAYS = ("update", "positions", "loss", "accuracy", "rate")
AT_CHECKPOINTS = ("valid_top1", "valid_nll")
VALUE_COLUMNS = ("ownership", "winner", "margin", "valid_winner", "valid_winner_nll")
"""The columns of the value heads. A run of an older version lacks them."""

SPAN = 0.02  # half the window of smoothing, as a share of the run
EARLY_SPAN = 0.1  # the same near the beginning, where curves are steep, as a share of the positions so far
BEGINNING = 0.05  # the share of a run that is ignored when the scale is chosen
COLOURS = 10
DASHES = ("-", "--", "-.", ":")
GREY = "0.35"
CROWD = 60  # up to this many validation points are drawn large
WIDTH = 110  # characters in a line of the legend
LARGEST = 1e39  # above any float32; sums and margins of such values are still finite


@dataclass(frozen=True)
class Metrics:
    """The metrics file of a run: its columns by name, each [R] for R rows, R >= 1.

    Empty cells are NaN: the columns of validation in rows without it, and those of the value heads where
    nothing is known.
    """

    columns: dict[str, Values]

    def __getitem__(self, column: str) -> Values:
        """The values [R] of a column; all NaN if the file lacks it."""
        return self.columns.get(column, np.full(len(self.columns["positions"]), nan))

    def has(self, column: str) -> bool:
        """Whether there is any value in a column."""
        return not np.isnan(self[column]).all()

    @property
    def settled(self) -> npt.NDArray[np.bool_]:
        """Which rows [R] come after the steep beginning; always including the last one."""
        return np.asarray(self["positions"] >= BEGINNING * self["positions"][-1])

    def smoothed(self, column: str) -> Values:
        """A smoothed column [R]: each value is the mean over a span of positions around its row. Rows without
        a value stay NaN and do not count."""
        at = np.concatenate([[0.0], self["positions"]])
        known = ~np.isnan(self[column])
        widths = np.where(known, np.diff(at), 0)
        sums = np.concatenate([[0.0], np.cumsum(np.where(known, self[column], 0) * widths)])
        counted = np.concatenate([[0.0], np.cumsum(widths)])
        span = np.minimum(SPAN * at[-1], EARLY_SPAN * at[1:])
        low, high = at[1:] - span, np.minimum(at[1:] + span, at[-1])

        def between(cumulated: Values) -> Values:
            return np.asarray(np.interp(high, at, cumulated) - np.interp(low, at, cumulated))

        return np.asarray(np.where(known, between(sums) / np.where(known, between(counted), 1), nan))


def read_metrics(run: Path) -> Metrics:
    """The metrics in the folder of a run. The run may still be active: an incomplete last line is ignored.

    Raises BadInput.
    """
    path = run / METRICS
    try:
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
    except (FileNotFoundError, NotADirectoryError):
        found = f"no {METRICS}" if run.is_dir() else "no folder"
        raise BadInput(f"{run}: found {found}; expected the folder of a training run") from None
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}; expected the metrics of a run") from None
    lines = text.replace("\r\n", "\n").split("\n")[:-1]
    header = lines[0].split(",") if lines else []
    missing = [name for name in (*ALWAYS, *AT_CHECKPOINTS) if name not in header]
    if missing:
        expected = "the metrics that darkgo train writes"
        raise BadInput(f"{path}, line 1: found no column {', '.join(missing)}; expected {expected}")
    if len(lines) == 1:
        raise BadInput(f"{path}: found no row yet; expected one, written some seconds after training begins")
    columns = [name for name in (*ALWAYS, *AT_CHECKPOINTS, *VALUE_COLUMNS) if name in header]
    rows: list[dict[str, float]] = []
    for number, line in enumerate(lines[1:], 2):
        cells = line.split(",")
        if len(cells) != len(header):
            raise BadInput(f"{path}, line {number}: found {len(cells)} values; expected {len(header)}")
        row = dict(zip(header, cells, strict=True))
        rows.append({name: _number(row[name], name, path, number) for name in columns})
        before = rows[-2]["positions"] if len(rows) > 1 else 0
        if rows[-1]["positions"] <= before:
            found, expected = f"positions {row['positions']}", f"more than the {before:.0f} before it"
            raise BadInput(f"{path}, line {number}: found {found}; expected {expected}")
    return Metrics({name: np.array([row[name] for row in rows]) for name in rows[0]})


def _number(cell: str, column: str, path: Path, line: int) -> float:
    if not cell and column not in ALWAYS:
        return nan
    try:
        value = float(cell)
    except ValueError:
        value = nan
    if not abs(value) <= LARGEST:
        expected = f"a number from {-LARGEST:g} to {LARGEST:g}"
        raise BadInput(f"{path}, line {line}: found {column} {cell[:40]!r}; expected {expected}")
    return value


def plot(runs: Sequence[Path], out: Path, by: str = "positions") -> Path:
    """Draws the curves of runs, each given by its folder, to a PNG file; returns its path.

    `by`: the unit of the horizontal axis, "positions" seen by each run or "updates" behind its weights.
    Raises BadInput.
    """
    if out.suffix.lower() != ".png":
        raise BadInput(f"{out}: found the ending {out.suffix!r}; expected .png")
    folders = {Path(os.path.abspath(run)): read_metrics(run) for run in runs}
    figure = draw(dict(zip(_names(list(folders)), folders.values(), strict=True)), by)
    try:
        with whole(out) as file:
            figure.savefig(file, format="png", dpi=150)
    except OSError as error:
        expected = "a file in a folder that can be written to"
        raise BadInput(f"{out}: cannot be written: {error.strerror}; expected {expected}") from None
    return out


def _names(folders: Sequence[Path]) -> list[str]:
    """Distinct names of the folders, each with as few parent folders as needed."""
    for depth in count(1):
        names = ["/".join(folder.parts[-depth:]) for folder in folders]
        if len(set(names)) == len(names):
            return names
    raise AssertionError


class _Measure(NamedTuple):
    """What a panel shows: a column of training, one of validation, or both."""

    label: str
    trained: str | None
    checked: str | None
    height: float = 3
    percent: bool = False


MOVE_PANELS = (
    _Measure("accuracy (top-1)", "accuracy", "valid_top1", percent=True),
    _Measure("loss (nats a position)", "loss", "valid_nll"),
)
VALUE_PANELS = (
    _Measure("ownership (nats a point)", "ownership", None, 2),
    _Measure("winner (nats a position)", "winner", "valid_winner_nll", 2),
    _Measure("winner named", None, "valid_winner", 2, percent=True),
    _Measure("margin (nats a position)", "margin", None, 2),
)


def draw(runs: dict[str, Metrics], by: str) -> Figure:
    """The picture of runs by name: accuracy, loss, the losses of value heads if there are any, and the
    learning rate unless it never changes."""
    every = list(runs.values())
    measures = [*MOVE_PANELS, *(measure for measure in VALUE_PANELS if _is_known(measure, every))]
    changes = np.ptp(np.concatenate([run["rate"] for run in every])) > 0
    heights = [*(measure.height for measure in measures), *([1] if changes else [])]
    figure = Figure(figsize=(10, 1.3 * sum(heights)), layout="constrained")
    panels = figure.subplots(len(heights), sharex=True, height_ratios=heights)
    horizontal = "update" if by == "updates" else "positions"
    for panel, measure in zip(panels, measures, strict=False):
        _curves(panel, every, horizontal, measure.trained, measure.checked)
        panel.set_ylabel(measure.label)
        if measure.percent:
            panel.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.4g}%")
    for panel in panels[len(measures) :]:
        panel.set_ylabel("learning rate")
        for number, run in enumerate(every):
            panel.plot(run[horizontal], run["rate"], linewidth=1.5, **_look(number))
    for panel in panels:
        panel.grid(alpha=0.3)
        panel.spines[["top", "right"]].set_visible(False)
    panels[-1].set_xlabel(by)
    panels[-1].xaxis.set_major_locator(MaxNLocator(steps=[1, 2, 2.5, 5, 10], integer=True))
    panels[-1].xaxis.set_major_formatter(EngFormatter(sep=""))
    panels[-1].margins(x=0.02)
    figure.align_ylabels()
    _legends(figure, panels[0], list(runs))
    return figure


def _is_known(measure: _Measure, runs: Sequence[Metrics]) -> bool:
    """Whether any of the runs has a value for this panel."""
    columns = [column for column in (measure.trained, measure.checked) if column]
    return any(run.has(column) for run in runs for column in columns)


def _look(number: int) -> dict[str, Any]:
    """The colour and the dashes of a run's lines."""
    return {"color": f"C{number % COLOURS}", "linestyle": DASHES[number // COLOURS % len(DASHES)]}


def _point(count: int) -> dict[str, Any]:
    """The style of `count` validation points. Many points have no white edges, which would hide other
    points."""
    if count > CROWD:
        return {"marker": "o", "markersize": 3}
    return {"marker": "o", "markersize": 7, "markeredgecolor": "white"}


def _curves(
    panel: Axes, runs: Sequence[Metrics], horizontal: str, trained: str | None, checked: str | None
) -> None:
    """One measure of every run: faint and smoothed curves in training, and points at checkpoints."""
    seen = []
    for number, run in enumerate(runs):
        look, x = _look(number), run[horizontal]
        if trained:
            lonely = "." if (~np.isnan(run[trained])).sum() == 1 else ""
            panel.plot(x, run[trained], alpha=0.25, linewidth=0.8, **look)
            panel.plot(x, run.smoothed(trained), linewidth=1.8, marker=lonely, **look)
            seen.append(run[trained][run.settled])
        if checked:
            known = ~np.isnan(run[checked])
            point = {"color": look["color"], "linewidth": 0.8, **_point(known.sum())}
            panel.plot(x[known], run[checked][known], **point)
            seen.append(run[checked][run.settled])
    values = np.concatenate(seen)
    values = values[~np.isnan(values)]
    if not len(values):
        # All values are from the steep beginning. The scale then fits them all.
        return
    low, high = values.min(), values.max()
    margin = max(0.05 * (high - low), 0.005, 1e-6 * abs(high))  # the last keeps it above rounding errors
    # Only losses with --reinforce can be negative.
    panel.set_ylim(low - margin if low < 0 else max(0.0, low - margin), high + margin)


def _legends(figure: Figure, panel: Axes, names: Sequence[str]) -> None:
    """Adds two legends: the runs above the picture, and the kinds of lines in the panel."""
    drawable = get_font(findfont(FontProperties())).get_charmap()
    names = ["".join(c if ord(c) in drawable else ascii(c)[1:-1] for c in name) for name in names]
    lines = [Line2D([], [], linewidth=2.5, **_look(number)) for number in range(len(names))]
    across = max(1, WIDTH // (max(map(len, names)) + 6))
    legend = figure.legend(lines, names, loc="outside upper center", ncols=across, frameon=False)
    for text in legend.get_texts():
        text.set_parse_math(False)
    kinds = [
        Line2D([], [], color=GREY, alpha=0.4, linewidth=0.8),
        Line2D([], [], color=GREY, linewidth=1.8),
        Line2D([], [], color=GREY, linewidth=0.8, **_point(1)),
    ]
    panel.legend(kinds, ["training", "training, smoothed", "validation"], loc="lower right")
