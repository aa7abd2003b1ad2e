"""The files that the structural tests look at."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/trishul"
PYTHON = sorted(path for path in SOURCE.rglob("*.py") if "static" not in path.parts)
TYPESCRIPT = sorted(
    path for ending in ("*.ts", "*.tsx") for path in (ROOT / "ui/src").rglob(ending) if "generated" not in path.parts
)


def relative(path: Path) -> str:
    """A file's path as people write it."""
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    """A file's syntax tree; parsed once, because a dozen tests look at every file."""
    return ast.parse(path.read_text())


@cache
def nodes(path: Path) -> list[ast.AST]:
    """All nodes of a file's syntax tree."""
    return list(ast.walk(tree(path)))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions and methods of a file."""
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
