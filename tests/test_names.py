"""One name for one thing: no two modules define a class or a type of the same name."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
KNOWN = {
    "Answer": "of a network, and of its twin in PyTorch",
    "Rows": "of the help, and of the two tables of games",
}
"""Names that are still defined twice. Remove a name here when one of the two is renamed."""


def test_no_class_name_has_two_meanings() -> None:
    places = defaultdict(list)
    for path in sorted((ROOT / "darkgo").rglob("*.py")):
        # The types of options in `cli` are read by nobody else.
        if path.parent.name == "cli":
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            for name in defined_types(node):
                places[name].append(str(path.relative_to(ROOT)))
    twice = {name: where for name, where in places.items() if len(where) > 1}
    assert twice.keys() == KNOWN.keys(), twice


def defined_types(node: ast.stmt) -> Iterator[str]:
    """The public classes and type aliases that a statement defines; type variables are left out."""
    if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
        yield node.name
    is_variable = isinstance(node, ast.Assign) and "TypeVar" in ast.dump(node.value)
    if isinstance(node, ast.Assign) and not is_variable:
        for target in node.targets:
            if isinstance(target, ast.Name) and target.id[0].isupper() and not target.id.isupper():
                yield target.id
