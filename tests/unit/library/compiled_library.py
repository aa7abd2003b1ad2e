"""A library in memory: what `Library` answers, from modules compiled here and now."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from trishul.library.records import LibraryNode
from trishul.smi.compiling import compile_modules
from trishul.smi.model import CompiledSet, NodeKind
from trishul.smi.source import decode_source

if TYPE_CHECKING:
    from trishul.library.library import Library

DEVICE_MIB = """DEVICE-MIB DEFINITIONS ::= BEGIN
IMPORTS
    MODULE-IDENTITY, OBJECT-TYPE, Integer32, Gauge32, enterprises FROM SNMPv2-SMI;
device MODULE-IDENTITY LAST-UPDATED "202601010000Z" ORGANIZATION "o" CONTACT-INFO "c" DESCRIPTION "d"
    ::= { enterprises 99999 }
deviceState OBJECT-TYPE SYNTAX INTEGER { up(1), down(2) }
    MAX-ACCESS read-write STATUS current DESCRIPTION "" ::= { device 1 }

portTable OBJECT-TYPE SYNTAX SEQUENCE OF PortEntry
    MAX-ACCESS not-accessible STATUS current DESCRIPTION "" ::= { device 2 }
portEntry OBJECT-TYPE SYNTAX PortEntry
    MAX-ACCESS not-accessible STATUS current DESCRIPTION "" INDEX { portIndex } ::= { portTable 1 }
PortEntry ::= SEQUENCE { portIndex Integer32, portName OCTET STRING }
portIndex OBJECT-TYPE SYNTAX Integer32
    MAX-ACCESS not-accessible STATUS current DESCRIPTION "" ::= { portEntry 1 }
portName OBJECT-TYPE SYNTAX OCTET STRING
    MAX-ACCESS read-only STATUS current DESCRIPTION "" ::= { portEntry 2 }

speedTable OBJECT-TYPE SYNTAX SEQUENCE OF SpeedEntry
    MAX-ACCESS not-accessible STATUS current DESCRIPTION "" ::= { device 3 }
speedEntry OBJECT-TYPE SYNTAX SpeedEntry
    MAX-ACCESS not-accessible STATUS current DESCRIPTION "" AUGMENTS { portEntry } ::= { speedTable 1 }
SpeedEntry ::= SEQUENCE { portSpeed Gauge32 }
portSpeed OBJECT-TYPE SYNTAX Gauge32 UNITS "bits"
    MAX-ACCESS read-only STATUS current DESCRIPTION "" ::= { speedEntry 1 }

userTable OBJECT-TYPE SYNTAX SEQUENCE OF UserEntry
    MAX-ACCESS not-accessible STATUS current DESCRIPTION "" ::= { device 4 }
userEntry OBJECT-TYPE SYNTAX UserEntry
    MAX-ACCESS not-accessible STATUS current DESCRIPTION "" INDEX { userName, userMode } ::= { userTable 1 }
UserEntry ::= SEQUENCE { userName OCTET STRING, userRight Integer32, userMode INTEGER }
userName OBJECT-TYPE SYNTAX OCTET STRING
    MAX-ACCESS not-accessible STATUS current DESCRIPTION "" ::= { userEntry 1 }
userRight OBJECT-TYPE SYNTAX Integer32
    MAX-ACCESS read-only STATUS current DESCRIPTION "" ::= { userEntry 2 }
userMode OBJECT-TYPE SYNTAX INTEGER { read(1), write(2) }
    MAX-ACCESS not-accessible STATUS current DESCRIPTION "" ::= { userEntry 3 }
END
SNMPv2-SMI DEFINITIONS ::= BEGIN
internet OBJECT IDENTIFIER ::= { iso org(3) dod(6) 1 }
private OBJECT IDENTIFIER ::= { internet 4 }
enterprises OBJECT IDENTIFIER ::= { private 1 }
END
"""
"""A device with a scalar, a table, a table that augments it, and one with a string and a label in its index."""


class CompiledLibrary:
    """The part of `Library` that names are made from."""

    def __init__(self, compiled: CompiledSet) -> None:
        self.generation = 1
        self.compiled = compiled
        self._by_oid: dict[bytes, list[LibraryNode]] = {}
        self._by_name: dict[str, list[LibraryNode]] = {}
        for module in compiled.modules.values():
            for node in module.nodes:
                found = LibraryNode(module.name, node)
                self._by_oid.setdefault(node.oid_contents, []).append(found)
                self._by_name.setdefault(node.name, []).append(found)
        self._inner = {oid[:length] for oid in self._by_oid for length in range(len(oid))}
        for nodes in self._by_oid.values():
            nodes.sort(key=lambda found: (found.node.kind is NodeKind.OID, found.module == "RFC1213-MIB"))

    @classmethod
    def of(cls, *texts: str) -> CompiledLibrary:
        """A library of whole module texts."""
        sources = [decode_source(f"file-{number}", text.encode()) for number, text in enumerate(texts)]
        return cls(compile_modules(sources))

    def as_library(self) -> Library:
        """This, where a Library is wanted."""
        return cast("Library", self)

    def find_by_oid(self, contents: bytes) -> tuple[LibraryNode, int] | None:
        for length in range(len(contents), 0, -1):
            nodes = self._by_oid.get(contents[:length])
            if nodes:
                return nodes[0], length
        return None

    def find_all_by_oid(self, contents: bytes) -> list[LibraryNode]:
        return self._by_oid.get(contents, [])

    def find_by_name(self, name: str, module: str | None = None) -> list[LibraryNode]:
        return [found for found in self._by_name.get(name, []) if module in {None, found.module}]

    def has_children(self, contents: bytes) -> bool:
        return contents in self._inner

    def children_of(self, contents: bytes, module: str | None = None) -> list[LibraryNode]:
        found = [
            nodes[0]
            for oid, nodes in self._by_oid.items()
            if oid.startswith(contents) and len(oid) > len(contents) and self._is_nearest(oid, contents)
        ]
        return sorted((one for one in found if module in {None, one.module}), key=lambda one: one.node.oid)

    def _is_nearest(self, oid: bytes, above: bytes) -> bool:
        return not any(oid[:length] in self._by_oid for length in range(len(above) + 1, len(oid)))

    def vendor_of(self, _contents: bytes) -> None:
        return None

    def modules(self) -> Iterable[Any]:
        return [SimpleNamespace(name=name, status="loaded", missing=()) for name in self.compiled.modules]

    def find_module(self, name: str) -> Any:
        if name not in self.compiled.modules:
            return None
        leaves = (NodeKind.SCALAR, NodeKind.COLUMN)
        return SimpleNamespace(name=name, objects=sum(found.node.kind in leaves for found in self.nodes_of(name)))

    def nodes_of(self, module: str) -> list[LibraryNode]:
        return [LibraryNode(module, node) for node in self.compiled.modules[module].nodes]

    def notifications(self) -> list[LibraryNode]:
        nodes = [found for nodes in self._by_oid.values() for found in nodes]
        return [found for found in nodes if found.node.kind is NodeKind.NOTIFICATION]

    def search(self, query: str, limit: int) -> Any:
        names = [name for name in self._by_name if name.lower().startswith(query.lower())]
        hits = [SimpleNamespace(node=self._by_name[name][0]) for name in names[:limit]]
        return SimpleNamespace(results=hits)
