"""An accelerator that cannot be used is named in one line, and the processor computes."""

import os
import subprocess
import sys
from pathlib import Path

from tests.waiting import PATIENCE


def test_an_accelerator_that_is_not_there_leaves_the_processor(goldens: Path) -> None:
    network = ["--cfg", f"{goldens / 'go-mini.cfg'}", "--weights", f"{goldens / 'go-mini.initial.weights'}"]
    done = subprocess.run(
        [sys.executable, "-m", "darkgo", "gtp", *network],
        input="boardsize 5\ngenmove b\n",
        env={**os.environ, "JAX_PLATFORMS": "cuda"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    assert done.stdout.startswith("=\n\n= ")
    (line,) = done.stderr.splitlines()
    assert line.startswith("darkgo: cuda cannot be used: ")
    assert line.endswith("; computing on the processor")
