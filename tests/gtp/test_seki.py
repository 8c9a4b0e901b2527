"""A seki behind GTP, with the default network, which likes to play into it."""

from pathlib import Path
from random import Random

from darkgo.engine.session import Session
from darkgo.engine.setup import Setup
from darkgo.gtp.engine import Engine
from darkgo.model.evaluator import NetworkEvaluator

COMMANDS = Path(__file__).with_name("f1a_seki_9x9.gtp")


def test_both_pass_and_the_score_stays(default: NetworkEvaluator) -> None:
    random = Random(1)
    engine = Engine(Session(Setup().game(), default, random=random), random)
    lines = COMMANDS.read_text().splitlines()
    answers = [(line, (engine.answer(line) or "").strip()) for line in lines]
    assert [answer for line, answer in answers if line.startswith("genmove")] == ["= pass"] * 6
    assert [answer for line, answer in answers if line == "final_score"] == ["= B+6"] * 2
