"""Darknet's `.cfg` files: sections of `key=value` lines, checked against a table of what each may hold."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from darkgo.errors import BadInput

TYPE_NAMES = {int: "a whole number", float: "a number", str: "a word", tuple: "numbers separated by commas"}

Value = int | float | str | tuple[float, ...]

Keys = Mapping[str, Mapping[str, Value]]
"""The keys that each section may hold, with their defaults."""

_PICTURE_KEYS: dict[str, Value] = dict.fromkeys(
    ("max_crop", "min_crop", "angle", "hue", "saturation", "exposure", "aspect", "center", "random"), 0.0
)

# What a section may hold, with the defaults of the C program. The type of a default is the type of the key;
# an empty tuple is a required-where-used list.
KEYS: Keys = {
    "net": {
        "batch": 1,
        "subdivisions": 1,
        "height": 0,
        "width": 0,
        "channels": 0,
        "inputs": 0,
        "momentum": 0.9,
        "decay": 0.0001,
        "learning_rate": 0.001,
        "policy": "constant",
        "burn_in": 0,
        "power": 4.0,
        "step": 1.0,
        "scale": 1.0,
        "steps": (),
        "scales": (),
        "gamma": 1.0,
        "max_batches": 0,
        "adam": 0,
        "B1": 0.9,
        "B2": 0.999,
        "eps": 1e-7,
        "clip": 0.0,
        "optimizer": "sgd",
        **_PICTURE_KEYS,
    },
    "convolutional": {
        "filters": 1,
        "size": 1,
        "stride": 1,
        "pad": 0,
        "padding": 0,
        "groups": 1,
        "activation": "logistic",
        "batch_normalize": 0,
    },
    "connected": {"output": 1, "activation": "logistic", "batch_normalize": 0},
    "batchnorm": {},
    "activation": {"activation": "linear"},
    "maxpool": {"stride": 1, "size": -1, "padding": -1},
    "avgpool": {},
    "softmax": {"groups": 1, "temperature": 1.0, "noloss": 0},
    "reorg": {"stride": 1, "reverse": 0, "flatten": 0, "extra": 0},
    "shortcut": {"from": 0, "activation": "linear", "alpha": 1.0, "beta": 1.0},
    "route": {"layers": ()},
    "dropout": {"probability": 0.5},
    "cost": {"type": "sse", "scale": 1.0},
    "crop": {
        "crop_height": 1,
        "crop_width": 1,
        "flip": 0,
        "angle": 0.0,
        "saturation": 1.0,
        "exposure": 1.0,
        "shift": 0.0,
        "noadjust": 0,
    },
}

REQUIRED = {"shortcut": ("from",), "route": ("layers",)}

CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("net", "policy"): ("constant", "step", "steps", "exp", "poly", "sig", "random"),
    ("net", "optimizer"): ("sgd", "adamw", "muon"),
    ("cost", "type"): ("sse",),
}

_SIZES = {
    "batch", "subdivisions", "height", "width", "channels", "inputs", "filters", "size", "stride", "groups",
    "output", "crop_height", "crop_width",
}  # fmt: skip
_SWITCHES = {"batch_normalize", "pad", "reverse", "flatten", "noloss", "adam", "noadjust", "flip"}
_AMOUNTS = {
    "padding", "extra", "burn_in", "max_batches", "momentum", "decay", "learning_rate", "clip",
}  # fmt: skip

# What numbers a key may have, by what the user is told.
_LIMITS: Mapping[str, tuple[set[str], Callable[[float], bool]]] = {
    "1 to 1,000,000": (_SIZES, lambda number: 1 <= number <= 10**6),
    "0 or 1": (_SWITCHES, lambda number: number in (0, 1)),
    "0 or more": (_AMOUNTS, lambda number: number >= 0),
    "more than 0": ({"temperature", "step"}, lambda number: number > 0),
    "0 or more, less than 1": ({"probability"}, lambda number: 0 <= number < 1),
}

# Keys that every layer of the C program understands and that are not implemented here.
REFUSED = {
    "stopbackward", "onlyforward", "dontsave", "dontload", "dontloadscales", "numload", "learning_rate",
    "smooth", "truth",
}  # fmt: skip


@dataclass(frozen=True)
class Section:
    """One `[name]` of a cfg with every key it allows: the file's values, and defaults for the others."""

    name: str
    path: str
    line: int
    options: Mapping[str, Value]
    lines: Mapping[str, int]
    defaults: Mapping[str, Value]

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
        if key not in keys[name]:
            what = "a key of darknet that DarkGo does not implement" if key in REFUSED else "unknown key"
            raise BadInput(f"{path}:{number}: [{name}] {what}: {key}; expected one of {_listed(keys[name])}")
        if key in options:
            raise BadInput(f"{path}:{number}: [{name}] {key} is given twice; first on line {options[key][1]}")
        options[key] = (value, number)
    if not found or found[0][0] != "net":
        first = f"[{found[0][0]}]" if found else "nothing"
        raise BadInput(f"{path}:{found[0][1] if found else 1}: found {first} first; expected [net]")
    return tuple(_typed(path, *section, keys[section[0]]) for section in found)


def _typed(
    path: str, name: str, line: int, given: dict[str, tuple[str, int]], defaults: Mapping[str, Value]
) -> Section:
    options: dict[str, Value] = dict(defaults)
    lines = {key: number for key, (_, number) in given.items()}
    section = Section(name, path, line, options, lines, defaults)
    for key, (text, _) in given.items():
        kind = type(defaults[key])
        try:
            value = _value(kind, text)
        except ValueError:
            raise section.error(f"{key}={text}", TYPE_NAMES[kind], key) from None
        allowed = CHOICES.get((name, key))
        if allowed and value not in allowed:
            raise section.error(f"{key}={text}", _listed(allowed), key)
        number = value if isinstance(value, int | float) else 0
        if not all(map(math.isfinite, value if isinstance(value, tuple) else (number,))):
            raise section.error(f"{key}={text}", "a finite number", key)
        for expected, (keys, fits) in _LIMITS.items():
            if key in keys and not fits(number):
                raise section.error(f"{key}={text}", expected, key)
        options[key] = value
    for key in REQUIRED.get(name, ()):
        if key not in given:
            raise section.error(f"no {key}", f"{key}={TYPE_NAMES[type(defaults[key])]}")
    return section


def _value(kind: type, text: str) -> Value:
    # Python also reads 1_6 as a number; nobody who writes a cfg means that.
    if kind is not str and "_" in text:
        raise ValueError(text)
    if kind is tuple:
        return tuple(float(part) for part in text.split(","))
    if kind is int:
        return int(text)
    return float(text) if kind is float else text


def _listed(names: Mapping[str, object] | tuple[str, ...]) -> str:
    return ", ".join(names)
