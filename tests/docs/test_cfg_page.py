"""docs/cfg.md says what the tables in the code say, and what darknet's documents say."""

import re
from pathlib import Path

import pytest

from darkgo.darknet.activations import ACTIVATIONS
from darkgo.darknet.keys import ACTIVATIONS as NAMES
from darkgo.darknet.keys import KEYS
from darkgo.darknet.table import table
from darkgo.model.network import load_network
from data_tools.cfg_reference import PAGE, page

TEXT = PAGE.read_text(encoding="utf-8")
CFG = PAGE.parents[1] / "cfg"

# The table of the documents about darknet. A key without a value is 0, empty, or required.
DARKNET = {
    "net": "batch=1 subdivisions=1 height width channels inputs momentum=.9 decay=.0001 learning_rate=.001 "
    "policy=constant burn_in=0 power=4 step=1 scale=1 steps scales gamma=1 max_batches=0 adam=0 B1=.9 "
    "B2=.999 eps=1e-7 clip=0 max_crop min_crop angle hue saturation exposure aspect center random",
    "convolutional": "filters=1 size=1 stride=1 pad=0 padding=0 groups=1 activation=logistic "
    "batch_normalize=0",
    "connected": "output=1 activation=logistic batch_normalize=0",
    "batchnorm": "",
    "activation": "activation=linear",
    "maxpool": "stride=1 size=stride padding=size-1",
    "avgpool": "",
    "softmax": "groups=1 temperature=1 noloss=0",
    "reorg": "stride=1 reverse=0 flatten=0 extra=0",
    "shortcut": "from activation=linear alpha=1 beta=1",
    "route": "layers",
    "dropout": "probability=.5",
    "cost": "type=sse scale=1",
    "crop": "crop_height crop_width flip angle saturation exposure shift noadjust",
}
OWN = {
    "net": {"optimizer": "sgd", "flip": "1"},
    "liberties": {},
    "gpool": {"activation": "linear"},
    "ownership": {"scale": "1", "uncounted_scale": "0.1"},
    "outcome": {"scale": "1", "margin_scale": "0.1"},
}
NONE = ("0", "1", "none", "required", "width", "2 x width")


def printed() -> dict[str, dict[str, str]]:
    """The keys of each section on the page, with their defaults."""
    found: dict[str, dict[str, str]] = {}
    for part in TEXT.split("\n### `[")[1:]:
        name = part.split("]")[0]
        rows = re.findall(r"^\| `(\w+)` \| `?([^|`]+?)`? \|", part, re.MULTILINE)
        found[name] = dict(rows)
    return found


def test_the_page_is_what_the_tables_say() -> None:
    assert page(TEXT) == TEXT, "run .venv/bin/python data_tools/cfg_reference.py"


def test_the_page_has_every_section_in_order() -> None:
    assert list(printed()) == [*KEYS, *(name for name in OWN if name != "net")]


@pytest.mark.parametrize("name", [*DARKNET, *OWN])
def test_the_page_agrees_with_the_documents_about_darknet(name: str) -> None:
    keys, own = dict(printed()[name]), OWN.get(name, {})
    for key, default in own.items():
        assert keys.pop(key) == default
    expected = dict((*part.split("="), "")[:2] for part in DARKNET.get(name, "").split())
    assert list(keys) == list(expected)
    for key, default in expected.items():
        found = keys[key]
        if not default:
            assert found in NONE
        elif re.match(r"[.\d]", default):
            assert float(found) == float(default)
        else:
            assert found == default


def test_every_key_has_a_meaning() -> None:
    for section in KEYS.values():
        assert section.meaning.endswith(".")
        assert all(key.meaning.endswith(".") for key in section.keys.values())


def test_the_page_names_every_activation_and_policy() -> None:
    assert set(ACTIVATIONS) == set(NAMES)
    functions = TEXT.split("## Activation functions")[1].split("\n## ")[0]
    assert set(NAMES) == set(re.findall(r"`(\w+)`(?=[^|\n]*\|)", re.sub(r"\(.*?\)", "", functions)))
    policies = TEXT.split("## Learning rate")[1].split("\n## ")[0]
    assert set(KEYS["net"].keys["policy"].choices) == set(re.findall(r"^\| `(\w+)`", policies, re.MULTILINE))


def test_that_table_is_the_one_of_the_documents(shared: Path | None) -> None:
    """Where the documents lie beside the checkout; elsewhere the table above stands for them."""
    if shared is None:
        return
    text = (shared / "DARKNET.md").read_text(encoding="utf-8").split("### Sections and keys")[1]
    rows = re.findall(r"^\| (\w+)[^|]*\| ([^|]*) \|", text.split("\nActivations:")[0], re.MULTILINE)
    found = {name: re.sub(r"\(.*?\)|\bor\b|for pictures:|[;,]|^-$", " ", keys).split() for name, keys in rows}
    assert found.pop("section") == ["keys", "=", "default"]
    assert found == {name: keys.split() for name, keys in DARKNET.items()}


@pytest.mark.parametrize("path", sorted(CFG.glob("*.cfg")), ids=lambda path: path.name)
def test_the_page_has_the_figures_of_every_network(path: Path) -> None:
    operations, _, weights = tuple(table(load_network(path)))[-3:]
    (row,) = re.findall(rf"^\| `{re.escape(path.name)}` \|.*\| (.*) \| (.*) \|$", TEXT, re.MULTILINE)
    assert row == (operations.split("(")[0][11:].strip(), weights.split("(")[0][11:].strip())
