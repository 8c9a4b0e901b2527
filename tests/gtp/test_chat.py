"""What the people who look on are told before a move, in the form that gtp2ogs reads."""

import re
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from darkgo.engine.report import Candidate, Report
from darkgo.engine.session import Session
from darkgo.engine.setup import Setup
from darkgo.engine.standing import Standing
from darkgo.go.points import PASS, format_point
from darkgo.gtp.chat import thoughts
from darkgo.gtp.engine import Engine
from darkgo.model.evaluator import NetworkEvaluator
from tests.waiting import PATIENCE

# As gtp2ogs looks for it, in the lines after one that has the word KataGo.
LINE = re.compile(
    r"MALKOVICH:Visits (\d+) Winrate (\d+\.\d\d)% ScoreLead (-?\d+\.\d) ScoreStdev (-?\d+\.\d) PV (.*)"
)


@pytest.fixture
def told(mini: NetworkEvaluator) -> tuple[Engine, list[str]]:
    """An engine, and what it tells."""
    random, lines = Random(1), list[str]()
    session = Session(Setup(5).game(), mini, count=10, random=random)
    return Engine(session, random, tell=lines.append), lines


@pytest.mark.parametrize("command", ["genmove b", "kgs-genmove_cleanup b", "lz-genmove_analyze b 10"])
def test_a_line_before_each_move(told: tuple[Engine, list[str]], command: str) -> None:
    engine, lines = told
    best = engine.state.session.consult().candidates[0]
    answer = engine.answer(command) or ""
    match = LINE.fullmatch(*lines)
    assert match
    visits, *numbers, variation = match.groups()
    assert numbers == ["50.00", "0.0", "0.0"]
    assert answer.split()[-1] == variation.split()[0]
    assert int(visits) == best.visits
    assert format_point(best.point, 5) == variation


def test_what_is_not_played_is_not_told(told: tuple[Engine, list[str]]) -> None:
    engine, lines = told
    for command in (
        "reg_genmove b",
        "restricted_genmove b A1",
        "lz-analyze b 10",
        "play b C3",
        "genmove red",
    ):
        engine.answer(command)
    assert not lines


def test_a_pass_and_a_resignation_are_told(told: tuple[Engine, list[str]]) -> None:
    engine, lines = told
    for command in ("boardsize 3", "play b B3", "play b B2", "play b B1", "play w pass"):
        engine.answer(command)
    assert engine.answer("genmove b") == "= pass\n\n"
    assert lines[-1].endswith(" PV pass")
    # It counts every twenty moves.
    engine.answer(f"gogui-play_sequence{15 * ' w pass'}")
    engine.answer("darkgo-set resign-points 1")
    assert engine.answer("genmove w") == "= resign\n\n"
    assert LINE.fullmatch(lines[-1])
    assert "resign" not in lines[-1]


def test_the_numbers_are_those_of_the_report() -> None:
    """As soon as a network knows more, it is told."""
    first = Candidate(60, 0.7, 700, (60, 0, PASS), winrate=0.55214, lead=-1.26)
    told = Report((first, Candidate(4, 0.3, 300, (4,))), standing=Standing(deviation=14.18))
    line = "MALKOVICH:Visits 700 Winrate 55.21% ScoreLead -1.3 ScoreStdev 14.2 PV D16 A19 pass"
    assert thoughts(told, 60, 19) == thoughts(told, None, 19) == line.replace("D16", format_point(60, 19))
    other = thoughts(told, 5, 19)
    assert other == "MALKOVICH:Visits 0 Winrate 50.00% ScoreLead 0.0 ScoreStdev 14.2 PV F19"
    assert LINE.fullmatch(other)


@pytest.mark.parametrize("chat", [True, False])
def test_it_is_said_on_stderr_and_only_if_it_is_asked_for(goldens: Path, chat: bool) -> None:
    network = ["--cfg", f"{goldens / 'go-mini.cfg'}", "--weights", f"{goldens / 'go-mini.initial.weights'}"]
    done = subprocess.run(
        [sys.executable, "-m", "darkgo", "gtp", *network, *["--chat"][: int(chat)]],
        input=b"boardsize 5\r\ngenmove b\r\ngenmove w\r\nquit\r\n",
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert re.fullmatch(r"=\n\n= [A-E][1-5]\n\n= [A-E][1-5]\n\n=\n\n", out)
    if not chat:
        assert not err
        return
    head, *lines = err.splitlines()
    assert "KataGo" in head
    moves = [match.group(5).split()[0] for match in map(LINE.fullmatch, lines) if match]
    assert moves == re.findall(r"= (\w\d)", out)
