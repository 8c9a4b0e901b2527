"""Results as they are written in several languages: who won, how the game ended, and by how much.

Most files have `RE[B+2.5]` or `RE[W+R]`. Official Japanese, Chinese and Korean records have
`RE[白中押し勝ち]`, `RE[黑胜1又3/4子]`, `RE[백 3집반승]` and the like. A text that matches no pattern is not
interpreted.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from darkgo.go.points import Colour
from darkgo.go.wording import AMOUNT, in_amount_order, is_zi, normalised, points_of, unit_of


class EndingKind(StrEnum):
    """How a game ended. The letters are those of the tables of games."""

    COUNTED = "C"
    RESIGNED = "R"
    TIME = "T"
    FORFEIT = "F"
    VOID = "V"
    UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Result:
    """What a text of RE says."""

    winner: Colour | None
    """None for a draw, no result, and a text that is not understood or contradicts itself."""
    ending: EndingKind
    margin: float | None
    """Black's points minus White's, with komi. 0 for a draw. None if the text does not tell."""
    in_zi: bool = False
    """Whether the margin is given in units of Chinese counting."""
    is_contradictory: bool = False
    """Whether the text names both players as the winner, or a winner by 0 points."""


_COLOURS = {"b": Colour.BLACK, "w": Colour.WHITE} | dict.fromkeys("黑黒흑", Colour.BLACK)
_COLOURS |= dict.fromkeys("白백", Colour.WHITE)
_ALONE = re.compile(r"(?P<colour>b|w)(?:lack|hite)?")
_CLAIMS = (
    re.compile(r"(?<![a-z])(?P<colour>b|w)(?:lack|hite)?\s*(?:(?P<won>\+|wins?\b|won\b)|(?P<lost>(?!)))"),
    re.compile(
        r"(?<![a-z])(?P<colour>b|w)(?:lack|hite)?\s*"
        r"(?:(?P<won>(?!))|(?P<lost>resign(?:s|ed)?|loses?|lost|forfeit(?:s|ed)?)\b)"
    ),
    re.compile(
        r"(?P<colour>[黑黒흑白백])[^黑黒흑白백]*?"
        r"(?:(?P<won>[胜勝](?![负負])|승(?!부)|赢|贏)|(?P<lost>(?<![胜勝])[负負]|패|输|輸|败|敗|投了|投子|기권))"
    ),
)
_ENDINGS = (
    (EndingKind.RESIGNED, re.compile(r"\+\s*r(?:es|$|\b)|resign|中[盘盤押]|불계|认输|認輸|投了|投子|기권")),
    (EndingKind.TIME, re.compile(r"\+\s*t(?:ime|$|\b)|\btime|超[时時]|[时時][间間]|시간")),
    (
        EndingKind.FORFEIT,
        re.compile(
            r"\+\s*f(?:orf|$|\b)|forfeit|illegal|反[则則]|违规|違規|犯规|弃权|棄[权権]|不[战戦]|반칙|실격"
        ),
    ),
)
_AMOUNT = re.compile(rf"(?P<lead>\+\s*|\bby\s+)?(?<![\d.,/])(?=\d){AMOUNT}(?![\d/]|[.,]\d)")
_DRAW = re.compile(r"0|draw|jigo|持碁|ジゴ|和(?:棋|局)?|무승부|빅")
_VOID = re.compile(
    r"void|no result|unfinished|suspended|both (?:lost|lose)|双方.*|.*[无無](?:胜负|勝負)|.*勝負なし|"
    r"胜负未分|打ち?掛け?|暂停|封.*"
)


@lru_cache(4096)  # the games of a collection repeat the same texts
def read_result(text: str) -> Result:
    """The result from the text of RE."""
    text = normalised(text)
    if _DRAW.fullmatch(text):
        return Result(None, EndingKind.COUNTED, 0.0)
    if _VOID.fullmatch(text):
        return Result(None, EndingKind.VOID, None)
    winners = _winners(text)
    if len(winners) != 1:
        return Result(None, EndingKind.UNKNOWN, None, is_contradictory=len(winners) > 1)
    (winner,) = winners
    for ending, pattern in _ENDINGS:
        if pattern.search(text):
            return Result(winner, ending, None)
    amount, in_zi = _amount(text)
    if amount == 0:
        return Result(None, EndingKind.UNKNOWN, None, is_contradictory=True)
    if amount is None:
        return Result(winner, EndingKind.UNKNOWN, None)
    return Result(winner, EndingKind.COUNTED, amount * winner, in_zi)


def says_no_winner(text: str) -> bool:
    """Whether a text of RE names no winner: a draw, a game without result, or an empty text."""
    text = normalised(text)
    return text in ("", "?") or bool(_DRAW.fullmatch(text) or _VOID.fullmatch(text))


def _winners(text: str) -> set[Colour]:
    """The players whom the text names as the winner: none, one, or both if it contradicts itself."""
    if match := _ALONE.fullmatch(text):
        return {_COLOURS[match["colour"]]}
    return {
        _COLOURS[match["colour"]] if match["won"] else _COLOURS[match["colour"]].other
        for pattern in _CLAIMS
        for match in pattern.finditer(text)
    }


def _amount(text: str) -> tuple[float | None, bool]:
    """The points by which the game was won, None if that is not clear. Also whether they are given in zi."""
    found = set()
    for match in _AMOUNT.finditer(in_amount_order(text)):
        if match["lead"] or unit_of(match):
            number = points_of(match)
            # A margin in quarters is given in zi: no margin in points has quarters.
            in_quarters = not unit_of(match) and number * 4 % 2 == 1
            found.add((2 * number if in_quarters else number, in_quarters or is_zi(match)))
    if len(found) != 1:
        return None, False
    ((number, in_zi),) = found
    return (number, in_zi) if number * 2 == round(number * 2) else (None, False)
