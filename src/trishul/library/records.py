"""What the library answers with: nodes with their module, facts about modules and sources, findings of a search."""

from __future__ import annotations

from typing import Literal

import msgspec

from trishul.errors import TrishulError
from trishul.smi.model import Node

OriginName = Literal["standard", "uploaded"]


class LibraryUnavailable(TrishulError):
    """There is no index that can be read: none was built yet, it is damaged, or another version made it."""

    code = "library_unavailable"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The MIB library cannot be read: {reason}")
        self.reason = reason


class LibraryNode(msgspec.Struct, frozen=True, gc=False):
    """A node and the module that defines it."""

    module: str
    node: Node

    @property
    def full_name(self) -> str:
        """As people write it: `IF-MIB::ifDescr`."""
        return f"{self.module}::{self.node.name}"


class TreeNode(msgspec.Struct, frozen=True):
    """A node and what is below it, as deep as was asked for."""

    entry: LibraryNode
    children: tuple[TreeNode, ...]
    """Nearest known nodes below, in the order of their arcs; empty where the depth ends."""
    has_children: bool


class Tree(msgspec.Struct, frozen=True):
    """Part of the tree, and whether a limit cut it."""

    nodes: tuple[TreeNode, ...]
    is_cut: bool


class ModuleRecord(msgspec.Struct, frozen=True):
    """A module as lists of modules show it."""

    name: str
    file: str
    """Name of its file in the uploads folder or in the archive of standard modules."""
    origin: OriginName
    status: str
    """`loaded`, or `missing_deps` where a module that it imports from is not loaded."""
    is_smiv2: bool
    last_updated: str
    """`YYYYMMDDHHMMZ`, or empty."""
    imports: tuple[str, ...]
    """Names of the modules it imports from."""
    missing: tuple[str, ...]
    """Those of them that are not loaded."""
    objects: int
    """Scalars and columns."""
    traps: int
    errors: int
    warnings: int
    styles: int
    error: str | None
    """The first finding that is an error."""


class SourceRecord(msgspec.Struct, frozen=True):
    """A text and what became of it."""

    file: str
    origin: OriginName
    sha256: str
    size_bytes: int
    error: str | None
    """Why nothing of it could be loaded."""
    modules: tuple[str, ...]
    superseded: tuple[str, ...]
    """Modules in it that a newer text of the same module replaces."""


class LibraryCounts(msgspec.Struct, frozen=True):
    """How much there is. `total` is loaded modules plus texts of which nothing could be loaded."""

    loaded: int
    failed: int
    total: int
    incomplete: int
    """Loaded modules that import from modules that are not loaded."""
    traps_available: int


Match = Literal["oid", "exact", "prefix", "module", "name", "syntax", "text"]
"""Why a node was found, best first: by its OID, its whole name, the beginning of its name, its module, words in its
name, its type, words in its description."""


class SearchHit(msgspec.Struct, frozen=True):
    """A node that a search found, and why."""

    node: LibraryNode
    match: Match


class SearchPage(msgspec.Struct, frozen=True):
    """Some of what a search found, best first."""

    results: tuple[SearchHit, ...]
    total: int
    """How many were gathered; a page shows some of them."""
    is_complete: bool
    """False when there are more than `total`: a search gathers a bounded number of best ones."""
