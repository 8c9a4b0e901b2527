"""The analysis door: answers to whole queries, in one batch, and what may come between."""

import io
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from darkgo.analysis.loop import AnalysisEngine, run
from darkgo.engine.report import Candidate, Report
from darkgo.engine.standing import Standing
from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.game import Game
from darkgo.go.points import PASS, Colour, format_point, parse_point
from darkgo.model.evaluation import MEAN, Evaluation, Position
from darkgo.model.evaluator import NetworkEvaluator, network_evaluator
from tests.evaluators import Steady, suggested
from tests.waiting import PATIENCE

GAME = {
    "id": "a",
    "boardXSize": 19,
    "boardYSize": 19,
    "rules": "chinese",
    "moves": [["B", "Q16"], ["W", "D4"]],
}


@pytest.fixture(scope="module")
def mini(goldens: Path) -> NetworkEvaluator:
    return network_evaluator(goldens / "go-mini.cfg", goldens / "go-mini.step12.weights")


@pytest.fixture
def ask(mini: NetworkEvaluator) -> Callable[..., list[dict[str, Any]]]:
    def ask(*queries: dict[str, Any] | str, multi: bool = False) -> list[dict[str, Any]]:
        lines = (query if isinstance(query, str) else json.dumps(query) for query in queries)
        out = io.StringIO()
        run(mini, multi, io.StringIO("\n".join(lines)), out)
        return [json.loads(line) for line in out.getvalue().splitlines()]

    return ask


Ask = Callable[..., list[dict[str, Any]]]


@pytest.mark.parametrize("multi", [False, True])
def test_the_moves_are_those_of_the_policy(ask: Ask, mini: NetworkEvaluator, multi: bool) -> None:
    (found,) = ask({**GAME, "includePolicy": True}, multi=multi)
    game = Game()
    for name in ("Q16", "D4"):
        game.play(parse_point(name, 19))
    best = [
        suggestion for suggestion in suggested(mini, game, MEAN if multi else 0) if suggestion.point != PASS
    ]
    every = sum(suggestion.probability for suggestion in best)
    moves = found["moveInfos"]
    assert [move["move"] for move in moves] == [format_point(s.point, 19) for s in best[:40]]
    assert [move["order"] for move in moves] == list(range(40))
    assert [move["pv"] for move in moves] == [[move["move"]] for move in moves]
    for move, suggestion in zip(moves, best, strict=False):
        assert move["prior"] == pytest.approx(suggestion.probability / every, abs=1e-5)
        assert move["visits"] == pytest.approx(1000 * move["prior"], abs=0.51)
        assert (move["winrate"], move["lcb"], move["scoreLead"], move["scoreStdev"]) == (0.5, 0.5, 0, 0)
    assert found["rootInfo"]["currentPlayer"] == "B"
    assert found["rootInfo"]["visits"] == 1000
    assert found["turnNumber"] == 2
    policy = found["policy"]
    assert len(policy) == 362
    assert policy[parse_point("Q16", 19)] == -1
    # As behind the other doors it does not wish to pass while there is something to be played.
    assert policy[-1] == 0
    assert sum(share for share in policy if share > 0) == pytest.approx(1, abs=1e-3)
    assert policy[best[0].point] == moves[0]["prior"]


SETTLED = """
    . X . X O
    X X X X O
    X X O O O
    X O O . O
    X O . O O
"""
"""Black has two eyes, White too; no useful move is left."""


@pytest.mark.parametrize("first", "BW")
def test_at_the_end_it_passes(ask: Ask, first: str) -> None:
    board = Board.parse(SETTLED)
    stones = [[name[0], format_point(p, 5)] for p in range(25) if (s := board.at(p)) and (name := s.name)]
    query = {"id": "e", "boardXSize": 5, "boardYSize": 5, "initialStones": stones, "initialPlayer": first}
    (found,) = ask({**query, "moves": [], "includePolicy": True})
    assert [(move["move"], move["visits"]) for move in found["moveInfos"]] == [("pass", 1000)]
    # Its own eyes are legal, but nothing that it would play.
    eyes = {format_point(point, 5) for point, share in enumerate(found["policy"][:-1]) if share == 0}
    assert eyes >= ({"A5", "C5"} if first == "B" else {"D2", "C1"})
    assert set(found["policy"][:-1]) <= {0, -1}
    assert found["policy"][-1] == 1
    (allowed,) = ask({**query, "moves": [], "allowMoves": [{"player": first, "moves": ["A5", "D2"]}]})
    assert sorted(move["move"] for move in allowed["moveInfos"]) == ["A5", "D2"]


def test_win_rates_and_leads_are_those_of_whom_the_query_names() -> None:
    told = Report(
        (Candidate(3, 1.0, 1000, (3,), winrate=0.75, lead=4.5, lcb=0.625),), 1000, Standing(0.75, 4.5)
    )
    for to_move in Colour:
        assert told.seen_by(None, to_move) == told
        assert told.seen_by(to_move, to_move) == told
        assert told.seen_by(to_move.other, to_move) == told.turned()


def test_what_a_network_cannot_know_is_neutral_or_left_out(ask: Ask) -> None:
    (found,) = ask({**GAME, "includeOwnership": True})
    assert found["rootInfo"]["winrate"] == 0.5
    assert found["rootInfo"]["scoreLead"] == 0
    assert "ownership" not in found
    assert "policy" not in found


def test_every_turn_has_an_answer_and_a_batch_changes_nothing(ask: Ask) -> None:
    moves = [["BW"[n % 2], format_point(5 * n, 19)] for n in range(70)]
    together = ask({**GAME, "id": "all", "moves": moves, "analyzeTurns": [*range(71)]})
    assert [found["turnNumber"] for found in together] == [*range(71)]
    for number in (0, 33, 70):
        (alone,) = ask({**GAME, "id": "all", "moves": moves, "analyzeTurns": [number]})
        ours, theirs = together[number]["moveInfos"], alone["moveInfos"]
        np.testing.assert_allclose([m["prior"] for m in ours], [m["prior"] for m in theirs], atol=2e-6)


def test_sizes_may_be_mixed(ask: Ask) -> None:
    small = {"id": "s", "boardXSize": 9, "boardYSize": 9, "moves": [], "includePolicy": True}
    found = ask(GAME, small, {**GAME, "id": "b"})
    assert sorted(answer["id"] for answer in found) == ["a", "b", "s"]
    (nine,) = (answer for answer in found if answer["id"] == "s")
    assert len(nine["policy"]) == 82


def test_moves_are_restricted_for_the_player_to_move(ask: Ask) -> None:
    only = [{"player": "B", "moves": ["C3", "Q16"], "untilDepth": 1}]
    (found,) = ask({**GAME, "allowMoves": only})
    assert [move["move"] for move in found["moveInfos"]] == ["C3"]
    (found,) = ask({**GAME, "avoidMoves": only})
    assert "C3" not in [move["move"] for move in found["moveInfos"]]


def test_errors_and_warnings_carry_the_id_and_the_others_are_answered(ask: Ask) -> None:
    found = ask(
        "nonsense",
        {**GAME, "moves": [["B", "Z99"]]},
        {**GAME, "id": "b", "odd": 1},
        {"id": "c", "action": "x"},
    )
    assert "error" in found[0]
    assert "id" not in found[0]
    assert (found[1]["id"], found[1]["field"]) == ("a", "moves")
    assert (found[2]["id"], found[2]["field"], "warning" in found[2]) == ("b", "odd", True)
    assert found[3]["id"] == "c"
    assert found[3]["error"].startswith('found "x", expected one of query_version, ')
    assert found[4]["id"] == "b"
    assert "moveInfos" in found[4]


def test_actions(ask: Ask) -> None:
    version, models, cleared = ask(
        {"id": "v", "action": "query_version"},
        {"id": "m", "action": "query_models"},
        {"id": "c", "action": "clear_cache"},
    )
    assert version["id"] == "v"
    assert version["version"]
    assert models["models"] == []
    assert cleared == {"id": "c", "action": "clear_cache"}


@pytest.mark.parametrize("fields", [{}, {"terminateId": 5}, {"terminateId": "a", "turnNumbers": 0}])
def test_an_end_of_nothing_in_particular_ends_nothing(mini: NetworkEvaluator, fields: dict[str, Any]) -> None:
    written: list[dict[str, Any]] = []
    analysis = AnalysisEngine(mini, False, written.append)
    analysis.take(json.dumps(GAME))
    analysis.take(json.dumps({"id": "t", "action": "terminate", **fields}))
    assert not analysis.is_idle
    assert [answer["id"] for answer in written] == ["t"]
    assert "must be" in written[0]["error"]


def test_one_turn_of_one_query_can_be_ended(mini: NetworkEvaluator) -> None:
    written: list[dict[str, Any]] = []
    analysis = AnalysisEngine(mini, False, written.append)
    for name in "ab":
        analysis.take(json.dumps({**GAME, "id": name, "analyzeTurns": [0, 1, 2]}))
    end = {"id": "t", "action": "terminate", "terminateId": "a", "turnNumbers": [0, 2]}
    analysis.take(json.dumps(end))
    assert [(answer["id"], answer.get("turnNumber")) for answer in written] == [
        ("a", 0),
        ("a", 2),
        ("t", None),
    ]
    assert written.pop() == end
    analysis.work()
    assert [(answer["id"], answer["turnNumber"]) for answer in written[2:]] == [
        ("a", 1),
        *(("b", n) for n in range(3)),
    ]


@pytest.mark.parametrize("action", ["terminate", "terminate_all"])
def test_what_is_terminated_is_answered_without_results(mini: NetworkEvaluator, action: str) -> None:
    written: list[dict[str, Any]] = []
    analysis = AnalysisEngine(mini, False, written.append)
    analysis.take(json.dumps({**GAME, "analyzeTurns": [0, 1]}))
    analysis.take(json.dumps({"id": "t", "action": action, "terminateId": "a"}))
    assert analysis.is_idle
    assert [answer.get("noResults") for answer in written] == [True, True, None]
    assert written[2]["action"] == action


def test_a_board_the_network_cannot_read_is_an_error_of_its_query() -> None:
    class Narrow(Steady):
        def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
            if positions[0].size != 19:
                raise BadInput("cannot read that")
            return super().evaluate(positions)

    written: list[dict[str, Any]] = []
    analysis = AnalysisEngine(Narrow(), False, written.append)
    analysis.take(json.dumps({**GAME, "id": "small", "boardXSize": 5, "boardYSize": 5, "moves": []}))
    analysis.take(json.dumps(GAME))
    analysis.work()
    assert written[0] == {"id": "small", "field": "boardXSize", "error": "cannot read that"}
    assert written[1]["moveInfos"]


def test_an_input_that_cannot_be_read_has_ended(
    mini: NetworkEvaluator, capsys: pytest.CaptureFixture[str]
) -> None:
    class Torn(io.StringIO):
        def __next__(self) -> str:
            if line := self.readline():
                return line
            raise OSError("torn")

    out = io.StringIO()
    run(mini, False, Torn('{"id": "m", "action": "query_models"}\n'), out)
    assert json.loads(out.getvalue())["id"] == "m"
    assert capsys.readouterr().err == "darkgo: the input cannot be read: torn\n"


def test_the_command_writes_nothing_but_answers(goldens: Path) -> None:
    command = [sys.executable, "-m", "darkgo", "analysis", "--cfg", str(goldens / "go-mini.cfg")]
    command += ["--weights", str(goldens / "go-mini.step12.weights")]
    done = subprocess.run(
        command,
        input=f"{json.dumps(GAME)}\n{{}}\n",
        stdout=subprocess.PIPE,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert sorted(len(answer) for answer in found) == [2, 5]


@pytest.mark.parametrize(("options", "visits"), [((), 1000), (("--visits", "8"), 8)], ids=["alone", "search"])
def test_a_query_is_searched_only_if_it_is_asked_for(options: tuple[str, ...], visits: int) -> None:
    """So that the mistakes of a game are those of `darkgo review`. Samples of the policy are no visits."""
    query = {"id": "a", "boardXSize": 5, "boardYSize": 5, "rules": "chinese", "moves": [["B", "C3"]]}
    done = subprocess.run(
        [sys.executable, "-m", "darkgo", "analysis", *options],
        input=json.dumps(query) + "\n",
        stdout=subprocess.PIPE,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    assert json.loads(done.stdout)["rootInfo"]["visits"] == visits
