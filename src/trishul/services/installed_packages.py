"""The libraries that run inside this program, with versions and licences, as their own metadata says them.

Owns the Python side: what the installed distribution requires, and what that requires. What the pages are built from is
written down by their build.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import NamedTuple

from msgspec import Struct

from trishul.services.about import DISTRIBUTION

LONGEST_LICENCE_NAME = 80
_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)\s*(?:\[(?P<extras>[^\]]*)\])?")
_EXTRA = re.compile(r"""extra\s*==\s*["']([^"']+)""")


class InstalledPackage(Struct, frozen=True):
    """One library."""

    name: str
    version: str
    licence: str
    """As the library names it, an SPDX expression where it has one; empty where it names none."""


class _Requirement(NamedTuple):
    name: str
    extras: frozenset[str]


@cache
def installed_packages() -> tuple[InstalledPackage, ...]:
    """By name; read once. What conditions keep away from this system is not installed, and so not listed."""
    found: dict[str, InstalledPackage] = {}
    seen: set[_Requirement] = set()
    waiting = [_Requirement(DISTRIBUTION, frozenset())]
    while waiting:
        wanted = waiting.pop()
        if wanted in seen or (package := _find(wanted.name)) is None:
            continue
        seen.add(wanted)
        found[wanted.name] = InstalledPackage(package.name, package.version, _licence_of(package))
        waiting += [_read_requirement(each) for each in package.requires or () if _holds(each, wanted.extras)]
    del found[DISTRIBUTION]
    return tuple(sorted(found.values(), key=lambda each: each.name.lower()))


def _find(name: str) -> Distribution | None:
    try:
        return distribution(name) if name else None
    except PackageNotFoundError:
        return None


def _read_requirement(text: str) -> _Requirement:
    """`SQLAlchemy[asyncio]>=2.1` is `sqlalchemy` with `asyncio`."""
    found = _REQUIREMENT.match(text)
    if found is None:
        return _Requirement("", frozenset())
    extras = (each.strip().lower() for each in (found["extras"] or "").split(","))
    return _Requirement(re.sub(r"[-_.]+", "-", found["name"]).lower(), frozenset(filter(None, extras)))


def _holds(requirement: str, extras: frozenset[str]) -> bool:
    """Whether it belongs to the library itself or to one of these extras."""
    found = _EXTRA.search(requirement)
    return found is None or found[1].lower() in extras


def _licence_of(package: Distribution) -> str:
    facts = package.metadata
    named = [facts["License-Expression"] or "", facts["License"] or ""]
    classified = [each for each in facts.get_all("Classifier") or () if each.startswith("License ::")]
    named += [each.rpartition(" :: ")[2] for each in classified]
    # Some write the whole text of the licence where its name is meant.
    return next((each for each in named if each and "\n" not in each and len(each) <= LONGEST_LICENCE_NAME), "")
