"""What the checks of a module work on: its definitions by kind, each beside its node."""

from __future__ import annotations

from trishul.smi.diagnostics import Edit
from trishul.smi.model import Node, ObjectNode
from trishul.smi.resolve.scopes import Scope, Scopes
from trishul.smi.syntax import (
    Capabilities,
    Compliance,
    Definition,
    Group,
    ModuleIdentity,
    NotificationType,
    ObjectType,
    TypeDefinition,
)

_SMIV2_HOMES = frozenset(("SNMPv2-SMI", "SNMPv2-TC", "SNMPv2-CONF"))


def is_smiv2(scope: Scope) -> bool:
    """True for modules that are written in SMIv2: they import from its modules or have a MODULE-IDENTITY."""
    if not _SMIV2_HOMES.isdisjoint(scope.imports.values()):
        return True
    return any(isinstance(definition, ModuleIdentity) for definition in scope.values.values())


class Gathered:
    """The definitions of one module by kind."""

    __slots__ = (
        "children",
        "compliances",
        "groups",
        "identity",
        "is_smiv2",
        "nodes",
        "notifications",
        "object_nodes",
        "objects",
        "scope",
        "scopes",
        "statements",
    )

    def __init__(self, scopes: Scopes, scope: Scope, nodes: list[Node]) -> None:
        self.scopes = scopes
        self.scope = scope
        self.nodes = nodes
        self.is_smiv2 = is_smiv2(scope)
        self.objects: list[ObjectType] = []
        self.children: dict[str, list[ObjectType]] = {}
        """Objects below each name, for columns of a row and the row of a table."""
        self.notifications: list[NotificationType] = []
        self.groups: list[Group] = []
        self.statements: list[Compliance | Capabilities] = []
        self.identity: ModuleIdentity | None = None
        for definition in scope.values.values():
            if isinstance(definition, ObjectType):
                self.objects.append(definition)
                if definition.oid and isinstance(definition.oid[0], str):
                    self.children.setdefault(definition.oid[0], []).append(definition)
            elif isinstance(definition, NotificationType):
                self.notifications.append(definition)
            elif isinstance(definition, Group):
                self.groups.append(definition)
            elif isinstance(definition, Compliance | Capabilities):
                self.statements.append(definition)
            elif isinstance(definition, ModuleIdentity) and self.identity is None:
                self.identity = definition
        self.compliances = [one for one in self.statements if isinstance(one, Compliance)]
        self.object_nodes: dict[str, ObjectNode] = {node.name: node for node in nodes if isinstance(node, ObjectNode)}

    def report(
        self, code: str, at: int, message: str, hint: str = "", *, subject: str = "", edit: Edit | None = None
    ) -> None:
        """Notes a finding about the module."""
        self.scopes.report(self.scope, code, at, message, hint, subject=subject, edit=edit)

    def find_object(self, name: str) -> ObjectType | None:
        """The object type that the module means by a name, its own or an imported one."""
        definition = self.find_value(name)
        return definition if isinstance(definition, ObjectType) else None

    def find_value(self, name: str) -> Definition | None:
        """What the module means by a name."""
        own = self.scope.values.get(name)
        if own is not None:
            return own
        found = self.scopes.find_value(self.scope, name) if name in self.scope.imports else None
        return found[1] if found else None

    def find_type(self, name: str) -> TypeDefinition | None:
        """The type that the module means by a name, as it is defined."""
        own = self.scope.types.get(name)
        if own is not None:
            return own
        found = self.scopes.find_type(self.scope, name) if name in self.scope.imports else None
        return found[1] if found else None
