"""Names say what things are, and every module says what it owns."""

from __future__ import annotations

import ast
import re

from tests.structure.sources import PYTHON, nodes, relative, tree

FORBIDDEN_MODULES = re.compile(r"(^|_)(utils?|common|helpers?|misc|ctx|cfg|stuff|manager\d)($|_)")
FORBIDDEN_NAMES = frozenset(("utils", "util", "helper", "helpers", "misc", "ctx", "cfg", "tmp", "foo"))


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [relative(path) for path in PYTHON if FORBIDDEN_MODULES.search(path.stem)] == []


def test_no_variable_has_a_name_that_says_nothing() -> None:
    found = {
        f"{relative(path)}:{node.lineno} {name}"
        for path in PYTHON
        for node in nodes(path)
        for name in ([node.arg] if isinstance(node, ast.arg) else [node.id] if isinstance(node, ast.Name) else [])
        if name in FORBIDDEN_NAMES
    }
    assert found == set()


def test_every_module_says_what_it_owns() -> None:
    silent = [
        relative(path) for path in PYTHON if path.read_text().strip() and len(ast.get_docstring(tree(path)) or "") < 30
    ]
    assert silent == []


def test_nothing_is_left_for_later() -> None:
    words = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    assert [relative(path) for path in PYTHON if words.search(path.read_text())] == []


def test_no_module_keeps_mutable_state() -> None:
    """Rule 5: settings and state are passed in. Constants in capitals are tables and stay as they are."""
    found = []
    for path in PYTHON:
        for node in tree(path).body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.List | ast.Dict | ast.Set):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                found += [
                    f"{relative(path)}:{target.id}"
                    for target in targets
                    if isinstance(target, ast.Name) and not target.id.isupper() and target.id != "__all__"
                ]
    assert found == []
