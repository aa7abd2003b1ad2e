"""The tables of the index, and how rows of the compiler's model are encoded in them.

An index is a product of the texts: it is never migrated. One that has another `SCHEMA_VERSION` is built anew.

Long texts stay in the source files; rows hold spans into them. OIDs are BER contents octets: they do not sort by arcs,
but what lies below an OID shares its octets as a prefix, so all of it lies in `[p, p with its last octet + 1)`.
"""

from __future__ import annotations

from enum import IntEnum

import msgspec

from trishul.smi.diagnostics import Edit
from trishul.smi.model import (
    GroupNode,
    Module,
    ModuleIdentityNode,
    Node,
    NodeKind,
    NotificationNode,
    ObjectNode,
    StatementNode,
    TypeInfo,
)

SCHEMA_VERSION = 6
"""Grows with every change of the tables or of what is written in them, the compiler's results included."""

TABLES = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE source(
    id INTEGER PRIMARY KEY,
    origin INTEGER NOT NULL,        -- Origin
    file TEXT NOT NULL,             -- name in its folder or archive
    sha256 BLOB NOT NULL,
    size_bytes INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    error TEXT,                     -- why nothing of it could be loaded; else NULL
    UNIQUE(origin, file)
);
CREATE TABLE module(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    source_id INTEGER NOT NULL,
    status TEXT NOT NULL,           -- 'loaded', or 'missing_deps' where a module that it imports from is not loaded
    is_smiv2 INTEGER NOT NULL,
    last_updated TEXT NOT NULL,     -- YYYYMMDDHHMMZ, or empty
    objects INTEGER NOT NULL,       -- scalars and columns
    traps INTEGER NOT NULL,
    error TEXT,                     -- the first finding that is an error; else NULL
    errors INTEGER NOT NULL,
    warnings INTEGER NOT NULL,
    styles INTEGER NOT NULL,
    record BLOB NOT NULL            -- smi.model.Module without its nodes and types
);
CREATE INDEX module_source ON module(source_id);
CREATE TABLE superseded(            -- texts of a module that another text of the same module replaces
    name TEXT NOT NULL,
    source_id INTEGER NOT NULL,
    last_updated TEXT NOT NULL
);
CREATE TABLE imports(
    module_id INTEGER NOT NULL,
    target TEXT NOT NULL,           -- name of a module
    is_loaded INTEGER NOT NULL,     -- it, or one that stands for it, or the compiler knows all its names
    PRIMARY KEY(module_id, target)
) WITHOUT ROWID;
CREATE TABLE node(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    module_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    oid BLOB NOT NULL,              -- BER contents octets
    kind INTEGER NOT NULL,          -- place in KINDS
    rank INTEGER NOT NULL,          -- which of several nodes with one OID names it: the smallest
    details BLOB NOT NULL           -- `decode_node` makes a Node of it
);
CREATE TABLE type(
    module_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    details BLOB NOT NULL,          -- `decode_type` makes a TypeInfo of it
    PRIMARY KEY(module_id, name)
) WITHOUT ROWID;
CREATE TABLE finding(
    source_id INTEGER NOT NULL,
    module_id INTEGER,              -- NULL for findings about a text in which no module was found
    severity INTEGER NOT NULL,
    code TEXT NOT NULL,
    line INTEGER NOT NULL,
    "column" INTEGER NOT NULL,
    start INTEGER NOT NULL,         -- offsets into the decoded text
    "end" INTEGER NOT NULL,
    message TEXT NOT NULL,
    hint TEXT NOT NULL,
    edit BLOB                       -- `decode_edit` makes an Edit of it
);
CREATE TABLE reads(                 -- what a module's result depends on besides its own text
    is_module INTEGER NOT NULL,     -- 1: a module's name, loaded or not; 0: a name looked for in all modules
    name TEXT NOT NULL,
    module_id INTEGER NOT NULL,
    PRIMARY KEY(is_module, name, module_id)
) WITHOUT ROWID;
-- Rowids are node.id; rows of nodes that are gone stay: join with node. What is in them is made by `words`.
CREATE VIRTUAL TABLE name_words USING fts5(
    words, content='', columnsize=0, detail=none, prefix='1 2 3', tokenize="unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE text_words USING fts5(
    words, content='', columnsize=0, detail=none, tokenize="porter unicode61 remove_diacritics 2"
);
"""

INDEXES = """
CREATE INDEX node_oid ON node(oid, rank DESC, kind);
CREATE INDEX node_name ON node(name COLLATE NOCASE, rank);
CREATE INDEX node_module ON node(module_id);
CREATE INDEX type_name ON type(name);
CREATE INDEX finding_module ON finding(module_id);
"""
"""Made after the rows of a new index: sorting once is faster than keeping order a million times."""

TIE_BITS = 16
"""Bits of a rank that only decide between equals."""
KINDS: tuple[NodeKind, ...] = tuple(NodeKind)
KIND_CODES: dict[NodeKind, int] = {kind: code for code, kind in enumerate(KINDS)}


class Origin(IntEnum):
    """Where a text comes from."""

    STANDARD = 0
    UPLOADED = 1


_NODES: msgspec.msgpack.Decoder[Node] = msgspec.msgpack.Decoder(
    Node | ObjectNode | NotificationNode | GroupNode | StatementNode | ModuleIdentityNode
)
_TYPES = msgspec.msgpack.Decoder(TypeInfo)
_MODULES = msgspec.msgpack.Decoder(Module)
_EDITS = msgspec.msgpack.Decoder(tuple[int, int, str])
encode_details = msgspec.msgpack.Encoder().encode
"""Octets of a Node, TypeInfo or Module."""


def decode_node(details: bytes) -> Node:
    """The node in `node.details`."""
    return _NODES.decode(details)


def decode_type(details: bytes) -> TypeInfo:
    """The type in `type.details`."""
    return _TYPES.decode(details)


def decode_module(record: bytes) -> Module:
    """The module in `module.record`; its nodes and types are in their own tables."""
    return _MODULES.decode(record)


def encode_edit(edit: Edit | None) -> bytes | None:
    """Octets for `finding.edit`."""
    return encode_details((edit.start, edit.end, edit.replacement)) if edit else None


def decode_edit(octets: bytes | None) -> Edit | None:
    """The edit in `finding.edit`."""
    return Edit(*_EDITS.decode(octets)) if octets else None
