"""Komi as it is written in several languages, and the numbers in such texts.

Most files have `KM[6.5]`. Official Japanese and Chinese records have `KO[黒6目半]`, `KM[3又3/4子]` and the
like. Texts are matched against tables and patterns. A text that matches none of them is not interpreted.
Results are read by `darkgo.go.result`.
"""

import re
import unicodedata
from functools import lru_cache

MOST = 50
"""The largest komi that is accepted, in points."""

# Numbers

_FRACTIONS = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4"}
_ONE_TO_NINE = ("一壱壹", "二弐貳两兩", "三参參", "四", "五伍", "六", "七", "八", "九")
_NUMERALS = dict.fromkeys("〇零", 0) | {
    numeral: value for value, numerals in enumerate(_ONE_TO_NINE, 1) for numeral in numerals
}
_TENS = {"十": 10, "拾": 10, "百": 100}
_HAN_NUMBER = re.compile(f"[{''.join((*_NUMERALS, *_TENS))}]+")
_KOREAN_NUMBERS = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9,
    "일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9,
}  # fmt: skip
_KOREAN_NUMBER = re.compile(f"(?:{'|'.join(_KOREAN_NUMBERS)})(?=집|목|호)")


def normalised(text: str) -> str:
    """The text in lower case, with full-width, Chinese and Korean numbers replaced by ASCII digits."""
    if text.isascii():
        return text.lower().strip()
    for sign, fraction in _FRACTIONS.items():
        text = text.replace(sign, fraction)
    text = unicodedata.normalize("NFKC", text).lower().replace("\u2044", "/")
    text = _HAN_NUMBER.sub(lambda match: str(_han_number(match[0])), text)
    return _KOREAN_NUMBER.sub(lambda match: str(_KOREAN_NUMBERS[match[0]]), text).strip()


def _han_number(text: str) -> int:
    total, digits = 0, 0
    for letter in text:
        if letter in _TENS:
            total += (digits or 1) * _TENS[letter]
            digits = 0
        else:
            digits = 10 * digits + _NUMERALS[letter]
    return total + digits


# Komi

_FILLERS = re.compile(
    r"komi|コミ|[贴貼][目子]?|덤|black|white|先番|先|黑|黒|白|흑|백|gives|gets|出し|出|给|給|付|=|:",
    re.IGNORECASE,
)
_NONE = frozenset(("none", "no", "無", "無し", "无", "没有", "なし", "ナシ", "없음", "0"))
_REVERSED = re.compile(r"逆|倒|reverse|역")
_HALF = "半|반|half"
_UNIT = r"目|点|點|집|목|호|points?|pts?|moku|子|zi"
_ZI = frozenset(("子", "zi"))
"""Units of Chinese counting. Each is two points."""
_REWRITTEN = (
    (re.compile(r"(\d+)\s*分(?:之|の)\s*(\d+)"), r"\2/\1"),
    (re.compile(rf"(?<![\d目点點子집목호])({_HALF})\s*({_UNIT})"), r"0\2\1"),
    (re.compile(rf"(\d)\s*({_HALF})\s*({_UNIT})"), r"\1\3\2"),
    (re.compile(r"(\d) and a half"), r"\1half"),
)
AMOUNT = (
    rf"(?P<whole>\d{{1,4}}(?:[.,]\d{{1,4}})?)?(?P<unit>{_UNIT})?\s*"
    r"(?:(?:又|と|and|\s)?\s*(?P<above>\d)/(?P<below>[1-9]))?\s*"
    rf"(?P<unit2>{_UNIT})?\s*(?P<half>{_HALF})?"
)
"""A pattern of an amount of points in a text from `in_amount_order`. It matches the empty text, too."""
_KOMI = re.compile(rf"(?P<sign>[-+])?{AMOUNT}")
_DECIMAL_FIRST = re.compile(r"[-+]?[0-9]{1,4}[.,][0-9]{1,4}(?![0-9.,e])[^0-9/]*")
_WHOLE_FIRST = re.compile(r"[-+]?[0-9]{1,4}\s*[(,;][^0-9/]*")


@lru_cache(1024)  # the games of a collection repeat the same texts
def read_komi(text: str) -> float | None:
    """White's komi in points; None if the text gives none or cannot be interpreted.

    The text may have a decimal comma, fractions, hundredths (650), words, or Chinese zi, which count double
    (375, 3.75, 3又3/4子).
    """
    text = normalised(text)
    sign = -1 if _REVERSED.search(text) else 1
    text = _FILLERS.sub("", _REVERSED.sub("", text)).strip()
    if text in _NONE:
        return 0.0
    text = in_amount_order(text)
    match = _KOMI.fullmatch(text)
    if match and (match["whole"] or match["above"]):
        komi = points_of(match)
        if not unit_of(match):
            komi = _guessed(komi)
        komi = -komi if match["sign"] == "-" else komi
    elif (_DECIMAL_FIRST.fullmatch(text) or _WHOLE_FIRST.fullmatch(text)) and not re.search(_HALF, text):
        komi = _guessed(float(re.match(r"[-+]?[0-9]+([.,][0-9]+)?", text)[0].replace(",", ".")))  # type: ignore[index]
    else:
        return None
    komi *= sign
    return komi if komi * 2 == round(komi * 2) and abs(komi) <= MOST else None


def in_amount_order(text: str) -> str:
    """A normalised text with fractions and halves in the order that `AMOUNT` expects."""
    for pattern, new in _REWRITTEN:
        text = pattern.sub(new, text)
    return text


def unit_of(match: re.Match[str]) -> str:
    """The unit of a match of `AMOUNT`; empty if it has none."""
    return match["unit"] or match["unit2"] or ""


def is_zi(match: re.Match[str]) -> bool:
    """Whether the unit of a match of `AMOUNT` is that of Chinese counting."""
    return unit_of(match) in _ZI


def points_of(match: re.Match[str]) -> float:
    """The points of a match of `AMOUNT`. Without a unit, the number as it is."""
    number = float((match["whole"] or "0").replace(",", "."))
    if match["above"]:
        number += int(match["above"]) / int(match["below"])
    if match["half"]:
        # The word "half" adds 0.5 to a whole number, and 0.25 to a number that ends in a fraction.
        number += 0.5 if number == int(number) else 0.25
    if is_zi(match):
        number = 2 * (number / 100 if number >= 100 else number)
    return number


def _guessed(number: float) -> float:
    """Points, from a number without a unit."""
    if abs(number) >= 100:
        number /= 100
    # A komi in quarters is given in zi: no komi in points has quarters.
    return 2 * number if 2 <= number < 4 and number * 4 % 2 == 1 else number
