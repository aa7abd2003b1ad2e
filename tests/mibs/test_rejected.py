"""Modules that some well-known compiler rejects load with all their objects, bar those listed with a reason.

What stands in a text is told by a plain search for macros at the beginnings of lines, which shares nothing with our
parser. The 254 entries lie in ../shared/mibs/rejected.tsv; what they import is looked for in their own corpus, then
among the standard modules.
"""

from __future__ import annotations

import re
from pathlib import Path

from tests.mibs.accepted import Accepted, Difference
from tests.mibs.corpora import RejectedTexts, Texts, rejected
from trishul.library.checking import InstalledModules
from trishul.library.sources import STANDARD_ARCHIVE
from trishul.smi.model import BaseType, ObjectNode
from trishul.smi.resolve.modules import resolve_module
from trishul.smi.resolve.scopes import LoadedModules, ModulesBeyond
from trishul.smi.source import decode_source
from trishul.smi.syntax import ParsedSource

ENTRIES = 254
_GAP = r"\s+(?:--[^\n]*\s+)*"
_WANTED = re.compile(
    rf"^[ \t]*([A-Za-z0-9][\w-]*)\s+(?:OBJECT-TYPE{_GAP}SYNTAX|NOTIFICATION-TYPE{_GAP}(?:OBJECTS|STATUS)"
    rf"|TRAP-TYPE{_GAP}ENTERPRISE|::={_GAP}TEXTUAL-CONVENTION)\b",
    re.MULTILINE,
)


def test_every_entry_loads_with_all_its_objects(
    shared_dir: Path, texts: dict[str, Texts], rejected_texts: RejectedTexts
) -> None:
    entries = rejected(shared_dir / "mibs")
    assert len(entries) == ENTRIES
    accepted = Accepted("rejected")
    refused: list[Difference] = []
    objects = 0
    installed = {
        corpus: InstalledModules(None, [unpacked.folder], STANDARD_ARCHIVE) for corpus, unpacked in texts.items()
    }
    for corpus, name in dict.fromkeys(entries):
        data = (texts[corpus].folder / name).read_bytes()
        parsed = rejected_texts.parsed(corpus, name, data)
        assert parsed.modules, name
        resolved, untyped = names_in(parsed, installed[corpus])
        wanted = {match[1] for match in _WANTED.finditer(decode_source(name, data).text)}
        objects += len(resolved)
        lost = sorted(wanted - resolved)
        found = [Difference(f"{corpus}::{name}", "without OID", "", " ".join(lost))] if lost else []
        if untyped:
            found.append(Difference(f"{corpus}::{name}", "without type", "", " ".join(sorted(untyped))))
        refused += [one for one in found if not accepted.is_accepted(one)]
    for each in installed.values():
        each.close()
    print(f"{len(entries)} entries, {objects} names resolved")
    assert refused == []
    assert accepted.unneeded() == []


def names_in(parsed: ParsedSource, installed: InstalledModules) -> tuple[set[str], set[str]]:
    """Names that are resolved, and objects whose type nobody knows.

    What several texts import is parsed once for all of them.
    """
    provider = ModulesBeyond(LoadedModules(parsed.modules), installed)
    modules = [resolve_module(provider, module.name).module for module in parsed.modules]
    nodes = [node for module in modules for node in module.nodes]
    resolved = {node.name for node in nodes} | {info.name for module in modules for info in module.types}
    untyped = {node.name for node in nodes if isinstance(node, ObjectNode) and node.type.base is BaseType.UNKNOWN}
    return resolved, untyped
