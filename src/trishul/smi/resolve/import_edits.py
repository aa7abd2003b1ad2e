"""Edits of the IMPORTS: a missing name is added, names that nothing uses are taken out (RFC 2578 §3.2)."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby

from trishul.smi.diagnostics import Edit
from trishul.smi.resolve.base import BASE_TYPES, ROOTS, home_of
from trishul.smi.syntax import Import, ParsedModule

_OLD_HOMES = {"OBJECT-TYPE": "RFC-1212", "TRAP-TYPE": "RFC-1215", "DisplayString": "RFC1213-MIB"}
_OLD_TYPES = frozenset(("NetworkAddress", "IpAddress", "Counter", "Gauge", "TimeTicks", "Opaque"))
_SMIV2 = "SNMPv2-"


def usual_home(parsed: ParsedModule, name: str) -> str | None:
    """Where a module imports a name of the SMI from; modules of SMIv1 have homes of their own."""
    if not any(imported.module.startswith(_SMIV2) for imported in parsed.imports):
        if name in _OLD_HOMES:
            return _OLD_HOMES[name]
        if name in _OLD_TYPES or (name in ROOTS and name not in BASE_TYPES):
            return "RFC1155-SMI"
    return home_of(name)


def addition(parsed: ParsedModule, name: str, module: str) -> Edit | None:
    """Adds a name to those imported from a module, else that module to the IMPORTS, else IMPORTS to the text."""
    beside = [imported for imported in parsed.imports if imported.module == module]
    if beside:
        place = beside[-1].at + len(beside[-1].name)
        return Edit(place, place, f", {name}")
    if parsed.imports_at:
        return Edit(parsed.imports_at, parsed.imports_at, f"\n    {name} FROM {module}")
    if parsed.body_at and not parsed.imports:
        return Edit(parsed.body_at, parsed.body_at, f"\nIMPORTS {name} FROM {module};\n")
    return None


def removals(parsed: ParsedModule, unused: Collection[str]) -> dict[int, Edit]:
    """By its offset, the edit that takes out each unused name; several may share one. None where nothing would stay."""
    edits: dict[int, Edit] = {}
    if all(imported.name in unused for imported in parsed.imports):
        return edits
    for end, group in groupby(parsed.imports, key=lambda imported: imported.end):
        members = list(group)
        kept = [place for place, imported in enumerate(members) if imported.name not in unused]
        if not kept:
            edits.update({imported.at: Edit(members[0].at, end, "") for imported in members})
            continue
        last = kept[-1]
        edits.update(
            {
                members[place].at: Edit(members[place].at, members[place + 1].at, "")
                for place in range(last)
                if members[place].name in unused
            }
        )
        tail = Edit(_end(members[last]), _end(members[-1]), "")
        edits.update({imported.at: tail for imported in members[last + 1 :]})
    return edits


def _end(imported: Import) -> int:
    """The offset behind a name."""
    return imported.at + len(imported.name)
