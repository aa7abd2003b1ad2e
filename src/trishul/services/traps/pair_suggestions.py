"""Rules that a MIB suggests: pairs of its notifications of which one ends the other, by the words of their names.

Owns the words. What both carry besides states, such as ifIndex of linkDown and linkUp, tells one pair from another.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from trishul.library.library import Library
from trishul.library.records import LibraryNode
from trishul.services.traps.lint import carried_objects
from trishul.smi.model import ObjectNode

MAX_SUGGESTIONS = 500
_PAIRS = (
    ("Down", "Up"),
    ("Raised", "Cleared"),
    ("Raise", "Clear"),
    ("Set", "Cleared"),
    ("Set", "Clear"),
    ("Lost", "Restored"),
    ("Failed", "Restored"),
    ("Failed", "Recovered"),
    ("Failure", "Recovery"),
    ("Fault", "Clear"),
    ("Alarm", "Clear"),
    ("Exceeded", "Normal"),
    ("High", "Normal"),
    ("Onset", "Abated"),
)


class PairSuggestion(msgspec.Struct, frozen=True):
    """A rule as it could be made: all its fields are those of a rule."""

    name: str
    query: str
    cleared_by: str
    same: list[str]


class PairSuggestions(msgspec.Struct, frozen=True):
    """Of all loaded modules, in the order of their OIDs."""

    suggestions: list[PairSuggestion]


def suggest_pairs(library: Library | None) -> PairSuggestions:
    """What the loaded modules suggest, at most 500. Raises LibraryUnavailable."""
    if library is None:
        return PairSuggestions([])
    found: list[PairSuggestion] = []
    known = {(entry.module, entry.node.name): entry for entry in library.notifications()}
    for raised in known.values():
        clearing = next((known[key] for key in _clearing_names(raised) if key in known), None)
        if clearing is not None and len(found) < MAX_SUGGESTIONS:
            found.append(_suggestion(raised, clearing, library))
    return PairSuggestions(found)


def _clearing_names(raised: LibraryNode) -> Iterator[tuple[str, str]]:
    name = raised.node.name
    for bad, good in _PAIRS:
        if bad in name:
            yield raised.module, name.replace(bad, good)


def _suggestion(raised: LibraryNode, clearing: LibraryNode, library: Library) -> PairSuggestion:
    carried = {entry.full_name for entry in carried_objects(clearing, library)}
    common = [entry for entry in carried_objects(raised, library) if entry.full_name in carried]
    steady = [entry.full_name for entry in common if isinstance(entry.node, ObjectNode) and not entry.node.type.labels]
    return PairSuggestion(
        name=raised.node.name[:64],
        query=f"trap:{raised.full_name}",
        cleared_by=f"trap:{clearing.full_name}",
        same=steady[:1],
    )
