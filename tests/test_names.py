"""One name for one thing: no two modules define a class of the same name."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
KNOWN = {
    "Choice": "a kind of slider, and the way to compute a network",
    "Step": "of a game, and the function of an update of training",
    "State": "of a GTP engine, and of many games by the rules",
}
"""Names that are still defined twice. Remove a name here when one of the two is renamed."""


def test_no_class_name_has_two_meanings() -> None:
    places = defaultdict(list)
    for path in sorted((ROOT / "darkgo").rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(str(path.relative_to(ROOT)))
    twice = {name: where for name, where in places.items() if len(where) > 1}
    assert twice.keys() <= KNOWN.keys(), twice
