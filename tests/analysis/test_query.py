"""Queries of the analysis protocol: what they mean, and what is said to those that mean nothing."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darkgo.analysis.query import ActionQuery, Query, QueryError, parse
from darkgo.go.points import PASS, Colour

GAME = {"id": "a", "boardXSize": 9, "boardYSize": 9, "moves": [["B", "C3"], ["W", "G7"]], "komi": 6.5}


def query(**fields: Any) -> Query:
    found = parse(json.dumps({**GAME, **fields}))
    assert isinstance(found, Query)
    return found


def test_a_query_is_about_the_position_after_its_moves() -> None:
    (turn,) = query().turns
    assert turn.number == 2
    assert turn.game.to_move is Colour.BLACK
    assert turn.game.board.black.bit_count() == turn.game.board.white.bit_count() == 1
    assert turn.game.rules.komi == 6.5


def test_turns_may_be_named_and_stones_set_up() -> None:
    found = query(
        analyzeTurns=[2, 0],
        initialStones=[["B", "A1"], ["B", "B2"]],
        moves=[["W", "C3"], ["B", "pass"]],
        includePolicy=True,
    )
    assert [turn.number for turn in found.turns] == [2, 0]
    assert [turn.game.to_move for turn in found.turns] == [Colour.WHITE, Colour.WHITE]
    assert found.turns[0].game.last_move == PASS
    assert found.turns[1].game.board.black.bit_count() == 2
    assert found.include_policy


def test_who_begins_is_said_or_seen() -> None:
    assert query(moves=[]).turns[0].game.to_move is Colour.BLACK
    assert query(moves=[], initialStones=[["B", "A1"]]).turns[0].game.to_move is Colour.WHITE
    assert query(moves=[], initialPlayer="white").turns[0].game.to_move is Colour.WHITE
    assert query(moves=[["W", "A1"]], analyzeTurns=[0]).turns[0].game.to_move is Colour.WHITE


def test_moves_can_be_left_out_of_the_answer() -> None:
    found = query(
        avoidMoves=[{"player": "B", "moves": ["C3", "pass"], "untilDepth": 1}],
        allowMoves=[{"player": "W", "moves": ["A1"], "untilDepth": 1}],
    )
    assert found.avoided == {Colour.BLACK: frozenset({6 * 9 + 2, PASS})}
    assert found.allowed == {Colour.WHITE: frozenset({72})}


@pytest.mark.parametrize(
    ("settings", "colour"),
    [
        ({}, Colour.BLACK),
        ({"maxTime": 8.0}, Colour.BLACK),
        ({"reportAnalysisWinratesAs": "BLACK"}, Colour.BLACK),
        ({"reportAnalysisWinratesAs": "white"}, Colour.WHITE),
        ({"reportAnalysisWinratesAs": "SIDETOMOVE"}, None),
    ],
)
def test_whose_win_rates_are_told_is_said(settings: dict[str, Any], colour: Colour | None) -> None:
    assert query(overrideSettings=settings).seen_by is colour
    assert query().seen_by is Colour.BLACK


def test_several_entries_for_a_player_are_taken_together() -> None:
    entries = [
        {"player": player, "moves": [move], "untilDepth": 1}
        for player, move in (("B", "C3"), ("W", "A1"), ("B", "pass"))
    ]
    expected = {Colour.BLACK: frozenset({6 * 9 + 2, PASS}), Colour.WHITE: frozenset({72})}
    assert query(avoidMoves=entries).avoided == expected
    assert query(allowMoves=entries).allowed == expected


def test_what_katrain_sends_is_understood() -> None:
    found = query(
        rules="japanese",
        priority=0,
        analyzeTurns=[2],
        maxVisits=500,
        includeOwnership=True,
        includeMovesOwnership=False,
        includePolicy=True,
        initialStones=[],
        initialPlayer="B",
        overrideSettings={"reportAnalysisWinratesAs": "BLACK", "wideRootNoise": 0.04},
        reportDuringSearchEvery=1,
    )
    assert found.unused == ()
    assert query(somethingNew=1).unused == ("somethingNew",)


@pytest.mark.parametrize(
    ("rules", "suicide"),
    [
        ("japanese", False),
        ("new zealand", True),
        ("Tromp-Taylor", True),
        ("stone_scoring", False),
        ("french", False),
        ({"suicide": True, "ko": "SIMPLE"}, True),
        ({"ko": "POSITIONAL"}, False),
    ],
)
def test_suicide_is_as_the_rules_have_it(rules: object, suicide: bool) -> None:
    (turn,) = query(rules=rules).turns
    assert turn.game.rules.suicide is suicide


def test_an_action_is_no_query() -> None:
    found = parse('{"id": "x", "action": "terminate", "terminateId": "a"}')
    assert isinstance(found, ActionQuery)
    assert (found.id, found.name) == ("x", "terminate")


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"boardXSize": 40}, "boardXSize", "2 to 25"),
        ({"boardXSize": 13}, "boardYSize", "square"),
        ({"boardYSize": None}, "boardYSize", "whole number"),
        ({"boardXSize": True}, "boardXSize", "whole number"),
        ({"komi": 1e400}, "komi", "number"),
        ({"komi": 10**400}, "komi", "number"),
        ({"komi": float("nan")}, "komi", "number"),
        ({"komi": "6.5"}, "komi", "number"),
        ({"komi": 1000}, "komi", "150"),
        ({"moves": "B C3"}, "moves", "list"),
        ({"moves": [["B", "C3"], ["W", "C3"]]}, "moves", "Illegal move 2: C3 is occupied"),
        ({"moves": [["B", "Z30"]]}, "moves", "Z30"),
        ({"moves": [["G", "C3"]]}, "moves", "not a player"),
        ({"moves": [["B"]]}, "moves", "pairs"),
        ({"moves": [["B", 3]]}, "moves", "points"),
        ({"analyzeTurns": [3]}, "analyzeTurns", "0 to 2"),
        ({"analyzeTurns": [True]}, "analyzeTurns", "0 to 2"),
        ({"initialStones": [["B", "pass"]]}, "initialStones", "pass"),
        ({"initialStones": [["B", "C4"], ["W", "C4"]]}, "initialStones", "C4 is occupied"),
        ({"includePolicy": "yes"}, "includePolicy", "true or false"),
        ({"initialPlayer": 1}, "initialPlayer", "not a player"),
        ({"avoidMoves": [{"player": "B"}]}, "avoidMoves", "player and moves"),
        ({"rules": "house"}, "rules", "house"),
        ({"rules": 3}, "rules", "3"),
        ({"includeOwnership": 1}, "includeOwnership", "true or false"),
        ({"overrideSettings": []}, "overrideSettings", "object"),
        ({"overrideSettings": {"reportAnalysisWinratesAs": "RED"}}, "overrideSettings", "BLACK, WHITE"),
        ({"overrideSettings": {"reportAnalysisWinratesAs": None}}, "overrideSettings", "null"),
        ({"action": 5}, "action", "string"),
    ],
)
def test_a_fault_is_named_with_its_field_and_the_query(fields: dict[str, Any], field: str, said: str) -> None:
    with pytest.raises(QueryError, match=said) as refusal:
        parse(json.dumps({**GAME, **fields}))
    assert refusal.value.field == field
    assert refusal.value.id == "a"


def test_stones_without_a_liberty_cannot_be_set_up() -> None:
    stones = [["B", "A1"], ["W", "A2"], ["W", "B1"]]
    with pytest.raises(QueryError, match="liberty"):
        query(initialStones=stones, moves=[])


@pytest.mark.parametrize("line", ["", "{", "[]", "3", '"a"', "null", "[" * 100000, '{"id": 5}', "{}"])
def test_what_is_no_query_is_refused(line: str) -> None:
    with pytest.raises(QueryError):
        parse(line)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-3, 30), st.floats(), st.sampled_from(["B", "C3", "x"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from([*GAME, "initialStones", "analyzeTurns", "action", "avoidMoves", "overrideSettings"]),
        JSON,
    )
)
def test_any_values_are_read_or_refused(fields: dict[str, Any]) -> None:
    with suppress(QueryError):
        assert parse(json.dumps({**GAME, **fields})).id == fields.get("id", "a")
