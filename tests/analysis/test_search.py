"""Searches over the JSON protocol: visits, answers during a search, priorities and termination."""

import json
from typing import Any

import pytest

from darkgo.analysis.loop import AnalysisEngine
from darkgo.engine.limit import limit_of
from tests.evaluators import NearestStones, Steady

QUERY = {"moves": [], "rules": "chinese", "komi": 7.5, "boardXSize": 5, "boardYSize": 5}


class Answered:
    """An analysis, and what it has written."""

    def __init__(self, visits: int | None = None, network: Steady | None = None) -> None:
        self.written: list[dict[str, Any]] = []
        self.told: list[str] = []
        network = network or NearestStones()
        self.analysis = AnalysisEngine(
            network, False, self.written.append, self.told.append, limit_of(visits)
        )

    def ask(self, **fields: object) -> None:
        self.analysis.take(json.dumps(fields if "action" in fields else {"id": "q", **QUERY, **fields}))

    def work(self, *lines: dict[str, object]) -> list[dict[str, Any]]:
        """Everything that is written until nothing waits; the lines arrive during the first search."""
        left = list(lines)

        def poll() -> None:
            while left:
                self.ask(**left.pop(0))

        while not self.analysis.is_idle:
            self.analysis.work(poll=poll)
        return self.written


def test_a_query_gets_as_many_visits_as_it_asks_for() -> None:
    answered = Answered()
    answered.ask(maxVisits=50, includePolicy=True, includeOwnership=True)
    (found,) = answered.work()
    assert found["rootInfo"]["visits"] == 50
    infos = found["moveInfos"]
    assert sum(info["visits"] for info in infos) == 49
    assert [info["order"] for info in infos] == list(range(len(infos)))
    assert [info["visits"] for info in infos] == sorted((info["visits"] for info in infos), reverse=True)
    assert len(infos[0]["pv"]) > 1
    assert infos[0]["lcb"] != infos[0]["winrate"]
    assert not found["isDuringSearch"]
    assert len(found["ownership"]) == 25
    assert sum(share for share in found["policy"] if share > 0) == pytest.approx(1, abs=0.001)


def test_without_a_number_the_program_decides() -> None:
    for visits, wanted in ((None, 1000), (30, 30)):
        answered = Answered(visits)
        answered.ask()
        (found,) = answered.work()
        assert found["rootInfo"]["visits"] == wanted


def test_reports_during_the_search() -> None:
    answered = Answered()
    answered.ask(maxVisits=40, reportDuringSearchEvery=0.001)
    *during, last = answered.work()
    assert len(during) > 3
    assert {found["isDuringSearch"] for found in during} == {True}
    visits = [found["rootInfo"]["visits"] for found in (*during, last)]
    assert visits == sorted(visits)
    assert last["rootInfo"]["visits"] == 40
    assert not last["isDuringSearch"]


def test_a_search_of_any_length_can_be_terminated() -> None:
    answered = Answered()
    answered.ask(maxVisits=10**9)
    action, found = answered.work({"id": "t", "action": "terminate", "terminateId": "q"})
    assert action["action"] == "terminate"
    assert found["id"] == "q"
    assert not found["isDuringSearch"]
    assert 1 < found["rootInfo"]["visits"] < 100


def test_other_queries_are_left_alone_by_a_termination() -> None:
    answered = Answered()
    answered.ask(id="a", maxVisits=10)
    answered.ask(id="b", maxVisits=20)
    written = answered.work({"id": "t", "action": "terminate", "terminateId": "c"})
    assert [found["rootInfo"]["visits"] for found in written if "rootInfo" in found] == [10, 20]


def test_a_higher_priority_comes_first() -> None:
    answered = Answered()
    answered.ask(id="a", maxVisits=10)
    answered.ask(id="b", maxVisits=10, priority=5)
    answered.ask(id="c", moves=[["B", "C3"]], analyzeTurns=[0, 1], priorities=[-1, 7], maxVisits=10)
    order = [(found["id"], found["turnNumber"]) for found in answered.work()]
    assert order == [("c", 1), ("b", 0), ("a", 0), ("c", 0)]


def test_avoided_moves_are_not_searched() -> None:
    answered = Answered()
    only = [{"player": "B", "moves": ["A1", "B2"], "untilDepth": 1}]
    answered.ask(maxVisits=30, allowMoves=only)
    (found,) = answered.work()
    assert {info["move"] for info in found["moveInfos"]} <= {"A1", "B2"}


def test_without_value_heads_there_is_no_search() -> None:
    answered = Answered(network=Steady())
    answered.ask(maxVisits=30)
    (found,) = answered.work()
    assert found["rootInfo"]["winrate"] == 0.5
    assert any("without a search" in line for line in answered.told)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("maxVisits", 0),
        ("maxVisits", -5),
        ("maxVisits", 1.5),
        ("maxVisits", 10**10),
        ("reportDuringSearchEvery", 0),
        ("reportDuringSearchEvery", "1"),
        ("priority", "high"),
        ("priorities", [1, 2]),
    ],
)
def test_what_is_not_possible_is_refused(field: str, value: object) -> None:
    answered = Answered()
    answered.ask(**{field: value})
    assert answered.written == [{"id": "q", "field": field, "error": answered.written[0]["error"]}]
