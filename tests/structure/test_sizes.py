"""Files and functions stay small enough to be read in one go."""

from __future__ import annotations

import ast

from tests.structure.sources import PYTHON, TYPESCRIPT, functions, relative

MAX_FILE_LINES = 500
MAX_FUNCTION_LINES = 60

LONG_FUNCTIONS: dict[str, str] = {}
"""Functions over the limit, with the reason each may be."""


def test_no_file_is_longer_than_500_lines() -> None:
    long = {relative(path): len(path.read_text().splitlines()) for path in (*PYTHON, *TYPESCRIPT)}
    assert {path: lines for path, lines in long.items() if lines > MAX_FILE_LINES} == {}


def function_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body without the docstring."""
    body = node.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    return (node.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_function_is_longer_than_60_lines() -> None:
    long = {
        f"{relative(path)}:{node.name}"
        for path in PYTHON
        for node in functions(path)
        if function_lines(node) > MAX_FUNCTION_LINES
    }
    assert long - set(LONG_FUNCTIONS) == set()


def test_listed_exceptions_are_still_exceptions() -> None:
    for place in LONG_FUNCTIONS:
        file, _, name = place.rpartition(":")
        found = [node for path in PYTHON if relative(path) == file for node in functions(path) if node.name == name]
        assert found, place
        assert function_lines(found[0]) > MAX_FUNCTION_LINES, place
