"""How many processors a command uses."""

import os
import subprocess
import sys

import pytest

from darkgo.cli import run

ALONE = """
import os
from darkgo.cli.common import use_processors
before = len(os.sched_getaffinity(0))
use_processors(None)
assert len(os.sched_getaffinity(0)) == before
use_processors(1)
assert len(os.sched_getaffinity(0)) == 1
import jax
print(jax.numpy.zeros(1).block_until_ready().sum(), len(os.sched_getaffinity(0)))
"""


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="another system")
def test_a_command_can_be_bound_to_one_processor() -> None:
    done = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "0.0 1\n"), done.stderr


@pytest.mark.parametrize("door", ["gtp", "play", "analysis"])
def test_no_processors_are_refused(door: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run([door, "--threads=0"]) == 2
    assert "--threads" in capfd.readouterr().err
