"""Rules in KataGo's notation: a name, or an object of fields. The rules of a game here are `game.Rules`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from darkgo.errors import BadInput, shown

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
    """The fields that DarkGo reads. White's bonus points for handicap stones are not read: set the komi."""

    ko: str = "SIMPLE"
    """Which repetitions are forbidden: simple ko only, or every earlier position."""
    suicide: bool = False
    scoring: str = "AREA"
    tax: str = "NONE"
    """The tax on eyes: none, on eyes in seki, or on all groups."""
    button: bool = False

    @property
    def counts_area(self) -> bool:
        """Whether the score is the plain area, which is how DarkGo counts."""
        return (self.scoring, self.tax, self.button) == ("AREA", "NONE", False)

    def with_field(self, name: str, value: object) -> "Ruleset":
        """The rules with one of KataGo's fields changed. Raises BadInput for an unknown field or value."""
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
                return replace(self, scoring=text)
            case "tax":
                return replace(self, tax=text)
            case "hasButton":
                return replace(self, button=text == "TRUE")
        return self


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
        for name, wanted in value.items():
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
    """The rules that a text of RU begins with; None if they are not known."""
    name = "".join(filter(str.isalpha, text.lower()))
    known = {**NAMED, **_SPELLED}
    return next((known[each] for each in sorted(known, key=len, reverse=True) if name.startswith(each)), None)
