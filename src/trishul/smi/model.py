"""The resolved, read-only model: modules, what they name, and types with everything inherited already in them.

Compact on purpose: OIDs are contents octets, long texts are spans into the source (`syntax.span_bounds`), lists hold
names. A corpus of thousands of modules has a million nodes. Structs are encoded as arrays with a number for the class,
so that an index on disk stays small and a decoder finds the class again.
"""

from __future__ import annotations

from bisect import bisect_left
from enum import StrEnum

import msgspec

from trishul.datatypes.oid import Oid
from trishul.smi.diagnostics import Diagnostic
from trishul.smi.syntax import Import, ModulePart, Span


class BaseType(StrEnum):
    """The base of a chain of types: the SMI's own types (RFC 2578 §7.1), and what is no value."""

    INTEGER = "INTEGER"
    OCTET_STRING = "OCTET STRING"
    OBJECT_IDENTIFIER = "OBJECT IDENTIFIER"
    BITS = "BITS"
    IP_ADDRESS = "IpAddress"
    COUNTER32 = "Counter32"
    GAUGE32 = "Gauge32"
    UNSIGNED32 = "Unsigned32"
    TIME_TICKS = "TimeTicks"
    OPAQUE = "Opaque"
    COUNTER64 = "Counter64"
    TABLE = "SEQUENCE OF"
    ROW = "SEQUENCE"
    CHOICE = "CHOICE"
    NULL = "NULL"
    UNKNOWN = "unknown"


class NodeKind(StrEnum):
    """What a name in the OID tree stands for."""

    OID = "oid"
    MODULE_IDENTITY = "module identity"
    OBJECT_IDENTITY = "object identity"
    SCALAR = "scalar"
    TABLE = "table"
    ROW = "row"
    COLUMN = "column"
    NOTIFICATION = "notification"
    OBJECT_GROUP = "object group"
    NOTIFICATION_GROUP = "notification group"
    COMPLIANCE = "compliance"
    CAPABILITIES = "capabilities"


class TypeInfo(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A type with all it inherits: the base, labels, ranges and hint that hold for a value."""

    base: BaseType
    name: str = ""
    """Name of the nearest named type; empty for a bare base type."""
    module: str = ""
    labels: tuple[tuple[str, int], ...] = ()
    ranges: tuple[tuple[int, int | None], ...] = ()
    is_size: bool = False
    display_hint: str = ""
    row_type: str = ""
    columns: tuple[str, ...] = ()
    status: str = ""
    description: Span = 0
    at: int = 0


class Node(msgspec.Struct, frozen=True, gc=False, array_like=True, tag_field="form", tag=0):
    """A name with an OID."""

    name: str
    kind: NodeKind
    oid_contents: bytes
    at: int
    status: str = ""
    description: Span = 0
    reference: Span = 0

    @property
    def oid(self) -> Oid:
        """The OID as arcs."""
        return Oid.from_contents(self.oid_contents)


class ObjectNode(Node, frozen=True, gc=False, tag=1):
    """A scalar, table, row or column. `index` names columns, for an augmenting row it is empty."""

    type: TypeInfo = TypeInfo(BaseType.UNKNOWN)
    access: str = ""
    units: str = ""
    index: tuple[str, ...] = ()
    is_implied: bool = False
    augments: str = ""
    default: str = ""
    index_arcs: int = 0
    """For a column whose instances are named by plain numbers alone: how many; 0 where more must be known."""


class NotificationNode(Node, frozen=True, gc=False, tag=2):
    """A notification or trap and the objects it carries."""

    objects: tuple[str, ...] = ()


class GroupNode(Node, frozen=True, gc=False, tag=3):
    """A group and its members."""

    members: tuple[str, ...] = ()


class StatementNode(Node, frozen=True, gc=False, tag=4):
    """A compliance or capabilities statement and what it says about modules."""

    release: Span = 0
    parts: tuple[ModulePart, ...] = ()


class ModuleIdentityNode(Node, frozen=True, gc=False, tag=5):
    """The module's own description of itself."""

    last_updated: str = ""
    organization: Span = 0
    contact: Span = 0
    revisions: tuple[tuple[str, Span], ...] = ()


class Module(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A module: nodes sorted by name, types sorted by name, and imports with the names that were not met."""

    name: str
    source: str
    is_smiv2: bool
    imports: tuple[Import, ...]
    unmet: tuple[tuple[str, str], ...]
    """Pairs of module and name that were imported and are not loaded."""
    nodes: tuple[Node, ...]
    types: tuple[TypeInfo, ...]
    identity: ModuleIdentityNode | None = None

    def find_node(self, name: str) -> Node | None:
        """The node with this name."""
        place = bisect_left(self.nodes, name, key=lambda node: node.name)
        found = self.nodes[place : place + 1]
        return found[0] if found and found[0].name == name else None

    def find_type(self, name: str) -> TypeInfo | None:
        """The type with this name."""
        place = bisect_left(self.types, name, key=lambda info: info.name)
        found = self.types[place : place + 1]
        return found[0] if found and found[0].name == name else None


class CompiledSet(msgspec.Struct, frozen=True, gc=False):
    """Everything compiled together, and everything that was found."""

    modules: dict[str, Module]
    diagnostics: tuple[Diagnostic, ...]
    superseded: tuple[tuple[str, str], ...] = ()
    """Module and source of texts that a newer revision of the same module replaces."""
