"""KataGo's commands for rules and search parameters. Clients use them if the engine's name begins with
KataGo.

Of the search parameters only maxVisits has an effect, and only on analyses. The others are stored, so that
clients can read back what they set.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from darkgo.engine.report import SAMPLES
from darkgo.errors import BadInput, shown
from darkgo.go.rulesets import Ruleset, exactly, read_rules, ruleset_of
from darkgo.gtp import arguments
from darkgo.gtp.state import CommandFunction, EngineState

_MANY = 10**9


@dataclass(frozen=True, slots=True)
class SearchParameter:
    """A numeric search parameter."""

    usual: float
    least: float
    most: float
    is_whole: bool = False


PARAMETERS: Mapping[str, SearchParameter] = {
    "playoutDoublingAdvantage": SearchParameter(0, -3, 3),
    "analysisWideRootNoise": SearchParameter(0, 0, 5),
    "maxVisits": SearchParameter(SAMPLES, 1, _MANY, is_whole=True),
    "maxPlayouts": SearchParameter(SAMPLES, 1, _MANY, is_whole=True),
    "maxTime": SearchParameter(_MANY, 0, _MANY),
    "numSearchThreads": SearchParameter(1, 1, 4096, is_whole=True),
}


def kata_list_params(state: EngineState) -> str:
    """The names of the search parameters, in one line."""
    return " ".join(PARAMETERS)


def kata_get_param(state: EngineState, parameter: str) -> str:
    """The value of a search parameter."""
    return f"{state.search.get(parameter, _parameter(parameter).usual):.10g}"


def kata_set_param(state: EngineState, parameter: str, value: str) -> str:
    """Stores the value of a search parameter."""
    known = _parameter(parameter)
    if known.is_whole:
        state.search[parameter] = arguments.whole(value, int(known.least), int(known.most), parameter)
    else:
        state.search[parameter] = arguments.number(value, known.least, known.most, parameter)
    return ""


def _parameter(name: str) -> SearchParameter:
    if name not in PARAMETERS:
        raise BadInput(f'found no parameter "{shown(name)}", expected one of {", ".join(PARAMETERS)}')
    return PARAMETERS[name]


def kata_get_rules(state: EngineState) -> str:
    """The present rules, as a JSON object."""
    rules = _ruleset(state)
    fields = {
        "friendlyPassOk": True,
        "hasButton": rules.button,
        "ko": rules.ko,
        "scoring": rules.scoring,
        "suicide": rules.suicide,
        "tax": rules.tax,
        "whiteHandicapBonus": "0",
    }
    return json.dumps(fields, separators=(",", ":"))


def kata_set_rules(state: EngineState, *rules: str) -> str:
    """Sets rules by name, or by a JSON object. White's bonus for handicap stones is ignored: set the komi."""
    text = " ".join(rules)
    value: object = text
    if text.startswith("{"):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BadInput(f"rules: could not parse as JSON: {error}") from None
    return _take(state, read_rules(value, _ruleset(state)))


def kata_set_rule(state: EngineState, rule: str, value: str) -> str:
    """Changes one of the rules."""
    return _take(state, _ruleset(state).with_field(rule, value))


def _ruleset(state: EngineState) -> Ruleset:
    return ruleset_of(state.session.game.rules)


def _take(state: EngineState, found: Ruleset) -> str:
    session = state.session
    session.set_rules(exactly(found, session.game.rules.komi))
    return ""


def stop(state: EngineState) -> str:
    """Does nothing itself, because every command ends a running analysis."""
    return ""


COMMANDS: dict[str, CommandFunction] = {
    "kata-list-params": kata_list_params,
    "kata-get-param": kata_get_param,
    "kata-set-param": kata_set_param,
    "kata-get-rules": kata_get_rules,
    "kata-set-rules": kata_set_rules,
    "kata-set-rule": kata_set_rule,
    "stop": stop,
}
