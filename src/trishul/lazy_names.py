"""Packages whose public names are imported when they are first used, so that a program loads only what it needs.

Owns the way from a name to its home. The names themselves stand in the packages, for type checkers a second time.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def importer_of(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """The `__getattr__` of a package (PEP 562) whose names live in the modules `homes`."""

    def import_name(name: str) -> object:
        """Imports a public name from its home on first use. Raises AttributeError."""
        home = homes.get(name)
        if home is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found: object = getattr(import_module(home), name)
        setattr(sys.modules[package], name, found)
        return found

    return import_name
