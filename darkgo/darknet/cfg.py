"""Darknet's `.cfg` files: sections of `key=value` lines, checked against a table of what each may hold."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from darkgo.darknet.keys import KEYS, REFUSED, TYPE_NAMES, Key, Keys, Value
from darkgo.errors import BadInput


@dataclass(frozen=True)
class Section:
    """One `[name]` of a cfg with every key it allows: the file's values, and defaults for the others."""

    name: str
    path: str
    line: int
    options: Mapping[str, Value]
    lines: Mapping[str, int]
    keys: Mapping[str, Key]

    def integer(self, key: str) -> int:
        value = self.options[key]
        assert isinstance(value, int)
        return value

    def number(self, key: str) -> float:
        value = self.options[key]
        assert isinstance(value, int | float)
        return float(value)

    def word(self, key: str) -> str:
        return str(self.options[key])

    def numbers(self, key: str) -> tuple[float, ...]:
        value = self.options[key]
        assert isinstance(value, tuple)
        return value

    def error(self, found: str, expected: str, key: str | None = None) -> BadInput:
        """The error for a value of this section: file, line of `key` or of the section, found, expected."""
        line = self.lines.get(key, self.line) if key else self.line
        return BadInput(f"{self.path}:{line}: [{self.name}] {found}; expected {expected}")


def read_cfg(path: Path, keys: Keys = KEYS) -> tuple[Section, ...]:
    """The sections of the file, `[net]` first. `keys` names the sections that may occur.

    Raises BadInput with file and line for anything unknown.
    """
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise BadInput(f"{path}: cannot read this cfg file: {error.strerror}") from None
    return parse_cfg(text, str(path), keys)


def parse_cfg(text: str, path: str, keys: Keys = KEYS) -> tuple[Section, ...]:
    """As `read_cfg`, from the text of a file; `path` is only named in errors."""
    found: list[tuple[str, int, dict[str, tuple[str, int]]]] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.split("#")[0].split(";")[0].strip()
        if not line:
            continue
        if line.startswith("["):
            name = line.strip("[]").strip()
            name = "net" if name == "network" else name
            if not line.endswith("]") or name not in keys:
                raise BadInput(f"{path}:{number}: unknown section {line}; expected one of {_listed(keys)}")
            found.append((name, number, {}))
            continue
        key, equals, value = (part.strip() for part in line.partition("="))
        if not equals or not key or not value:
            raise BadInput(f"{path}:{number}: found {line!r}; expected [section] or key=value")
        if not found:
            raise BadInput(f"{path}:{number}: found {line!r} before any section; expected [net]")
        name, _, options = found[-1]
        known = keys[name].keys
        if key not in known:
            what = "a key of darknet that DarkGo does not implement" if key in REFUSED else "unknown key"
            raise BadInput(f"{path}:{number}: [{name}] {what}: {key}; expected one of {_listed(known)}")
        if key in options:
            raise BadInput(f"{path}:{number}: [{name}] {key} is given twice; first on line {options[key][1]}")
        options[key] = (value, number)
    if not found or found[0][0] != "net":
        first = f"[{found[0][0]}]" if found else "nothing"
        raise BadInput(f"{path}:{found[0][1] if found else 1}: found {first} first; expected [net]")
    return tuple(_typed(path, *section, keys[section[0]].keys) for section in found)


def _typed(
    path: str, name: str, line: int, given: dict[str, tuple[str, int]], keys: Mapping[str, Key]
) -> Section:
    options = {key: known.default for key, known in keys.items()}
    section = Section(name, path, line, options, {key: number for key, (_, number) in given.items()}, keys)
    for key, (text, _) in given.items():
        kind = type(keys[key].default)
        try:
            value = _value(kind, text)
        except ValueError:
            raise section.error(f"{key}={text}", TYPE_NAMES[kind], key) from None
        if expected := _objection(keys[key], value):
            raise section.error(f"{key}={text}", expected, key)
        options[key] = value
    for key, known in keys.items():
        if known.is_required and key not in given:
            raise section.error(f"no {key}", f"{key}={TYPE_NAMES[type(known.default)]}")
    return section


def _objection(key: Key, value: Value) -> str:
    """What the key expects instead of this value; empty if the value is allowed."""
    if isinstance(value, str):
        return _listed(key.choices) if key.choices and value not in key.choices else ""
    numbers = value if isinstance(value, tuple) else (value,)
    if not all(map(math.isfinite, numbers)):
        return "a finite number"
    return key.limit.text if key.limit and not all(map(key.limit.fits, numbers)) else ""


def _value(kind: type, text: str) -> Value:
    # Python also reads 1_6 as a number; nobody who writes a cfg means that.
    if kind is not str and "_" in text:
        raise ValueError(text)
    if kind is tuple:
        return tuple(float(part) for part in text.split(","))
    if kind is int:
        return int(text)
    return float(text) if kind is float else text


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
