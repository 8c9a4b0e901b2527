"""Rules in KataGo's notation: a name, or an object of fields. The rules of a game here are `game.Rules`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from darkgo.errors import BadInput, shown
from darkgo.go.game import Rules

FIELDS: Mapping[str, tuple[str, ...]] = {
    "ko": ("SIMPLE", "POSITIONAL", "SITUATIONAL"),
    "suicide": ("FALSE", "TRUE"),
    "scoring": ("AREA", "TERRITORY"),
    "tax": ("NONE", "SEKI", "ALL"),
    "hasButton": ("FALSE", "TRUE"),
    "whiteHandicapBonus": ("0", "N-1", "N"),
    "friendlyPassOk": ("FALSE", "TRUE"),
}
"""The fields that are read, and their possible values in upper case."""


@dataclass(frozen=True, slots=True)
class Ruleset:
    """The fields that DarkGo reads. White's bonus for handicap stones is not read: put it into the komi."""

    ko: str = "SIMPLE"
    """Which repetitions are forbidden: simple ko only, or every earlier position."""
    suicide: bool = False
    scoring: str = "AREA"
    tax: str = "NONE"
    """The tax on eyes: none, on eyes in seki, or on all groups."""
    button: bool = False

    @property
    def is_scored(self) -> bool:
        """Whether DarkGo can count by these rules: plain area, or territory without the eyes in seki."""
        return not self.button and (self.scoring, self.tax) in _TAXES.items()

    def with_field(self, name: str, value: object) -> "Ruleset":
        """The rules with one of KataGo's fields changed. Raises BadInput for an unknown field or value.

        A change of the scoring also sets the tax that is usual for it.
        """
        if name not in FIELDS:
            raise BadInput(f'rules: found "{shown(name)}", expected one of {", ".join(FIELDS)}')
        text = str(value).upper()
        if text not in FIELDS[name]:
            raise BadInput(f'{name}: found "{shown(str(value))}", expected one of {", ".join(FIELDS[name])}')
        match name:
            case "ko":
                return replace(self, ko=text)
            case "suicide":
                return replace(self, suicide=text == "TRUE")
            case "scoring":
                return replace(self, scoring=text, tax=self.tax if text == self.scoring else _TAXES[text])
            case "tax":
                return replace(self, tax=text)
            case "hasButton":
                return replace(self, button=text == "TRUE")
        return self


_TAXES = {"AREA": "NONE", "TERRITORY": "SEKI"}
"""The usual tax of each scoring."""
_TROMP_TAYLOR = Ruleset("POSITIONAL", suicide=True)
_SERVER = Ruleset("POSITIONAL")
_AGA = Ruleset("SITUATIONAL")
_NEW_ZEALAND = Ruleset("SITUATIONAL", suicide=True)
_JAPANESE = Ruleset(scoring="TERRITORY", tax="SEKI")
NAMED: Mapping[str, Ruleset] = {
    "tromptaylor": _TROMP_TAYLOR,
    "chinese": Ruleset(),
    "chineseogs": _SERVER,
    "chinesekgs": _SERVER,
    "japanese": _JAPANESE,
    "korean": _JAPANESE,
    "stonescoring": Ruleset(tax="ALL"),
    "ancientarea": Ruleset(tax="ALL"),
    "ancientterritory": Ruleset(scoring="TERRITORY", tax="ALL"),
    "aga": _AGA,
    "bga": _AGA,
    "french": _AGA,
    "agabutton": replace(_AGA, button=True),
    "newzealand": _NEW_ZEALAND,
    "nz": _NEW_ZEALAND,
}
"""KataGo's named rules. The names are written without blanks, hyphens and underscores."""


def read_rules(value: object, before: Ruleset = NAMED["chinese"]) -> Ruleset:
    """Rules from a name or an object. Fields missing in the object are taken from `before`. Raises
    BadInput."""
    if isinstance(value, Mapping):
        found = before
        # The tax may be given before the scoring, and the scoring would change it.
        for name, wanted in sorted(value.items(), key=lambda field: field[0] == "tax"):
            found = found.with_field(str(name), wanted)
        return found
    name = "".join(filter(str.isalpha, value.lower())) if isinstance(value, str) else ""
    if name not in NAMED:
        raise BadInput(f'rules: found "{shown(str(value))}", expected a name such as chinese, or an object')
    return NAMED[name]


_SPELLED = {
    "jp": _JAPANESE,
    "japan": _JAPANESE,
    "korea": _JAPANESE,
    "china": Ruleset(),
    "ing": Ruleset(),
    "goe": Ruleset(),
    "cn": Ruleset(),
    "kr": _JAPANESE,
    "中国": Ruleset(),
    "中國": Ruleset(),
    "日本": _JAPANESE,
    "韩国": _JAPANESE,
    "韓国": _JAPANESE,
    "韓國": _JAPANESE,
    "한국": _JAPANESE,
    "일본": _JAPANESE,
    "중국": Ruleset(),
}


@cache
def rules_of(text: str) -> Ruleset | None:
    """The rules named at the beginning of a text of RU; None if they are not known."""
    name = "".join(filter(str.isalpha, text.lower()))
    known = {**NAMED, **_SPELLED}
    return next((known[each] for each in sorted(known, key=len, reverse=True) if name.startswith(each)), None)


# From rulesets to the rules of a game, and back

USUAL: Mapping[str, str] = {"chinese": "Chinese", "japanese": "Japanese", "tromptaylor": "Tromp-Taylor"}
"""The rules for new games: their names in `NAMED`, and in SGF. DarkGo plays each of the other known rules
like one of these: Korean like Japanese, AGA like Chinese."""
AREA_KOMI = 6.5
"""If a record does not name its rules and has more komi than this, it was counted by area."""


def exactly(found: Ruleset, komi: float) -> Rules:
    """The rules of a game, as another program names them. Raises BadInput if DarkGo cannot count by them."""
    if not found.is_scored:
        raise BadInput(
            "rules: found a button or an unusual tax, expected area without a tax, "
            "or territory with a tax on eyes in seki"
        )
    return Rules(komi, found.suicide, superko=found.ko != "SIMPLE", territory=found.scoring == "TERRITORY")


def usual(found: Ruleset, komi: float) -> Rules:
    """The rules of a game, as people play it: with area counting, no position may repeat."""
    territory = found.scoring == "TERRITORY"
    return Rules(komi, found.suicide, superko=not territory, territory=territory)


def ruleset_of(rules: Rules) -> Ruleset:
    """The rules of a game in KataGo's notation."""
    scoring = "TERRITORY" if rules.territory else "AREA"
    return Ruleset("POSITIONAL" if rules.superko else "SIMPLE", rules.suicide, scoring, _TAXES[scoring])


def name_of(rules: Rules) -> str:
    """The name in `USUAL` of the rules that come nearest to the rules of a game."""
    if rules.territory:
        return "japanese"
    return "tromptaylor" if rules.suicide and rules.superko else "chinese"


def usual_komi(rules: Rules, handicap: int) -> float:
    """The komi that is usual by these rules."""
    if handicap:
        return 0.5
    return 6.5 if rules.territory else 7.5


def counts_area(komi: float, in_zi: bool) -> bool:
    """Whether a record that does not name its rules was counted by area. Its komi tells, or that its result
    is given in Chinese counting."""
    return in_zi or komi > AREA_KOMI


def rules_of_record(name: str, komi: float | None, *, in_zi: bool, is_even: bool) -> Rules:
    """The rules of a record: those that its text of RU names, else those that fit its komi and its result.

    `in_zi`: whether the result is given in Chinese counting. Many collections write komi 0 if it is unknown.
    So komi 0 tells nothing in an even game.
    """
    points = komi or 0
    if found := rules_of(name):
        return usual(found, points)
    is_known = bool(komi) or (komi == 0 and not is_even)
    by_territory = is_known and not counts_area(points, in_zi)
    return usual(NAMED["japanese" if by_territory else "chinese"], points)
