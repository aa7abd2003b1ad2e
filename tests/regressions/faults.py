"""What was wrong with the suite before this one: sentence by sentence, by area.

A test that shows that a fault is gone carries `@pytest.mark.fault(SENTENCE)`, wherever it stands. A structural test
demands one for each sentence, and the reference lists them (`docs/generator/regressions.py`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).resolve().parents[1]
FAULTS: dict[str, tuple[str, ...]] = {
    "Sessions and access": (
        "A bad token was refused so that browsers retried for ever",
        "Sessions were lost on a restart",
        "Logout left sockets open",
        "There was a default password, and it was kept in clear",
        "A changed password kept old sessions alive",
        "Empty credentials were accepted",
        "A user name beyond ASCII was answered with 500",
        "The token was in the access log",
        "Fragments of pages were loaded from an unchecked hash",
        "An OID that starts with '-' was taken as an option",
        "An internal port was open to every local process",
        "The URL of a MIB source reached internal addresses",
        "Uploads had no limit",
    ),
    "Services": (
        "Receiver start and stop were not pushed",
        "'Started' was said of a used or impossible port",
        "A killed worker was not noticed",
        "A second instance on one host was impossible",
        "There was one socket frame for each PDU",
        "The event loop was blocked for six seconds during an upload",
        "Counters were stale or counted twice",
        "Values were lost in a form whose load had failed",
    ),
    "Simulated agents": (
        "GETBULK was not answered",
        "SET was not answered",
        "Enumerations and ranges were ignored",
        "sysUpTime stood still",
        "Overrides were silently ignored",
        "TimeTicks were answered as INTEGER",
    ),
    "MIBs": (
        "Uploaded MIBs never compiled",
        "Descriptions were empty",
        "Notifications under {module 0} were missing from the tree",
        "Indexes of several parts were not resolved",
        "Validation named the wrong files",
        "A search without hits showed everything",
    ),
    "Notifications and walks": (
        "Communities stood in clear in the records",
        "Unknown notifications were named 'enterprises'",
        "74 % of a burst of 1,000 notifications was lost without a word",
        "The whole store of notifications was read for each request",
        "Deleted notifications came back",
        "Exports ignored the filter",
        "A walk had no limit of time",
    ),
}


class Shown(NamedTuple):
    """A test that shows that a fault is gone."""

    fault: str
    path: str
    """Below the folder of tests."""
    test: str


def all_shown() -> Iterator[Shown]:
    """Every mark of every test, in the order of files and lines."""
    for path in sorted(TESTS.rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if "mark.fault(" in text:
            for node in ast.parse(text).body:
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield from (Shown(fault, str(path.relative_to(TESTS)), node.name) for fault in _faults_of(node))


def _faults_of(test: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    for mark in test.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.fault":
            yield from (str(ast.literal_eval(argument)) for argument in mark.args)
