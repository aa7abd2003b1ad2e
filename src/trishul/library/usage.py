"""Where a node is used: rows that are indexed by it or augment it, notifications that carry it, groups that hold it.

The index has no list of uses: modules that can use a node are its own and those that import from its module, and of
their nodes only those whose encoded form holds the name are decoded. Two modules in this library may well use one name
for different things, so a module's own definition of the name hides the imported one.
"""

from __future__ import annotations

import msgspec

from trishul.library.nodes import NodeReader
from trishul.library.records import LibraryNode
from trishul.library.schema import KIND_CODES
from trishul.smi.model import GroupNode, NodeKind, NotificationNode, ObjectNode

MAX_USES = 500
"""Of one kind, and modules that are looked through."""
_USING = (NodeKind.ROW, NodeKind.NOTIFICATION, NodeKind.OBJECT_GROUP, NodeKind.NOTIFICATION_GROUP)
_CODES = ",".join(str(KIND_CODES[kind]) for kind in _USING)
_USERS = (
    f"SELECT module_id, details FROM node WHERE module_id = ? AND kind IN ({_CODES})"  # noqa: S608 -- numbers only
    " AND instr(details, ?) > 0"
)


class Uses(msgspec.Struct, frozen=True):
    """Nodes by how they use another; `is_cut` says that there may be more."""

    index_of: list[LibraryNode] = []
    augmented_by: list[LibraryNode] = []
    notifications: list[LibraryNode] = []
    groups: list[LibraryNode] = []
    is_cut: bool = False


def uses_of(reader: NodeReader, entry: LibraryNode) -> Uses:
    """Everything that uses a node, its own module's first."""
    uses = Uses()
    name = entry.node.name
    modules, is_cut = _candidates(reader, entry.module)
    for module_id in modules:
        rows = reader.connection.rows(_USERS, (module_id, name.encode()))
        found = reader.entries(rows)
        if found and found[0].module != entry.module and _defines(reader, module_id, name):
            continue
        for user in found:
            _sort_in(uses, user, name)
    lists = (uses.index_of, uses.augmented_by, uses.notifications, uses.groups)
    is_cut = is_cut or any(len(one) > MAX_USES for one in lists)
    for one in lists:
        del one[MAX_USES:]
    return msgspec.structs.replace(uses, is_cut=is_cut)


def _candidates(reader: NodeReader, module: str) -> tuple[list[int], bool]:
    own = reader.module_id(module)
    importing = reader.connection.rows(
        "SELECT module_id FROM imports WHERE target = ? AND module_id != ? LIMIT ?", (module, own, MAX_USES + 1)
    )
    ids = [own] if own is not None else []
    return [*ids, *(row[0] for row in importing[:MAX_USES])], len(importing) > MAX_USES


def _defines(reader: NodeReader, module_id: int, name: str) -> bool:
    statement = "SELECT 1 FROM node WHERE name = ? COLLATE NOCASE AND name = ? AND module_id = ? LIMIT 1"
    return reader.connection.row(statement, (name, name, module_id)) is not None


def _sort_in(uses: Uses, user: LibraryNode, name: str) -> None:
    node = user.node
    if isinstance(node, ObjectNode):
        if name in node.index:
            uses.index_of.append(user)
        if node.augments == name:
            uses.augmented_by.append(user)
    elif isinstance(node, NotificationNode) and name in node.objects:
        uses.notifications.append(user)
    elif isinstance(node, GroupNode) and name in node.members:
        uses.groups.append(user)
