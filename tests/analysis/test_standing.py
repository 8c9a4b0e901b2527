"""Win rate, score and ownership of a whole game, as KaTrain reads them."""

import io
import json
from typing import Any

import pytest

from darkgo.analysis.loop import AnalysisEngine, run
from darkgo.engine.values import VALUED_MOVES
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour, parse_point
from darkgo.model.evaluation import Evaluation, Evaluator, Position
from tests.evaluators import NearestStones, Steady

MOVES = [["B", "C3"], ["W", "G7"], ["B", "G3"], ["W", "C7"], ["B", "E5"], ["W", "pass"], ["B", "D7"]]
GAME: dict[str, Any] = {
    "id": "game",
    "boardXSize": 9,
    "boardYSize": 9,
    "komi": 6.5,
    "rules": "japanese",
    "moves": MOVES,
    "analyzeTurns": [*range(len(MOVES) + 1)],
    "includeOwnership": True,
    "includePolicy": True,
}
TOLERANCE = 1e-4


def asked(evaluator: Evaluator, **fields: Any) -> list[dict[str, Any]]:
    out = io.StringIO()
    run(evaluator, False, io.StringIO(json.dumps({**GAME, **fields})), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def black(game: Game) -> tuple[float, float, list[float]]:
    """Win rate, lead and ownership of Black, from the network itself."""
    (found,) = NearestStones().evaluate([Position.of(game)])
    sign, komi = game.to_move.value, game.rules.komi
    if game.rules.territory:
        # No stone is captured in this game. After a pass nobody is expected to move once more.
        komi += game.board.black.bit_count() - game.board.white.bit_count()
        komi += 0 if game.last_move == PASS else sign / 2
    rate = found.win_rate(-komi * sign)
    assert found.ownership is not None
    own = (found.ownership * sign).tolist()
    return (rate if sign > 0 else 1 - rate), found.margin * sign - komi, own


@pytest.mark.parametrize("rules", ["japanese", "chinese"])
@pytest.mark.parametrize("perspective", ["BLACK", "WHITE", "SIDETOMOVE", None])
def test_a_whole_game_has_score_win_rate_and_ownership(perspective: str | None, rules: str) -> None:
    settings = {"overrideSettings": {"reportAnalysisWinratesAs": perspective}} if perspective else {}
    found = asked(NearestStones(), rules=rules, **settings)
    assert [answer["turnNumber"] for answer in found] == [*range(len(MOVES) + 1)]
    game = Game(9, Rules(komi=6.5, territory=rules == "japanese"))
    for answer, move in zip(found, [*MOVES, None], strict=True):
        rate, lead, own = black(game)
        is_white = perspective == "WHITE" or (perspective == "SIDETOMOVE" and game.to_move is Colour.WHITE)
        sign = -1 if is_white else 1
        root = answer["rootInfo"]
        assert root["winrate"] == pytest.approx(1 - rate if is_white else rate, abs=TOLERANCE)
        assert root["scoreLead"] == pytest.approx(sign * lead, abs=TOLERANCE)
        assert root["scoreStdev"] > 0
        assert root["currentPlayer"] == game.to_move.name[0]
        assert answer["ownership"] == pytest.approx([sign * share for share in own], abs=TOLERANCE)
        _moves_have_values(answer, game, sign)
        if move:
            game.play(parse_point(move[1], 9))


def _moves_have_values(answer: dict[str, Any], game: Game, sign: int) -> None:
    moves = answer["moveInfos"]
    assert [move["order"] for move in moves] == [*range(len(moves))]
    assert 0 < len(moves) <= VALUED_MOVES
    for move in moves:
        after = game.snapshot()
        after.play(parse_point(move["move"], 9))
        rate, lead, _ = black(after)
        assert move["scoreLead"] == move["scoreMean"] == pytest.approx(sign * lead, abs=TOLERANCE)
        assert move["winrate"] == pytest.approx(1 - rate if sign < 0 else rate, abs=TOLERANCE)
        assert move["lcb"] == move["winrate"]


def test_the_value_of_a_move_is_that_of_the_next_turn_if_it_is_played() -> None:
    found = asked(NearestStones(), analyzeTurns=[0])
    first = found[0]["moveInfos"][0]
    (next_turn,) = asked(NearestStones(), moves=[["B", first["move"]]], analyzeTurns=[1])
    assert first["scoreLead"] == pytest.approx(next_turn["rootInfo"]["scoreLead"], abs=TOLERANCE)


def test_ownership_after_each_move_is_told_if_it_is_asked_for() -> None:
    (found,) = asked(NearestStones(), analyzeTurns=[3], includeMovesOwnership=True, rules="chinese")
    for move in found["moveInfos"]:
        assert sum(move["ownership"]) - 6.5 == pytest.approx(move["scoreLead"], abs=0.01)
    (without,) = asked(NearestStones(), analyzeTurns=[3])
    assert "ownership" not in without["moveInfos"][0]


def test_only_moves_that_are_allowed_have_values() -> None:
    only = [{"player": "B", "moves": ["A1", "J9"], "untilDepth": 1}]
    (found,) = asked(NearestStones(), analyzeTurns=[4], allowMoves=only)
    assert sorted(move["move"] for move in found["moveInfos"]) == ["A1", "J9"]
    assert all(move["scoreLead"] != 0 for move in found["moveInfos"])


class Counting(NearestStones):
    """Counts the calls."""

    calls = 0

    def evaluate(self, positions: list[Position]) -> list[Evaluation]:  # type: ignore[override]
        """As `Evaluator` says."""
        self.calls += 1
        return super().evaluate(positions)


def test_a_line_that_arrives_is_read_before_the_next_turn_is_evaluated() -> None:
    written: list[dict[str, Any]] = []
    network = Counting()
    analysis = AnalysisEngine(network, False, written.append)
    analysis.take(json.dumps(GAME))
    arrived = iter([False, True])
    analysis.work(lambda: next(arrived))
    assert [answer["turnNumber"] for answer in written] == [0, 1]
    calls = network.calls
    analysis.take(
        json.dumps({"id": "t", "action": "terminate", "terminateId": "game", "turnNumbers": [3, 5]})
    )
    analysis.work()
    assert network.calls > calls
    assert [answer["turnNumber"] for answer in written[:5] if "noResults" in answer] == [3, 5]
    assert [answer["turnNumber"] for answer in written if "rootInfo" in answer] == [0, 1, 2, 4, 6, 7]
    assert analysis.is_idle


def test_a_network_that_does_not_judge_says_so_once() -> None:
    said: list[str] = []
    written: list[dict[str, Any]] = []
    analysis = AnalysisEngine(Steady(), False, written.append, said.append)
    analysis.take(json.dumps(GAME))
    analysis.work()
    assert len(said) == 1
    assert "win rate" in said[0]
    assert {answer["rootInfo"]["winrate"] for answer in written} == {0.5}
    assert not any("ownership" in answer for answer in written)
