"""A network that cannot be computed any more, in the middle of a game: the interface says so, and goes on."""

import io
import json
from pathlib import Path
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from darkgo.analysis.loop import run as analyse
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import Colour
from darkgo.gtp.engine import Engine
from darkgo.gtp.loop import run as play_gtp
from darkgo.model.evaluation import NetworkFailure, Position
from darkgo.model.evaluator import NetworkEvaluator
from darkgo.model.go_network import GoNetwork, Masks, NumpyAnswer
from darkgo.plain.loop import run as play_plain

LOST = RuntimeError("INTERNAL: the device is lost\nframe 1\nframe 2")
FAILURES = [
    (LOST, "the network failed: INTERNAL: the device is lost"),
    (MemoryError("Unable to allocate 3 MiB"), "the network failed: Unable to allocate 3 MiB"),
    (OSError(), "the network failed: OSError"),
]


class Failing(GoNetwork):
    """Likes all moves alike, and fails after some batches."""

    def __init__(self, batches: int, error: Exception = LOST) -> None:
        self._left = batches
        self._error = error

    def answer(self, stones: NDArray[np.int8]) -> NumpyAnswer:
        if not self._left:
            raise self._error
        self._left -= 1
        policy = np.full((len(stones), stones.shape[1] + 1), 1 / (stones.shape[1] + 1), np.float32)
        return NumpyAnswer(policy, None, None)

    @staticmethod
    def masks(stones: NDArray[np.int8]) -> Masks:
        return Masks(stones == 0, stones != 0, stones != 0)


def failing(batches: int, error: Exception = LOST) -> NetworkEvaluator:
    return NetworkEvaluator(lambda: Failing(batches, error), tell=lambda _: None)


@pytest.mark.parametrize(("error", "reason"), FAILURES)
def test_what_a_device_says_is_one_line_for_the_user(error: Exception, reason: str) -> None:
    evaluator = failing(0, error)
    for _ in range(2):
        with pytest.raises(NetworkFailure) as found:
            evaluator.evaluate([Position.of(Game(5))])
        assert str(found.value) == reason
        assert found.value.__cause__ is error
    evaluator.close()


def test_memory_for_one_board_alone_is_never_said_to_miss_for_more() -> None:
    said: list[str] = []
    evaluator = NetworkEvaluator(lambda: Failing(0, MemoryError("no memory")), tell=said.append)
    with pytest.raises(NetworkFailure, match="no memory"):
        evaluator.evaluate([Position.of(Game(5))])
    assert not said
    evaluator.close()


def test_a_network_that_cannot_be_loaded_for_want_of_memory_is_one_line() -> None:
    def load() -> GoNetwork:
        raise MemoryError

    evaluator = NetworkEvaluator(load)
    with pytest.raises(BadInput, match="the network failed: MemoryError"):
        evaluator.evaluate([Position.of(Game(5))])
    evaluator.close()


def test_a_fault_of_the_program_is_not_taken_for_one_of_the_device() -> None:
    evaluator = failing(0, ValueError("odd"))
    with pytest.raises(ValueError, match="odd"):
        evaluator.evaluate([Position.of(Game(5))])
    evaluator.close()


def test_gtp_answers_with_the_reason_and_keeps_the_game() -> None:
    evaluator = failing(2)
    random, out = Random(1), io.StringIO()
    engine = Engine(Session(Game(5), evaluator, random=random), random)
    sent = "play b c3\n2 genmove w\n3 genmove b\n4 genmove w\n5 lz-analyze w 10\n6 play w e5\n7 printsgf\n"
    play_gtp(engine, io.BytesIO(sent.encode()), out)
    evaluator.close()
    answers = out.getvalue().split("\n\n")
    assert answers[1].startswith("=2 ")
    assert answers[2].startswith("=3 ")
    assert answers[3] == "?4 the network failed: INTERNAL: the device is lost"
    assert answers[4].startswith(("=5", "?5"))
    assert "the device is lost" in answers[4]
    assert answers[5].startswith("=6")
    assert answers[6].count(";") == 5


def test_json_answers_each_query_with_the_reason_and_goes_on() -> None:
    evaluator = failing(1)
    queries = [
        {"id": "a", "boardXSize": 5, "boardYSize": 5, "rules": "chinese", "moves": [], "analyzeTurns": [0]},
        {"id": "b", "boardXSize": 5, "boardYSize": 5, "rules": "chinese", "moves": [["B", "C3"]]},
        {"id": "c", "action": "query_version"},
    ]
    out = io.StringIO()
    for query in queries:
        analyse(evaluator, False, io.StringIO(json.dumps(query)), out)
    evaluator.close()
    found = [json.loads(line) for line in out.getvalue().splitlines()]
    assert found[0]["moveInfos"]
    assert found[1] == {"id": "b", "error": "the network failed: INTERNAL: the device is lost"}
    assert found[2]["version"]


@pytest.mark.parametrize("computer", [frozenset(), frozenset({Colour.WHITE})])
def test_plain_text_says_the_reason_and_the_game_goes_on(computer: frozenset[Colour], tmp_path: Path) -> None:
    evaluator = failing(2)
    session, out = Session(Game(5), evaluator, computer=computer), io.StringIO()
    file = tmp_path / "game.sgf"
    play_plain(session, io.StringIO(f"c3\nb2\nd4\nb4\ns {file}\nq\n"), out, out)
    evaluator.close()
    said = out.getvalue()
    assert said.count("the network failed: INTERNAL: the device is lost; this game goes on without") == 1
    assert "Traceback" not in said
    moves = file.read_text()
    assert moves.count(";B[") + moves.count(";W[") >= 3
