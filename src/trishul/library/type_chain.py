"""From a type down to its base: the textual conventions and named types that a type is made of, one after the other.

The index keeps of each type what holds for its values in the end; what it was made from stands in the MIB text, where
this reads it. RFC 2579 §3.5: a convention may refine one of the SMI's types; older modules and vendors chain them.
"""

from __future__ import annotations

import re

import msgspec

from trishul.library.library import Library
from trishul.smi.model import BaseType, TypeInfo

MAX_STEPS = 12
"""Longer than any chain known; a text that names itself ends here."""
_LONGEST_DEFINITION = 40_000
_NOISE = re.compile(r'"[^"]*"|--[^\n]*?(?:--|$)', re.MULTILINE)
_MADE_FROM = re.compile(
    r"::=\s*(?:TEXTUAL-CONVENTION\b.*?\bSYNTAX\s+)?(?:\[[^\]]*\]\s*)?(?:IMPLICIT\s+)?"
    r"(OCTET\s+STRING|OBJECT\s+IDENTIFIER|[A-Z][\w-]*)",
    re.DOTALL,
)
_BASES = frozenset(str(base) for base in BaseType)


class TypeStep(msgspec.Struct, frozen=True):
    """A type on the way down; a base type of the ASN.1 that no module defines has no module."""

    name: str
    module: str = ""
    base: str = ""
    display_hint: str = ""
    status: str = ""
    description: str = ""


def type_chain(library: Library, info: TypeInfo) -> list[TypeStep]:
    """The named type of an object, what that is made from, and so on, down to the base type."""
    steps: list[TypeStep] = []
    module, name = info.module, info.name
    while name and module and len(steps) < MAX_STEPS:
        found = library.find_type(module, name)
        if found is None or any((step.module, step.name) == (module, name) for step in steps):
            break
        steps.append(_step(library, module, found))
        name = _made_from(library, module, found)
        module = _home_of(library, module, name) if name not in _BASES else ""
    base = str(info.base)
    return steps if steps and steps[-1].name == base else [*steps, TypeStep(base)]


def _step(library: Library, module: str, info: TypeInfo) -> TypeStep:
    return TypeStep(
        name=info.name,
        module=module,
        base=str(info.base),
        display_hint=info.display_hint,
        status=info.status,
        description=library.text_at(module, info.description) if info.description else "",
    )


def _made_from(library: Library, module: str, info: TypeInfo) -> str:
    """The name behind SYNTAX in the type's definition; empty where the text has changed."""
    definition = library.source_text(module)[info.at : info.at + _LONGEST_DEFINITION]
    found = _MADE_FROM.search(_NOISE.sub(" ", definition))
    return " ".join(found[1].split()) if found else ""


def _home_of(library: Library, module: str, name: str) -> str:
    """The module that a type's name means inside a module: itself, or one that it imports from."""
    record = library.find_module(module)
    homes = (module, *(record.imports if record is not None else ()))
    return next((home for home in homes if library.find_type(home, name) is not None), "")
