"""The reference of docs/cfg.md: every section of a cfg and every key, from the tables that read the files.

`.venv/bin/python data_tools/cfg_reference.py` writes it anew after a change of the tables.
"""

from pathlib import Path
from textwrap import fill

from darkgo.darknet.keys import ACTIVATIONS, COUNT, SWITCH, Key, Keys, Value
from darkgo.model.sections import GO_KEYS, KEYS

PAGE = Path(__file__).parents[1] / "docs" / "cfg.md"
BEGIN, END = "<!-- reference: data_tools/cfg_reference.py -->\n", "<!-- end -->\n"
"""Marks on the page around what is written here."""
WIDTH = 120
KINDS = {int: "whole number", float: "number", str: "word", tuple: "numbers"}


def reference(keys: Keys = KEYS) -> str:
    """A heading, the meaning, and a table of keys for each section, in Markdown."""
    parts = []
    for name, section in keys.items():
        origin = " A section of DarkGo, not of darknet." if name in GO_KEYS else ""
        lines = [f"### `[{name}]`", "", fill(section.meaning + origin, WIDTH), ""]
        if section.keys:
            lines += ["| key | default | values | meaning |", "| --- | --- | --- | --- |"]
            lines += [_row(key, known) for key, known in section.keys.items()]
        else:
            lines.append("No keys.")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _row(name: str, key: Key) -> str:
    default = "required" if key.is_required else f"`{key.shown or written(key.default)}`"
    return f"| `{name}` | {default if default != '``' else 'none'} | {_values(key)} | {key.meaning} |"


def _values(key: Key) -> str:
    if key.choices == ACTIVATIONS:
        return "an [activation function](#activation-functions)"
    if key.choices:
        return ", ".join(f"`{choice}`" for choice in key.choices)
    if key.limit is SWITCH:
        return SWITCH.text
    limit = "1 or more" if key.limit is COUNT else key.limit.text if key.limit else ""
    return ", ".join(part for part in (KINDS[type(key.default)], limit) if part)


def written(value: Value) -> str:
    """A value as it is written in a cfg."""
    if isinstance(value, tuple):
        return ",".join(f"{number:g}" for number in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def page(text: str) -> str:
    """The page with the reference of the present tables."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END, 1)
    return f"{before}{BEGIN}\n{reference()}\n\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
