"""What stands below the fields of structs in the source: the words that no schema carries.

Owns reading them (a text right behind a field, in its class or a class that it extends). Pydantic's fields describe
themselves and are not looked for.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

import msgspec


def add_field_notes(schemas: Mapping[str, dict[str, Any]]) -> None:
    """Gives the fields of schemas their words, where they have none yet."""
    for struct in _structs(msgspec.Struct):
        schema = schemas.get(struct.__name__) or schemas.get(f"{struct.__module__}.{struct.__name__}")
        for name, field in (schema or {}).get("properties", {}).items():
            note = _note(struct, name)
            if note and "description" not in field:
                field["description"] = note


def _structs(root: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for each in root.__subclasses__():
        if each.__module__.startswith("trishul."):
            yield each
        yield from _structs(each)


def _note(struct: type[msgspec.Struct], field: str) -> str:
    """The words of the nearest class that has the field."""
    own = (each for each in struct.__mro__ if each.__module__.startswith("trishul."))
    return next(filter(None, (_notes_of_module(each.__module__).get((each.__name__, field)) for each in own)), "")


@cache
def _notes_of_module(name: str) -> dict[tuple[str, str], str]:
    """Words by class and field."""
    notes = {}
    for node in ast.parse(inspect.getsource(sys.modules[name])).body:
        if isinstance(node, ast.ClassDef):
            for line, following in pairwise(node.body):
                if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and (text := _text(following)):
                    notes[node.name, line.target.id] = text
    return notes


def _text(node: ast.stmt) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return inspect.cleandoc(node.value.value)
    return ""
