"""Which MIBs a walk needs: its subtrees without names, ranked by rows, with modules that would name them.

Owns the grouping and the hints. A subtree is what begins with the first number that no module knows, so that one
missing module is mostly one line. A module is hinted at where it is known to have its place there
(`library.well_known_modules`), or where a module of the same vendor wants it and it is not loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from trishul.datatypes.oid import Oid, decode_oid_contents, oid_text
from trishul.datatypes.varbind import VarBind
from trishul.errors import DecodeError
from trishul.library.library import Library
from trishul.library.names import Names
from trishul.library.places import LEAVES, arc_end
from trishul.library.records import ModuleRecord
from trishul.library.well_known_modules import WELL_KNOWN_MODULES, well_known_modules_near, well_known_place
from trishul.services.value_texts import ShownVarBind, show_varbind

MAX_SUBTREES = 500
MAX_HINTS = 12


class ModuleHint(msgspec.Struct, frozen=True):
    """A module that would name a subtree."""

    module: str
    state: str
    """absent; loaded: it does not name these rows, a newer revision may; missing_deps: it lacks other modules."""
    reason: str


class UnnamedSubtree(msgspec.Struct, frozen=True):
    """Rows that no loaded module names."""

    oid: str
    """What all of these rows begin with."""
    name: str
    """The same with the nearest known name: `SNMPv2-SMI::enterprises.14988.1`."""
    vendor: str
    rows: int
    example: ShownVarBind
    modules: list[ModuleHint]


class MissingMibs(msgspec.Struct, frozen=True):
    """Subtrees without names, the largest first."""

    subtrees: list[UnnamedSubtree]
    named: int
    """Rows that have names."""
    unnamed: int


@dataclass(slots=True)
class _Group:
    first: VarBind
    common: tuple[int, ...]
    rows: int = 0


def find_missing_mibs(varbinds: Sequence[VarBind], library: Library | None) -> MissingMibs:
    """The subtrees of a walk that no module names. Without a library that is everything."""
    groups: dict[bytes, _Group] = {}
    last = b""
    unnamed = 0
    for varbind in varbinds:
        name = varbind.name
        if not (last and name.startswith(last)):
            found = _unknown_branch(name, library)
            if found is None:
                last = b""
                continue
            branch, is_all_unknown = found
            last = branch if is_all_unknown else b""
        else:
            branch = last
        try:
            arcs = decode_oid_contents(name)
        except DecodeError:
            continue
        group = groups.get(branch)
        if group is None:
            group = groups[branch] = _Group(varbind, arcs[:-1])
        group.rows += 1
        group.common = _common(group.common, arcs)
        unnamed += 1
    ranked = sorted(groups.values(), key=lambda group: -group.rows)[:MAX_SUBTREES]
    hints = _Hints(library)
    names = Names(library)
    return MissingMibs([_subtree(group, names, hints, library) for group in ranked], len(varbinds) - unnamed, unnamed)


def _unknown_branch(name: bytes, library: Library | None) -> tuple[bytes, bool] | None:
    """The branch that nothing names, and whether nothing at all is known below it; None for what has a name."""
    if library is None:
        return name[:1], True
    found = library.find_by_oid(name)
    if found is not None and (found[0].node.kind in LEAVES or found[1] == len(name)):
        return None
    branch = name[: arc_end(name, found[1] if found is not None else 0)]
    try:
        place = well_known_place(oid_text(name))
    except DecodeError:
        return None
    if place is not None:  # what different modules would name are different subtrees
        branch = max(branch, Oid(place).contents, key=len)
        return branch, not library.has_children(branch)
    return branch, not library.has_children(branch) and not well_known_modules_near(oid_text(branch))


def _common(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    if other[: len(one)] == one:
        return one
    length = next(at for at, (left, right) in enumerate(zip(one, (*other, -1), strict=False)) if left != right)
    return one[:length]


def _subtree(group: _Group, names: Names, hints: _Hints, library: Library | None) -> UnnamedSubtree:
    oid = Oid(group.common) if len(group.common) > 1 else group.first.oid
    vendor = library.vendor_of(oid.contents) if library is not None else None
    return UnnamedSubtree(
        oid=oid_text(oid.contents),
        name=names.text_of(oid.contents),
        vendor=vendor.node.name if vendor is not None else "",
        rows=group.rows,
        example=show_varbind(group.first, names),
        modules=hints.near(oid),
    )


class _Hints:
    """Finds modules that would name a subtree."""

    def __init__(self, library: Library | None) -> None:
        self._modules: dict[str, ModuleRecord] = {}
        if library is not None:
            self._modules = {record.name: record for record in library.modules()}

    def near(self, oid: Oid) -> list[ModuleHint]:
        """The most likely first."""
        place = well_known_place(str(oid))
        known = [] if place is None else [WELL_KNOWN_MODULES[place]]
        hints = {name: ModuleHint(name, self._state(name), "It is known to have its place here") for name in known}
        for name, wanting in self._wanted(well_known_modules_near(str(oid))).items():
            hints.setdefault(name, ModuleHint(name, "absent", f"{wanting} imports from it"))
        return list(hints.values())[:MAX_HINTS]

    def _wanted(self, known: Sequence[str]) -> dict[str, str]:
        """Modules that are not loaded although others of the same family want them, and one that does."""
        families = {name.partition("-")[0].casefold() for name in known}
        return {
            missing: record.name
            for record in self._modules.values()
            for missing in record.missing
            if missing.partition("-")[0].casefold() in families
        }

    def _state(self, name: str) -> str:
        record = self._modules.get(name)
        return "absent" if record is None else record.status
