"""The files that the structural tests look at."""

from __future__ import annotations

import ast
from collections.abc import Iterator
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


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions and methods of a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
