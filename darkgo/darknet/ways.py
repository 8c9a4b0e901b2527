"""Which way of computing a network is the fastest on this machine. It is tried once, and stored.

A wrong call of oneDNN can end a process, so the trial runs in a separate one: `python -m
darkgo.darknet.ways`. Its result is a file for each machine, jaxlib and network. Without a result XLA computes
in float32. A trial that ends without a result is repeated, a few times at most.
"""

import hashlib
import json
import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from darkgo.errors import BadInput
from darkgo.files import write_whole
from darkgo.paths import own_folder

if TYPE_CHECKING:
    from darkgo.darknet.network import NetSpec

PROGRAM = "darkgo.darknet.ways"
"""The module that is run to make the trial of a cfg with darknet's own sections."""
XLA, ONEDNN = "xla", "onednn"
"""What computes the convolutions: XLA itself, or the oneDNN that jaxlib contains for x86 processors."""
WAYS = (XLA, ONEDNN)
DTYPES = ("float32", "bfloat16")
WORTH = 0.7
"""bfloat16 is less exact. It is chosen only if it takes at most this share of the time of float32."""
BATCHES = (1, 8, 32)
"""Numbers of inputs that are tried."""
PATIENCE = 600
"""Seconds after which a trial is given up."""
ATTEMPTS = 3
"""After so many trials without a result no other is made."""
TRIALS = 12
_CLOSE = {"float32": 1e-3, "bfloat16": 0.1}
"""The largest difference that is allowed between the outputs of the ways, relative to the largest output."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The fastest way for each number of inputs that was tried."""

    by_batch: tuple[tuple[int, str], ...] = ()

    def for_batch(self, batch: int) -> str:
        """The way for so many inputs at a time: that of the largest number tried that is not larger."""
        return next((way for tried, way in reversed(self.by_batch) if tried <= batch), XLA)


BY_XLA = Ways()
BY_ONEDNN = Ways(((1, ONEDNN),))


@dataclass(frozen=True, slots=True)
class Computation:
    """How a network is computed on this machine."""

    dtype: str = "float32"
    """What the convolutions compute with, one of DTYPES."""
    ways: Ways = BY_XLA


DEFAULT = Computation()


def chosen(cfg: Path, precision: str = "auto", program: str = PROGRAM) -> Computation:
    """How the network of a cfg is computed fastest on this machine.

    `precision` is one of DTYPES, or "auto" for the faster one. `program` is as for `try_out`. Until the
    answer is known it is measured in the background, and XLA computes. On an accelerator XLA always does.
    """
    import jax

    usual = Computation("float32" if precision == "auto" else precision)
    if jax.default_backend() != "cpu":
        return usual
    try:
        folder = own_folder("DARKGO_CACHE", user_cache_path)
    except BadInput:
        return usual
    known = remembered(folder, cfg, precision)
    if not is_tried(folder, cfg) and not _is_being_tried(folder, cfg):
        try_out(folder, cfg, program)
    return known or usual


def remembered(folder: Path, cfg: Path, precision: str = "auto") -> Computation | None:
    """What a trial has found for the network of this cfg; None if there was none, or its file is damaged."""
    try:
        found = json.loads(_file(folder, cfg).read_bytes())
        dtype = found["dtype"] if precision == "auto" else precision
        ways = found["ways"][dtype]
        return Computation(dtype, Ways(tuple((batch, _known(ways[str(batch)])) for batch in BATCHES)))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def measured(folder: Path, cfg: Path) -> dict[str, dict[int, dict[str, float]]]:
    """The milliseconds that a trial found, by kind of numbers, batch and way. A kind is missing if it was not
    tried to its end, all if the file is damaged."""
    try:
        found = json.loads(_file(folder, cfg).read_bytes())["milliseconds"]
        return {dtype: {batch: _times(of[str(batch)]) for batch in BATCHES} for dtype, of in found.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def is_tried(folder: Path, cfg: Path) -> bool:
    """Whether no further trial is needed: one has ended with a result, or several have ended without one."""
    return measured(folder, cfg).keys() == {*DTYPES} or _attempts(folder, cfg) >= ATTEMPTS


def _is_being_tried(folder: Path, cfg: Path) -> bool:
    """Whether a trial may still be running."""
    try:
        age = time.time() - _file(folder, cfg).stat().st_mtime
    except OSError:
        return False
    return remembered(folder, cfg) is not None and age < PATIENCE


def _attempts(folder: Path, cfg: Path) -> int:
    """How many trials have begun."""
    try:
        return int(json.loads(_file(folder, cfg).read_bytes())["attempts"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def try_out(folder: Path, cfg: Path, program: str = PROGRAM) -> subprocess.Popen[bytes] | None:
    """Begins a trial in the background. Returns None if it cannot be begun, or its result cannot be stored.

    `program` is a module that can be run. It calls `run_trial` with a function that knows all sections of the
    cfg. Until the trial ends, and if it crashes, its results so far are stored, or float32 by XLA if there
    are none.
    """
    try:
        file = _file(folder, cfg)
        _remember(file, _by_xla(), attempts=_attempts(folder, cfg) + 1)
        return subprocess.Popen(
            [sys.executable, "-m", program, str(cfg), str(file)],
            # The trial is for the processor, so an accelerator that cannot be used does not matter.
            env={**os.environ, "JAX_PLATFORMS": "cpu"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (BadInput, OSError):
        return None


def _by_xla() -> dict[str, dict[int, str]]:
    return {dtype: dict.fromkeys(BATCHES, XLA) for dtype in DTYPES}


def _times(found: Mapping[str, float]) -> dict[str, float]:
    return {_known(way): float(time) for way, time in found.items()}


def _known(way: str) -> str:
    if way not in WAYS:
        raise ValueError(way)
    return way


def _file(folder: Path, cfg: Path) -> Path:
    """The file of the result. Its name depends on everything that the result depends on. Raises OSError."""
    facts = [processor(), str(os.cpu_count()), version("jaxlib"), cfg.read_text(errors="replace")]
    digest = hashlib.blake2b("\0".join(facts).encode(), digest_size=8).hexdigest()
    return folder / f"ways-{digest}.json"


def processor() -> str:
    """The name and the features of the processor, if the system tells them."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return "\n".join(sorted({line for line in lines if line.startswith(("model name", "flags", "Features"))}))


def _remember(
    file: Path, ways: Mapping[str, Mapping[int, str]], dtype: str = "float32", **more: object
) -> None:
    content = {"jaxlib": version("jaxlib"), "dtype": dtype, "ways": ways, **more}
    write_whole(file, json.dumps(content, indent=1).encode())


def run_trial(load: "Callable[[Path], NetSpec]") -> None:
    """Makes a trial. The arguments of the program are the cfg, which `load` reads, and the file of the
    result."""
    if hasattr(signal, "alarm"):
        signal.alarm(PATIENCE)
    if hasattr(os, "nice"):
        os.nice(10)
    cfg, file = map(Path, sys.argv[1:])
    trial(load(cfg), file, _attempts(file.parent, cfg))


def trial(network: "NetSpec", file: Path, attempts: int = 1) -> None:
    """Computes the network in each way and with each kind of numbers. Stores for each batch the fastest of
    the ways whose outputs agree. `attempts`: how many trials have begun."""
    ways, milliseconds, difference = _by_xla(), {}, {}
    for dtype in DTYPES:
        ways[dtype], milliseconds[dtype], difference[dtype] = _measured(network, dtype)
        # Where a processor has no bfloat16, oneDNN may end the process with the next kind.
        _remember(file, ways, attempts=attempts, milliseconds=milliseconds, difference=difference)
    best = {dtype: sum(min(ways.values()) for ways in milliseconds[dtype].values()) for dtype in DTYPES}
    is_worth_it = best["bfloat16"] <= WORTH * best["float32"]
    dtype = "bfloat16" if is_worth_it else "float32"
    if dtype != DTYPES[0]:
        _remember(file, ways, dtype, attempts=attempts, milliseconds=milliseconds, difference=difference)


def _measured(
    network: "NetSpec", dtype: str
) -> tuple[dict[int, str], dict[int, dict[str, float]], dict[int, float]]:
    """For each batch the fastest way, the milliseconds of all, and how far their outputs differ."""
    import jax
    import jax.numpy as jnp
    import numpy as np

    from darkgo.darknet.network import initial_parameters
    from darkgo.darknet.prepared import output, prepare

    fastest = dict.fromkeys(BATCHES, XLA)
    milliseconds, difference = {}, {}
    parameters = tuple(
        {name: jnp.ones_like(array) if name == "variance" else array for name, array in given.items()}
        for given in initial_parameters(network, seed=0)
    )
    for batch in BATCHES:
        x = jnp.asarray(np.random.default_rng(0).integers(-1, 2, (batch, *network.input)), jnp.float32)
        calls = {}
        for way in WAYS:
            plan, arrays = prepare(network, parameters, dtype, Ways(((1, way),)))
            calls[way] = partial(jax.jit(partial(output, plan)), arrays, x)
        expected = np.asarray(calls[XLA]())
        gap = np.abs(np.asarray(calls[ONEDNN]()) - expected).max() / np.abs(expected).max()
        difference[batch] = float(gap)
        best = dict.fromkeys(WAYS, float("inf"))
        for _ in range(TRIALS):
            # In turns, for the machine may be busy.
            for way, call in calls.items():
                begun = time.perf_counter()
                call().block_until_ready()
                best[way] = min(best[way], 1000 * (time.perf_counter() - begun))
        milliseconds[batch] = best
        if gap <= _CLOSE[dtype]:
            fastest[batch] = min(WAYS, key=lambda way: best[way])
    return fastest, milliseconds, difference


if __name__ == "__main__":
    from darkgo.darknet.network import load_network

    run_trial(load_network)
