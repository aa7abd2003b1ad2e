"""Faults of the suite before this one, each with the tests that show it to be gone: from the marks of the tests."""

from __future__ import annotations

from docs.generator.markdown import cell, code, page, table
from tests.regressions.faults import FAULTS, all_shown


def regressions_page() -> str:
    """A table for each area."""
    shown = list(all_shown())
    sections = []
    for area, faults in FAULTS.items():
        rows = [
            (
                cell(fault),
                "<br>".join(f"{code(each.path)}: {_sentence(each.test)}" for each in shown if each.fault == fault),
            )
            for fault in faults
        ]
        sections += [f"## {area}", table(("Fault", "Shown to be gone by"), rows)]
    return page(
        "Faults that are gone",
        "What was wrong with the suite before this one, and the tests that would fail if it came back. "
        "`pytest -m fault` runs them.",
        *sections,
    )


def _sentence(test: str) -> str:
    """A test's name as the sentence that it is."""
    return test.removeprefix("test_").replace("_", " ")
