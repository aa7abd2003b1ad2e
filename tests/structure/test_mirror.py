"""tests/unit mirrors src/trishul: whoever changes a file knows where its tests are."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.structure.sources import PYTHON, ROOT, SOURCE, nodes, relative

UNIT = ROOT / "tests/unit"

TESTED_ELSEWHERE: dict[str, str] = {}
"""Modules without a test file of their own, with the place that covers them."""


def has_logic(path: Path) -> bool:
    """True when a module holds a function with a body: tables, protocols and re-exports need no tests of their own."""
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = [
                line for line in node.body if not isinstance(line, ast.Expr) or not isinstance(line.value, ast.Constant)
            ]
            if len(body) > 1 or (body and not isinstance(body[0], ast.Return | ast.Pass)):
                return True
    return False


def places(path: Path) -> set[Path]:
    """`engine/agent.py` is tested by `engine/test_agent.py`; a package by `test_engine.py` in or beside its folder."""
    if path.name != "__init__.py":
        return {UNIT / path.relative_to(SOURCE).parent / f"test_{path.name}"}
    package = UNIT / path.parent.relative_to(SOURCE)
    name = f"test_{path.parent.name}.py"
    return {package / name} if package == UNIT else {package / name, package.parent / name}


def has_tests(path: Path) -> bool:
    """True when one of the places is there."""
    return any(place.exists() for place in places(path))


def test_every_module_with_logic_has_its_tests_where_one_looks_for_them() -> None:
    missing = {
        relative(path) for path in PYTHON if path.name != "__main__.py" and has_logic(path) and not has_tests(path)
    }
    assert sorted(missing - set(TESTED_ELSEWHERE)) == []


def test_every_unit_test_has_its_module() -> None:
    expected = {place for path in PYTHON for place in places(path)}
    strays = [
        relative(path)
        for path in UNIT.rglob("test_*.py")
        if path not in expected and not path.stem.endswith("_examples")
    ]
    assert strays == []


def test_listed_exceptions_are_still_exceptions() -> None:
    for place, reason in TESTED_ELSEWHERE.items():
        assert (ROOT / place).exists(), place
        assert not has_tests(ROOT / place), f"{place} has tests now: drop the exception"
        assert (ROOT / reason.split()[-1]).exists(), f"{place}: {reason} names no place"
