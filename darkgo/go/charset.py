"""The character set of an SGF file, and its bytes as text.

The declared character set is used if Python knows it and the bytes fit it. Otherwise `charset_guess.py`
guesses from the text. Text is decoded only for display. The bytes of the file are kept and written back, so a
wrong guess does no harm.
"""

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache

from darkgo.errors import shown
from darkgo.go.charset_guess import guess

# Files often declare a standard set but use its superset, from Microsoft or from a later standard.
_LARGER = {
    "ascii": ("utf-8",),
    "gb2312": ("gb18030",),
    "gbk": ("gb18030",),
    "shift_jis": ("cp932",),
    "euc_kr": ("cp949",),
    "big5": ("cp950", "big5hkscs"),
    "cp950": ("cp950", "big5hkscs"),
    "euc_jp": ("euc_jp", "euc_jis_2004"),
    "iso8859-1": ("cp1252", "latin_1"),
    "cp1252": ("cp1252", "latin_1"),
}
_UNKNOWN_TO_PYTHON = {"windows31j": "cp932", "windows949": "cp949", "xwindows949": "cp949"}
_NOT_OF_FILES = frozenset(("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"))
_SYNTAX = b"(;GM[1]B[aa])"

_DECLARED = re.compile(rb"(?<![A-Za-z])(?:CA|ca)\s*\[\s*([^]]*?)\s*\]")
_LONG_UTF8 = re.compile(rb"[\xe0-\xf4][\x80-\xbf]{2}")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf_32_le"),
    (codecs.BOM_UTF32_BE, "utf_32_be"),
    (codecs.BOM_UTF16_LE, "utf_16_le"),
    (codecs.BOM_UTF16_BE, "utf_16_be"),
    (b"(\0;\0", "utf_16_le"),
    (b"\0(\0;", "utf_16_be"),
    (b"(\0\r\0", "utf_16_le"),
    (b"(\0\n\0", "utf_16_le"),
)
_SHIFTED = re.compile(rb"\x1b\$[@B]")
"""The escape sequence that starts kanji in ISO-2022-JP, a character set of old mail."""
_SEVEN_BITS = ("iso2022_", "hz", "utf_7", "utf-7")

# In these sets the second byte of a character may be a bracket or a backslash.
_CHINESE = rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]"
_JAPANESE = rb"[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]"
_PAIRS = {
    "gb18030": _CHINESE,
    "cp950": _CHINESE,
    "big5hkscs": _CHINESE,
    "cp932": _JAPANESE,
    "shift_jis_2004": _JAPANESE,
    "shift_jisx0213": _JAPANESE,
    "johab": rb"[\x84-\xf9][\x31-\x7e\x81-\xfe]",
}
# A "]" that is followed by valid SGF is a bracket. The byte before it is then half of a truncated character.
_NOT_A_BRACKET = rb"(?!(?<=\])\s*(?:[;()]|[A-Z]{1,2}\s*\[|\Z))"


@dataclass(frozen=True, slots=True)
class Charset:
    """A character set that contains ASCII, so that a bracket is written as its ASCII byte."""

    codec: str = "utf-8"
    """Python's name of the codec."""
    is_certain: bool = True
    """Whether the character set is certain: the file declares it, or no other set is possible."""
    remark: str = ""
    """One line on the text that could not be decoded; empty if there is none."""

    def text(self, raw: bytes) -> str:
        """Decode bytes. Bytes that cannot be decoded become U+FFFD."""
        return raw.decode(self.codec, "replace")

    def masked(self, data: bytes, *, cut: bool = False) -> bytes:
        """The data with every two-byte character replaced by two 0xFF bytes; the length stays the same.

        Otherwise the second byte of such a character could be taken for a bracket. With `cut`, a character
        may have lost its second byte.
        """
        pair = _PAIRS.get(self.codec)
        return data if pair is None else re.sub(pair + (_NOT_A_BRACKET if cut else b""), b"\xff\xff", data)


@dataclass(frozen=True, slots=True)
class Readable:
    """A file in an encoding that contains ASCII, so that its brackets can be found."""

    data: bytes
    charset: Charset
    file_codec: str = ""
    """The codec to encode the data in when the file is written; empty if `data` is as in the file."""
    is_lossy: bool = False
    """Whether `data` is UTF-8 from which the file's own bytes cannot be restored."""


def readable(data: bytes) -> Readable:
    """A file in its own bytes where possible, else in UTF-8. Never raises."""
    file_codec = _file_codec(data)
    if not file_codec:
        return Readable(data, charset_of(data))
    text = data.decode(file_codec, "replace").encode("utf-8", "replace")
    try:
        is_same = text.decode().encode(file_codec) == data
    except UnicodeEncodeError:
        is_same = False
    if is_same:
        return Readable(text, Charset(), file_codec)
    return Readable(text, Charset(remark=f"some of the text is not {file_codec}"), is_lossy=True)


def _file_codec(data: bytes) -> str:
    """The codec of a file in which the byte of a bracket may be part of another character, such as UTF-16;
    else empty."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if not data.isascii():
        return ""
    name = _declared(data)
    if name.startswith(_SEVEN_BITS):
        return name
    return "iso2022_jp_2" if b"\x1b" in data and _SHIFTED.search(data) else ""


def declarations(data: bytes) -> set[bytes]:
    """All declared character set names, in lower case."""
    return {name.lower() for name in _DECLARED.findall(data)} if b"CA" in data else set()


def charset_of(data: bytes) -> Charset:
    """The character set of a file, or of one game of a file."""
    declared = _declared(data)
    if data.isascii():
        return Charset(_larger(declared)[0] if declared else "utf-8")
    # Two bytes of an East Asian character may look like UTF-8, but hardly three in a row.
    by_chance = not _LONG_UTF8.search(data)
    if _fits(data, "utf-8") and not (
        by_chance and any(_fits(data, name) for name in _larger_if_double_byte(declared))
    ):
        return Charset()
    for name in _larger(declared):
        if _fits(data, name):
            return Charset(name)
    for name in _larger(declared)[:1]:
        text = data.decode(name, "replace")
        bad = text.count("\ufffd")
        good = sum(letter > "\x7f" for letter in text) - bad
        if bad <= good if name == "utf-8" else 5 * bad <= good:
            return Charset(name, is_certain=False, remark=_bad(bad, name))
    return _guessed(data, declared)


def _guessed(data: bytes, declared: str) -> Charset:
    name = guess(data)
    bad = data.decode(name, "replace").count("\ufffd")
    said = _DECLARED.search(data)
    if bad:
        remark = _bad(bad, name)
    elif said and said[1]:
        why = "does not fit" if declared else "is not known"
        remark = f"CA[{shown(said[1].decode('ascii', 'replace'))}] {why}: the text is read as {name}"
    else:
        remark = f"no CA: the text is read as {name}; if that is wrong, add CA to the file's root"
    return Charset(name, is_certain=False, remark=remark)


def _bad(count: int, name: str) -> str:
    return f"{count} {'bytes are' if count > 1 else 'byte is'} not {name} and shown as \ufffd"


def _declared(data: bytes) -> str:
    """Python's name of the declared character set; empty if none is declared or known."""
    found = _DECLARED.search(data) if b"CA" in data else None
    return _known(found[1]) if found else ""


@lru_cache(256)
def _known(said_raw: bytes) -> str:
    said = said_raw.decode("ascii", "replace").lower()
    letters = re.sub(r"[^a-z0-9]", "", said)
    for name in (_UNKNOWN_TO_PYTHON.get(letters, said), said.removeprefix("x-"), letters):
        try:
            codec = codecs.lookup(name).name
            if codec.replace("-", "_") not in _NOT_OF_FILES and _SYNTAX.decode(codec) == _SYNTAX.decode():
                return codec
        except (LookupError, ValueError, TypeError):
            continue
    return ""


def _larger(name: str) -> tuple[str, ...]:
    return _LARGER.get(name, (name,) if name else ())


def _larger_if_double_byte(name: str) -> tuple[str, ...]:
    """The supersets of a two-byte set, as `_larger` gives them; none for other sets."""
    larger = _larger(name)
    return larger if set(larger) & {*_PAIRS, "cp949", "euc_jp"} else ()


def _fits(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except ValueError:
        return False
    return True
