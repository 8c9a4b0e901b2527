"""What analyses say: the same as the program plays, in the fields and the order that clients read."""

import json
import re

import pytest

from darkgo.analysis.answer import answers
from darkgo.analysis.query import Query, parse
from darkgo.engine.report import Candidate, Report
from darkgo.engine.standing import Standing
from darkgo.go.points import PASS, Colour
from darkgo.gtp.analysis import AnalysisOptions, kata, leela, line, sayuri
from darkgo.gtp.engine import Engine
from darkgo.model.evaluator import NetworkEvaluator

KNOWN = Report(
    (
        Candidate(PASS, 0.75, 750, (PASS, 3), winrate=1.0, lead=-2.5, lcb=0.96875, ownership=()),
        Candidate(8, 0.0004, 1, (8,), winrate=0.25, lead=12.25, lcb=0.125, ownership=()),
    ),
    standing=Standing(deviation=7.5, ownership=(1.0, -0.5, 0.25, 0, 0, 0, 0, 0, -1)),
)


def first(answer: str | None) -> str:
    """The first candidate of an analysis."""
    found = re.search(r"info move (\S+) ", answer or "")
    assert found, answer
    return found[1]


def test_each_client_is_told_what_it_reads() -> None:
    options = AnalysisOptions(Colour.BLACK)
    assert line(KNOWN, options, leela, 3, 10) == (
        "info move pass visits 750 winrate 10000 prior 7500 lcb 9688 order 0 pv pass A2 "
        "info move C1 visits 1 winrate 2500 prior 4 lcb 1250 order 1 pv C1"
    )
    assert line(KNOWN, options, sayuri, 3, 1) == (
        "info move pass visits 750 winrate 10000 prior 7500 lcb 9688 scoreLead -2.50 order 0 pv pass A2"
    )
    # A win rate without a point would be read as ten-thousandths.
    assert line(KNOWN, options, kata, 3, 1) == (
        "info move pass visits 750 winrate 1.0000 scoreMean -2.50 scoreStdev 7.50 scoreLead -2.50 "
        "prior 0.750000 lcb 0.9688 order 0 pv pass A2"
    )


def test_a_requested_ownership_stands_at_the_end() -> None:
    shares = "1.0000 -0.5000 0.2500 0.0000 0.0000 0.0000 0.0000 0.0000 -1.0000"
    options = AnalysisOptions(Colour.BLACK, ownership=True)
    assert line(KNOWN, options, kata, 3, 2).endswith(f"order 1 pv C1 ownership {shares}")
    assert "ownership" not in line(KNOWN, AnalysisOptions(Colour.BLACK), kata, 3, 2)


@pytest.mark.parametrize("command", ["lz-analyze", "analyze", "kata-analyze"])
def test_visits_are_a_thousand_samples(engine: Engine, command: str) -> None:
    engine.answer("boardsize 7")
    report = engine.answer(f"{command} 10 minmoves 50") or ""
    visits = [int(number) for number in re.findall(r" visits (\d+) ", report)]
    priors = [float(number) for number in re.findall(r" prior (\S+) ", report)]
    assert len(visits) == 49
    assert min(visits) >= 1
    assert abs(sum(visits) - 1000) < 49
    in_one = 1000 if command == "kata-analyze" else 0.1
    assert visits == pytest.approx([max(1, prior * in_one) for prior in priors], abs=0.6)
    # Nothing follows the variation, which is one move.
    assert re.fullmatch(r"=\n(info move (\S+) .*? pv \2 ?)+\n", report)


def test_all_doors_prefer_the_same_move_to_the_end_of_a_game(engine: Engine, mini: NetworkEvaluator) -> None:
    size, moves = 6, []
    # As in JSON queries, where no longer cycle than a ko is forbidden.
    for command in (f"boardsize {size}", "kata-set-rules chinese", "komi 7.5"):
        engine.answer(command)
    while [vertex for _, vertex in moves[-2:]] != ["pass", "pass"]:
        assert len(moves) < 200
        colour = "BW"[len(moves) % 2]
        query = {"id": "x", "boardXSize": size, "boardYSize": size, "moves": moves, "rules": "chinese"}
        asked = parse(json.dumps({**query, "includePolicy": True}))
        assert isinstance(asked, Query)
        ((found, _),) = answers(mini, [(asked, asked.turns[0])], False)
        report = engine.answer(f"lz-analyze {colour} 100")
        vertex = (engine.answer(f"genmove {colour}") or "").removeprefix("\n").removeprefix("= ").strip()
        assert found["moveInfos"][0]["move"] == first(report) == vertex
        # Clients that go by the policy pass where the program passes, and only there.
        assert (max(found["policy"]) == found["policy"][-1]) is (vertex == "pass")
        moves.append([colour, vertex])
    assert len(moves) > 20


def test_after_a_pass_it_matters_who_is_ahead(engine: Engine) -> None:
    """White has nothing left; Black, who is ahead, need not fill what is open."""
    engine.answer("boardsize 5")
    engine.answer(
        "gogui-play_sequence b A5 w pass b B5 w pass b C5 w pass b D5 w pass b C4 w pass b D3 w pass"
    )
    assert first(engine.answer("lz-analyze b 100")) != "pass"
    engine.answer("gogui-play_sequence b E4 w pass b C2 w pass b B3 w pass b D2 w pass")
    assert first(engine.answer("lz-analyze b 100")) == "pass"
    assert (engine.answer("genmove b") or "").strip() == "= pass"
