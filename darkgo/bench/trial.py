"""How the programs compute a network on this machine, and the times that decided it."""

import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import inf
from pathlib import Path

import jax
from platformdirs import user_cache_path

from darkgo.darknet.ways import (
    DEFAULT,
    DTYPES,
    PATIENCE,
    XLA,
    Computation,
    is_tried,
    measured,
    remembered,
    try_out,
)
from darkgo.errors import BadInput
from darkgo.model.trial import PROGRAM
from darkgo.paths import own_folder

Times = Mapping[str, Mapping[int, Mapping[str, float]]]
"""Milliseconds by kind of numbers, batch and way."""


@dataclass(frozen=True)
class Trial:
    """The result of the trial in `darkgo.darknet.ways`."""

    chosen: Computation = DEFAULT
    choices: Mapping[str, Computation] = field(default_factory=lambda: {DEFAULT.dtype: DEFAULT})
    """The fastest ways in each kind of numbers that is worth a measurement, float32 first."""
    milliseconds: Times | None = None
    """What was measured; None if nothing was."""
    remark: str = ""
    """Why nothing was measured."""

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways that were tried and can be computed here, XLA first."""
        tried = {way for times in (self.milliseconds or {}).values() for of in times.values() for way in of}
        return (XLA, *sorted(tried - {XLA}))


def trial(cfg: Path, precision: str, tell: Callable[[str], object]) -> Trial:
    """What was found for the network of this cfg. Where nothing is known yet it is tried now.

    `precision` is as in `darkgo.darknet.ways.chosen`.
    """
    if jax.default_backend() != "cpu":
        return Trial(remark="an accelerator computes by XLA alone")
    try:
        folder = own_folder("DARKGO_CACHE", user_cache_path)
    except BadInput:
        folder = None
    known = _known(folder, cfg, precision) if folder and is_tried(folder, cfg) else None
    if known:
        return known
    tell("trying which way of computing is the fastest: some seconds, for a large network minutes")
    found = _tried(folder, cfg, precision, tell) if folder else None
    if found:
        return found
    with tempfile.TemporaryDirectory() as temporary:
        # Nothing can be kept in the cache folder.
        return _tried(Path(temporary), cfg, precision, tell) or Trial(remark="the trial could not begin")


def _known(folder: Path, cfg: Path, precision: str) -> Trial | None:
    chosen, times = remembered(folder, cfg, precision), measured(folder, cfg)
    if not chosen or not times:
        return None
    fastest = {dtype: remembered(folder, cfg, dtype) for dtype in DTYPES}
    total = {dtype: sum(min(of.values()) for of in by_batch.values()) for dtype, by_batch in times.items()}
    choices = {
        dtype: choice
        for dtype, choice in fastest.items()
        if choice and (dtype in (DEFAULT.dtype, chosen.dtype) or total.get(dtype, inf) < total[DEFAULT.dtype])
    }
    return Trial(chosen, choices, times)


def _tried(folder: Path, cfg: Path, precision: str, tell: Callable[[str], object]) -> Trial | None:
    """The result of a trial that is made now; None if it cannot be made with this folder."""
    process = try_out(folder, cfg, PROGRAM)
    if process is None:
        return None
    try:
        ended = f"ended with status {process.wait(PATIENCE)}"
    except subprocess.TimeoutExpired:
        ended = f"did not end within {PATIENCE} s"
    finally:
        process.kill()
    if measured(folder, cfg).keys() != {*DTYPES}:
        tell(f"the trial {ended}; what it did not come to is computed by XLA")
    return _known(folder, cfg, precision) or Trial(remark=f"the trial {ended}, without a result")
