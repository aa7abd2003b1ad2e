"""What the parser saw: one struct for each form of definition, names still unresolved.

Long texts (DESCRIPTION, REFERENCE) stay spans into the source: two offsets in one number, because a corpus has more
than a million of them. Everything here can be pickled, and encoded as arrays with a number for the class of a
definition, so that modules may be parsed in other processes.
"""

from __future__ import annotations

from array import array

import msgspec

from trishul.smi.diagnostics import Diagnostic

Span = int
"""`start << 32 | end`; 0 where there is no text."""
OidPart = str | int


def make_span(start: int, end: int) -> Span:
    """Two offsets as one number."""
    return start << 32 | end


def span_bounds(span: Span) -> tuple[int, int]:
    """The offsets in a span."""
    return span >> 32, span & 0xFFFFFFFF


class Syntax(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A type as written: a base or type name and what narrows it."""

    name: str
    labels: tuple[tuple[str, int], ...] = ()
    ranges: tuple[tuple[int, int | None], ...] = ()
    """Bounds; None stands for MAX."""
    is_size: bool = False
    row_type: str | None = None
    """X in SEQUENCE OF X."""
    columns: tuple[str, ...] = ()
    """Names in a SEQUENCE or CHOICE."""
    column_types: tuple[str, ...] = ()
    """Names of the types beside them; as many."""


class Definition(msgspec.Struct, gc=False, array_like=True):
    """What all definitions have: a name, its place, an OID value (absent in types and traps), status and texts."""

    name: str
    at: int
    oid: tuple[OidPart, ...] = ()
    status: str = ""
    description: Span = 0
    reference: Span = 0


class OidValue(Definition, gc=False, tag=1):
    """`name OBJECT IDENTIFIER ::= { ... }`."""


class ObjectIdentity(Definition, gc=False, tag=2):
    """OBJECT-IDENTITY (RFC 2578 §6)."""


class ModuleIdentity(Definition, gc=False, tag=3):
    """MODULE-IDENTITY (RFC 2578 §5)."""

    last_updated: str = ""
    organization: Span = 0
    contact: Span = 0
    revisions: tuple[tuple[str, Span], ...] = ()


class ObjectType(Definition, gc=False, tag=4):
    """OBJECT-TYPE of SMIv1 and SMIv2 (RFC 1212 §4.1, RFC 2578 §7)."""

    syntax: Syntax | None = None
    syntax_at: int = 0
    access: str = ""
    units: str = ""
    index: tuple[str, ...] = ()
    is_implied: bool = False
    augments: str = ""
    default: str = ""
    list_at: int = 0
    old_access_at: int = 0
    """Where ACCESS stands in place of MAX-ACCESS."""
    default_at: int = 0
    old_status_at: int = 0
    """Where a status of SMIv1 stands."""


class NotificationType(Definition, gc=False, tag=5):
    """NOTIFICATION-TYPE (RFC 2578 §8), or TRAP-TYPE (RFC 1215 §2) with its enterprise and number."""

    objects: tuple[str, ...] = ()
    objects_at: int = 0
    enterprise: str = ""
    number: int = 0
    old_status_at: int = 0
    """Where a status of SMIv1 stands."""


class TypeDefinition(Definition, gc=False, tag=6):
    """A type assignment or TEXTUAL-CONVENTION (RFC 2579 §3)."""

    syntax: Syntax | None = None
    syntax_at: int = 0
    display_hint: str = ""
    is_convention: bool = False


class Group(Definition, gc=False, tag=7):
    """OBJECT-GROUP or NOTIFICATION-GROUP (RFC 2580 §3, §4)."""

    members: tuple[str, ...] = ()
    members_at: int = 0
    has_notifications: bool = False


class Refinement(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A narrowed object or group in a MODULE-COMPLIANCE or AGENT-CAPABILITIES statement."""

    kind: str
    """GROUP, OBJECT or VARIATION."""
    name: str
    syntax: Syntax | None = None
    write_syntax: Syntax | None = None
    access: str = ""
    description: Span = 0
    at: int = 0


class ModulePart(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One MODULE or SUPPORTS clause; no module name means the module itself."""

    module: str
    groups: tuple[str, ...] = ()
    refinements: tuple[Refinement, ...] = ()


class Compliance(Definition, gc=False, tag=8):
    """MODULE-COMPLIANCE (RFC 2580 §5)."""

    parts: tuple[ModulePart, ...] = ()


class Capabilities(Definition, gc=False, tag=9):
    """AGENT-CAPABILITIES (RFC 2580 §6)."""

    release: Span = 0
    parts: tuple[ModulePart, ...] = ()


class Import(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One imported name."""

    name: str
    module: str
    at: int
    end: int = 0
    """Behind the module's name, which several imports share."""


class ParsedModule(msgspec.Struct, gc=False):
    """One module as its text says it, with everything that was found while parsing."""

    name: str
    source: str
    at: int
    imports: tuple[Import, ...]
    definitions: tuple[Definition, ...]
    words: frozenset[str]
    """Names the module uses outside its IMPORTS."""
    diagnostics: tuple[Diagnostic, ...]
    line_starts: array[int]
    imports_end: int = 0
    imports_at: int = 0
    """Where the semicolon of the IMPORTS stands; 0 where there is none."""
    body_at: int = 0
    """Behind BEGIN."""


class ParsedSource(msgspec.Struct, gc=False):
    """All modules of one text, and findings that belong to none of them."""

    source: str
    modules: tuple[ParsedModule, ...]
    diagnostics: tuple[Diagnostic, ...]
