"""Fixtures of the GTP tests: an engine with a small network."""

from collections.abc import Callable
from random import Random

import pytest

from darkgo.engine.session import Session
from darkgo.engine.setup import Setup
from darkgo.gtp.engine import Engine
from darkgo.model.evaluator import NetworkEvaluator


@pytest.fixture(scope="session")
def new_engine(mini: NetworkEvaluator) -> Callable[[], Engine]:
    """Makes engines like those of `darkgo gtp`."""

    def make() -> Engine:
        random = Random(1)
        return Engine(Session(Setup().game(), mini, count=10, random=random), random)

    return make


@pytest.fixture
def engine(new_engine: Callable[[], Engine]) -> Engine:
    """One engine."""
    return new_engine()
