"""`darkgo analysis` with a network that judges by the stones; run as a program by the tests."""

import sys

from darkgo.analysis.loop import run
from tests.evaluators import Judging

if __name__ == "__main__":
    run(Judging(), False, sys.stdin, sys.stdout)
