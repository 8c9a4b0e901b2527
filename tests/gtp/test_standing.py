"""Win rate, score and ownership in the answers, in the signs and units of KataGo and Leela Zero."""

import re
from collections.abc import Callable
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from darkgo.engine.session import Session
from darkgo.engine.setup import Setup
from darkgo.engine.values import CHUNK
from darkgo.go.points import format_point
from darkgo.gtp.engine import Engine
from darkgo.model.evaluation import Evaluator, Position
from tests.evaluators import NearestStones, Steady

STONES = ("play b C3", "play w C7", "play b G3")


def engine(evaluator: Evaluator, *lines: str, said: Callable[[str], None] = lambda line: None) -> Engine:
    random = Random(1)
    session = Session(Setup(9).game(), evaluator, count=10, random=random)
    found = Engine(session, random, narrate=said)
    for line in ("boardsize 9", "komi 5.5", *lines):
        assert (found.answer(line) or "").lstrip().startswith("="), line
    return found


def candidates(text: str | None) -> list[dict[str, str]]:
    """The fields of each candidate; all but the variation are pairs."""
    found = []
    for part in (text or "").split("info move ")[1:]:
        words = ["move", *part.split(" pv ")[0].split()]
        found.append(dict(zip(words[::2], words[1::2], strict=True)))
    return found


def ownership(text: str | None) -> list[float]:
    found = re.search(r" ownership (.*)", text or "")
    assert found, text
    return [float(word) for word in found[1].split()]


@pytest.mark.parametrize("colour", "BW")
def test_kata_analyze_has_the_numbers_of_the_side_to_move(colour: str) -> None:
    network = NearestStones()
    darkgo = engine(network, *STONES)
    text = darkgo.answer(f"kata-analyze {colour} 10 maxmoves 4 rootInfo true ownership true")
    game = darkgo.state.session.game
    board, sign = game.board, 1 if colour == "B" else -1
    (now,) = network.evaluate([Position((board.array() * sign).tobytes())])
    komi = -5.5 * sign
    root = re.search(r" rootInfo visits 1000 winrate (\S+) scoreLead (\S+) scoreStdev (\S+) own", text or "")
    assert root, text
    assert float(root[1]) == pytest.approx(now.win_rate(komi), abs=1e-4)
    assert float(root[2]) == pytest.approx(now.margin + komi, abs=0.01)
    assert now.ownership is not None
    assert ownership(text) == pytest.approx(now.ownership.tolist(), abs=1e-4)
    found = candidates(text)
    assert len(found) == 4
    for one in found:
        point = next(point for point in range(81) if format_point(point, 9) == one["move"])
        after = board.put(point, game.to_move if colour == game.to_move.name[0] else game.to_move.other)
        (then,) = network.evaluate([Position((after.array() * -sign).tobytes())])
        assert float(one["scoreLead"]) == float(one["scoreMean"])
        assert float(one["scoreLead"]) == pytest.approx(-(then.margin - komi), abs=0.01)
        assert float(one["winrate"]) == float(one["lcb"]) == pytest.approx(1 - then.win_rate(-komi), abs=1e-4)


def test_lz_analyze_has_ten_thousandths() -> None:
    darkgo = engine(NearestStones(), *STONES)
    kata = candidates(darkgo.answer("kata-analyze 10"))
    for command in ("lz-analyze", "analyze"):
        leela = candidates(darkgo.answer(f"{command} 10"))
        assert [one["move"] for one in leela] == [one["move"] for one in kata]
        for one, other in zip(leela, kata, strict=True):
            assert int(one["winrate"]) == pytest.approx(10000 * float(other["winrate"]), abs=1)
    assert leela[0]["scoreLead"] == kata[0]["scoreLead"]


def test_more_candidates_get_a_value_if_more_are_asked_for() -> None:
    darkgo = engine(NearestStones(), *STONES)
    assert len(candidates(darkgo.answer("lz-analyze 10"))) == 10
    found = candidates(darkgo.answer("kata-analyze 10 minmoves 30"))
    assert len(found) == 30
    assert len({one["scoreLead"] for one in found}) > 10


def test_a_line_that_arrives_ends_the_values_of_moves() -> None:
    darkgo = engine(NearestStones(), *STONES)
    darkgo.state.is_interrupted = lambda: True
    found = candidates(darkgo.answer("kata-analyze 10 minmoves 30"))
    assert len(found) == CHUNK
    # A move without a value has no made-up number.
    assert all(one["scoreLead"] != "0.00" for one in found)


@pytest.mark.parametrize("to_move", "BW")
def test_raw_nn_has_whites_numbers_of_every_view(to_move: str) -> None:
    stones = STONES if to_move == "W" else STONES[:2]
    network = NearestStones()
    darkgo = engine(network, *stones)
    answer = darkgo.answer("kata-raw-nn all") or ""
    board = darkgo.state.session.game.board
    (white,) = network.evaluate([Position((-board.array()).tobytes())])
    wins = [float(word) for word in re.findall(r"whiteWin (\S+)", answer)]
    leads = [float(word) for word in re.findall(r"whiteLead (\S+)", answer)]
    losses = [float(word) for word in re.findall(r"whiteLoss (\S+)", answer)]
    assert len(wins) == 8
    assert wins == pytest.approx([white.win_rate(5.5)] * 8, abs=1e-6)
    assert losses == pytest.approx([1 - rate for rate in wins], abs=1e-5)
    assert leads == pytest.approx([white.margin + 5.5] * 8, abs=1e-3)
    shown = answer.split("whiteOwnership\n")[1].split("symmetry")[0].split()
    assert white.ownership is not None
    assert [float(word) for word in shown] == pytest.approx(white.ownership.tolist(), abs=1e-5)


def test_a_chat_tells_the_position() -> None:
    said: list[str] = []
    darkgo = engine(NearestStones(), *STONES)
    darkgo.state.tell = said.append
    lead = re.search(r"rootInfo .*scoreLead (\S+)", darkgo.answer("kata-analyze w rootInfo true") or "")
    assert lead
    darkgo.answer("genmove w")
    told = re.search(r"Winrate (\S+)% ScoreLead (\S+) ScoreStdev (\S+) ", said[-1])
    assert told, said
    assert float(told[2]) == pytest.approx(float(lead[1]), abs=0.06)
    assert float(told[3]) > 0


def test_a_network_that_does_not_judge_says_so_once() -> None:
    said: list[str] = []
    darkgo = engine(Steady(), said=said.append)
    for line in ("lz-analyze", "kata-analyze ownership true", "kata-raw-nn 0", "genmove b"):
        answer = darkgo.answer(line)
    assert len(said) == 1
    assert "win rate" in said[0]
    text = darkgo.answer("kata-analyze ownership true") or ""
    assert " winrate 0.5000 scoreMean 0.00 " in text
    assert "ownership" not in text
    assert answer
    assert not engine_says(NearestStones())


def engine_says(evaluator: Evaluator) -> list[str]:
    said: list[str] = []
    engine(evaluator, "lz-analyze", "kata-raw-nn 0", said=said.append)
    return said


def resigned(darkgo: Engine) -> bool:
    return (darkgo.answer("genmove b") or "").strip() == "= resign"


def filled(darkgo: Engine) -> None:
    """Twelve moves of each colour."""
    for row in (3, 5, 7):
        for column in "BCDE":
            darkgo.answer(f"play b {column}{row}")
            darkgo.answer(f"play w {column}{row + 1}")
    assert darkgo.state.session.game.move_number == 24


def test_it_resigns_after_three_hopeless_turns_and_never_in_the_opening() -> None:
    """White has three times as many stones from the beginning, by passes of Black."""
    darkgo = engine(NearestStones(spread=0.05), "darkgo-set resign 0.05")
    white = iter([f"{column}{row}" for row in (3, 5, 7) for column in "BCDEFGH"])
    number = 0
    while not resigned(darkgo):
        number = darkgo.state.session.game.move_number
        assert number < 40
        darkgo.answer("undo")
        darkgo.answer("play b pass")
        darkgo.answer(f"play w {next(white)}")
    # Of 81 points a quarter is 20 moves.
    assert number >= 20 - 2
    assert "win rate below 5% in 3 turns in a row" in (darkgo.answer("gomill-explain_last_move") or "")


class Hopeful(NearestStones):
    """Thinks everything lost, but for positions of so many stones."""

    def __init__(self, good: int) -> None:
        super().__init__()
        self._good = good

    def ownership(self, stones: NDArray[np.int8]) -> NDArray[np.float32]:
        """The ownership [N] of stones [N]."""
        return np.full(len(stones), 0.9 if np.count_nonzero(stones) == self._good else -0.9, np.float32)


@pytest.mark.parametrize(
    ("good", "gives_up"), [(24, False), (22, False), (20, False), (18, True), (23, True)]
)
def test_one_good_turn_of_the_last_three_is_enough_to_go_on(good: int, gives_up: bool) -> None:
    darkgo = engine(Hopeful(good), "darkgo-set resign 0.05")
    filled(darkgo)
    assert resigned(darkgo) is gives_up


def test_without_options_it_never_resigns() -> None:
    darkgo = engine(NearestStones(spread=0.05), "komi 140")
    filled(darkgo)
    assert not resigned(darkgo)


def test_with_a_handicap_the_opening_is_twice_as_long() -> None:
    darkgo = engine(NearestStones(spread=0.05), "darkgo-set resign 0.05", "fixed_handicap 4", "komi -40")
    for row in (1, 5, 9):
        for column in "BCDE":
            darkgo.answer(f"play w {column}{row}")
            darkgo.answer("play b pass")
    assert darkgo.state.session.game.move_number == 24
    assert (darkgo.answer("genmove w") or "").strip() != "= resign"


def test_a_network_that_does_not_judge_never_resigns_by_rate_and_says_so() -> None:
    said: list[str] = []
    darkgo = engine(Steady(), "darkgo-set resign 0.9", said=said.append)
    filled(darkgo)
    assert not resigned(darkgo)
    assert len(said) == 1
