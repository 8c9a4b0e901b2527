"""Rules as other programs name them."""

import pytest

from darkgo.errors import BadInput
from darkgo.go.rulesets import Ruleset, read_rules


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("chinese", Ruleset()),
        ("Chinese-OGS", Ruleset("POSITIONAL")),
        ("tromp-taylor", Ruleset("POSITIONAL", suicide=True)),
        ("new_zealand", Ruleset("SITUATIONAL", suicide=True)),
        ("japanese", Ruleset(scoring="TERRITORY", tax="SEKI")),
        ("aga-button", Ruleset("SITUATIONAL", button=True)),
        ({"suicide": True, "ko": "positional"}, Ruleset("POSITIONAL", suicide=True)),
        ({"tax": "ALL", "hasButton": True}, Ruleset(tax="ALL", button=True)),
        ({"whiteHandicapBonus": "N-1", "friendlyPassOk": False, "scoring": "AREA"}, Ruleset()),
        ({"whiteHandicapBonus": 0}, Ruleset()),
        ({}, Ruleset()),
    ],
)
def test_rules_are_read(value: object, found: Ruleset) -> None:
    assert read_rules(value) == found


def test_what_is_not_said_stays_as_it_was() -> None:
    before = Ruleset("POSITIONAL", suicide=True)
    assert read_rules({"ko": "SIMPLE"}, before) == Ruleset("SIMPLE", suicide=True)
    assert read_rules("chinese", before) == Ruleset()


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("house", "house"),
        (3, "3"),
        (None, "None"),
        ([], "rules"),
        ({"ko": "NONE"}, "ko: found"),
        ({"suicide": "perhaps"}, "suicide: found"),
        ({"scoring": 3}, "scoring: found"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_other_rules_are_refused(value: object, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        read_rules(value)


@pytest.mark.parametrize(
    ("name", "scored"),
    [("aga", True), ("korean", True), ("stone_scoring", False), ("ancientterritory", False)],
)
def test_whether_it_can_be_counted_so(name: str, scored: bool) -> None:
    assert read_rules(name).is_scored is scored
    assert not read_rules("aga-button").is_scored
