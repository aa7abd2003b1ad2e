"""A compiled module as the rows that the index keeps of it: encoded once, wherever the module was resolved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from zlib import crc32

import msgspec

from trishul.library.schema import KIND_CODES, TIE_BITS, encode_details, encode_edit
from trishul.library.words import words_of_node
from trishul.smi.diagnostics import Diagnostic, Severity
from trishul.smi.model import Module, NodeKind

LOADED = "loaded"
MISSING_DEPENDENCIES = "missing_deps"

SUCCEEDED = frozenset(("RFC1158-MIB", "RFC1213-MIB", "RFC1271-MIB", "RFC1286-MIB", "RFC1315-MIB", "RFC1316-MIB"))
"""Modules whose objects other modules took over under the same names."""
_FOUNDATIONS = frozenset(("SNMPv2-SMI", "SNMPv2-TC", "SNMPv2-CONF"))
"""Define the roots that all others repeat."""

_PLAIN_RANK = 1 << 3 << TIE_BITS

NodeRow = tuple[str, bytes, int, int, bytes, str, str]
"""Name, OID, kind, rank, details, and what a search finds it by: words of the name, all words."""
TypeRow = tuple[str, bytes]
FindingRow = tuple[int, str, int, int, int, int, str, str, bytes | None]
"""Severity, code, line, column, start, end, message, hint, edit."""


class ModuleRows(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Everything that the index keeps of one module."""

    name: str
    is_smiv2: bool
    last_updated: str
    objects: int
    traps: int
    imports: tuple[tuple[str, bool], ...]
    """Modules that it imports from, and whether they are loaded."""
    reads: tuple[tuple[bool, str], ...]
    """As in the table `reads`."""
    record: bytes
    nodes: tuple[NodeRow, ...]
    types: tuple[TypeRow, ...]
    findings: tuple[FindingRow, ...]

    @property
    def status(self) -> str:
        """As in `module.status`."""
        return LOADED if all(is_loaded for _, is_loaded in self.imports) else MISSING_DEPENDENCIES

    @property
    def error(self) -> str | None:
        """The first error in words."""
        return next((finding[6] for finding in self.findings if finding[0] == Severity.ERROR), None)

    def count(self, severity: Severity) -> int:
        """How many findings of a severity there are."""
        return sum(finding[0] == severity for finding in self.findings)


def module_rows(
    module: Module,
    findings: Iterable[Diagnostic],
    text: str,
    last_updated: str,
    reads: tuple[tuple[bool, str], ...],
    is_loaded: Callable[[str], bool],
    *,
    is_standard: bool,
) -> ModuleRows:
    """The rows of a module; `text` is the decoded source, `is_loaded` tells whether a module's name means anything.

    `is_standard` is true for a module of the standard set, also where an uploaded text of it counts.
    """
    kinds = Counter(node.kind for node in module.nodes)
    targets = dict.fromkeys(imported.module for imported in module.imports)
    record = msgspec.structs.replace(module, nodes=(), types=())
    return ModuleRows(
        module.name,
        module.is_smiv2,
        last_updated,
        kinds[NodeKind.SCALAR] + kinds[NodeKind.COLUMN],
        kinds[NodeKind.NOTIFICATION],
        tuple((target, is_loaded(target)) for target in targets),
        reads,
        encode_details(record),
        _node_rows(module, text, is_standard=is_standard),
        tuple((info.name, encode_details(info)) for info in module.types),
        tuple(finding_row(finding) for finding in findings),
    )


def failed_rows(name: str, source: str, finding: Diagnostic) -> ModuleRows:
    """The rows of a module that could not be resolved at all."""
    record = encode_details(Module(name, source, False, (), (), (), ()))
    return ModuleRows(name, False, "", 0, 0, (), (), record, (), (), (finding_row(finding),))


def _node_rows(module: Module, text: str, *, is_standard: bool) -> tuple[NodeRow, ...]:
    base = _rank(module, is_standard=is_standard)
    ranks = {kind: base | _PLAIN_RANK if kind is NodeKind.OID else base for kind in NodeKind}
    return tuple(
        (
            node.name,
            node.oid_contents,
            KIND_CODES[node.kind],
            ranks[node.kind],
            encode_details(node),
            *words_of_node(node, text),
        )
        for node in module.nodes
    )


def _rank(module: Module, *, is_standard: bool) -> int:
    """Definitions before plain OID values, SMIv2 before SMIv1, successors before what they replace, standard first.

    The order of those that are equal in all of this is without meaning, but the same whenever they were written.
    """
    order = 0
    if module.name not in _FOUNDATIONS:
        order = (not module.is_smiv2) << 2 | (module.name in SUCCEEDED) << 1 | (not is_standard)
    return order << TIE_BITS | crc32(module.name.encode()) & ((1 << TIE_BITS) - 1)


def finding_row(finding: Diagnostic) -> FindingRow:
    """A finding without its place in the library."""
    return (
        finding.severity,
        finding.code,
        finding.line,
        finding.column,
        finding.start,
        finding.end,
        finding.message,
        finding.hint,
        encode_edit(finding.edit),
    )
