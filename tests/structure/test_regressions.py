"""Every fault of the suite before this one has a test that shows it to be gone, and the reference names it."""

from __future__ import annotations

import ast

from tests.regressions.faults import FAULTS, TESTS, all_shown

SENTENCES = {sentence for sentences in FAULTS.values() for sentence in sentences}
SHOWN = list(all_shown())


def test_every_fault_has_a_test() -> None:
    assert SENTENCES - {each.fault for each in SHOWN} == set()


def test_every_mark_names_a_fault_of_the_list() -> None:
    assert [each for each in SHOWN if each.fault not in SENTENCES] == []


def test_every_regression_test_names_its_fault() -> None:
    marked = {(each.path, each.test) for each in SHOWN}
    written = {
        (str(path.relative_to(TESTS)), node.name)
        for path in (TESTS / "regressions").glob("test_*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    }
    assert written
    assert written - marked == set()
