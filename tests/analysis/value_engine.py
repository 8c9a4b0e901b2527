"""`darkgo analysis` with an evaluator that has a value by the stones; run as a program by the tests."""

import sys

from darkgo.analysis.loop import run
from tests.evaluators import NearestStones

if __name__ == "__main__":
    run(NearestStones(), False, sys.stdin, sys.stdout)
