"""Fixtures that several rooms share."""

import atexit
import gc
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from darkgo.model.evaluator import NetworkEvaluator

_OWN = Path(tempfile.mkdtemp(prefix="darkgo-tests-"))
atexit.register(shutil.rmtree, _OWN, ignore_errors=True)
# Many tests train or apply the same small networks, some in processes of their own: each is compiled once.
os.environ.setdefault("JAX_COMPILATION_CACHE_DIR", str(_OWN / "compiled"))
os.environ["JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS"] = "0"
# Which library is faster depends on what else runs, and a program with oneDNN in it is compiled anew each
# time. Tests that are about oneDNN ask for it.
os.environ["DARKGO_ONEDNN"] = "off"
# Nobody's own settings and games in progress.
os.environ["DARKGO_CONFIG"] = str(_OWN / "config")
os.environ["DARKGO_STATE"] = str(_OWN / "state")

# Nothing is tried out in the background: no folder can be made there.
os.environ["DARKGO_CACHE"] = os.devnull

# Neither the time that an example takes decides anything, for the machine may be busy, nor chance.
settings.register_profile(
    "darkgo",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
settings.load_profile("darkgo")

# All objects are looked through for garbage at the end of each file of tests.
gc.set_threshold(700, 10, 1000)

# Commands inherit what is ignored, as under nohup; the tests send them signals as a terminal does.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module", autouse=True)
def _no_search_through_other_files_objects() -> Iterator[None]:
    """Python looks through all objects for garbage after each file of tests, and not in what is there by
    then. Otherwise it would do so every few tests, which took a sixth of the processor's time."""
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture
def no_search_through_old_objects() -> Iterator[None]:
    """For tests that compare times: what earlier tests have left is not searched for garbage meanwhile."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands compile for themselves: JAX leaves a torn file in its cache when it is killed."""
    monkeypatch.setenv("JAX_COMPILATION_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture(scope="session")
def goldens() -> Path:
    """Answers of the original C program."""
    return ROOT / "tests" / "goldens"


@pytest.fixture(scope="session")
def shared() -> Path | None:
    """The folder of real games and large reference files beside the checkout, where there is one."""
    folder = ROOT.parent / "shared"
    return folder if (folder / "games").is_dir() else None


@pytest.fixture(scope="session")
def mini(goldens: Path) -> "NetworkEvaluator":
    """A small network of 19x19 that knows nothing, loaded once, compiled once for each size of boards."""
    from darkgo.model.evaluator import network_evaluator

    return network_evaluator(goldens / "go-mini.cfg", goldens / "go-mini.initial.weights")


@pytest.fixture(scope="session")
def default() -> "NetworkEvaluator":
    """The network that DarkGo plays with, likewise."""
    from darkgo.model.evaluator import network_evaluator
    from darkgo.paths import default_network

    return network_evaluator(*default_network())
