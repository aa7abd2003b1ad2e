"""One node as its definition in a MIB, in the form of `snmptranslate -Td`: correct SMI, with all that is inherited."""

from __future__ import annotations

from trishul.cli.mib_entries import terminal_text
from trishul.library.object_facts import ObjectFacts
from trishul.smi.model import BaseType, NodeKind
from trishul.smi.type_text import narrowing

MACROS = {
    NodeKind.OID: "OBJECT IDENTIFIER",
    NodeKind.MODULE_IDENTITY: "MODULE-IDENTITY",
    NodeKind.OBJECT_IDENTITY: "OBJECT-IDENTITY",
    NodeKind.NOTIFICATION: "NOTIFICATION-TYPE",
    NodeKind.OBJECT_GROUP: "OBJECT-GROUP",
    NodeKind.NOTIFICATION_GROUP: "NOTIFICATION-GROUP",
    NodeKind.COMPLIANCE: "MODULE-COMPLIANCE",
    NodeKind.CAPABILITIES: "AGENT-CAPABILITIES",
}
_SPEAKING_BASES = frozenset((BaseType.TABLE, BaseType.ROW))


def definition_of(facts: ObjectFacts) -> str:
    """Several lines without a line end behind the last."""
    lines = [facts.full_name, f"{facts.name} {MACROS.get(NodeKind(facts.kind), 'OBJECT-TYPE')}"]
    lines += [f"  -- FROM\t{', '.join((facts.module, *facts.other_modules))}"]
    lines += _syntax_lines(facts)
    clauses = (
        ("LAST-UPDATED", _quoted(facts.last_updated)),
        ("ORGANIZATION", _quoted(facts.organization)),
        ("CONTACT-INFO", _quoted(facts.contact)),
        ("UNITS", _quoted(facts.units)),
        ("MAX-ACCESS", facts.access),
        ("OBJECTS", _braced((*facts.objects, *facts.members))),
        ("STATUS", facts.status),
        ("DESCRIPTION", _quoted(facts.description)),
        ("REFERENCE", _quoted(facts.reference)),
        ("INDEX", _index_text(facts)),
        ("AUGMENTS", _braced((facts.augments,)) if facts.augments else ""),
        ("DEFVAL", f"{{ {facts.default} }}" if facts.default else ""),
    )
    lines += [f"  {keyword}\t{terminal_text(text)}" for keyword, text in clauses if text]
    path = " ".join(f"{step.name}({step.arc})" if step.name else str(step.arc) for step in facts.path[:-1])
    return "\n".join([*lines, f"::= {{ {path} {facts.path[-1].arc} }}"])


def _syntax_lines(facts: ObjectFacts) -> list[str]:
    info = facts.type
    if info is None:
        return [f"  SYNTAX\t{facts.syntax}"] if facts.syntax else []
    lines = []
    if info.convention:
        lines.append(f"  -- TEXTUAL CONVENTION {info.convention.rpartition('::')[2]}")
    lines.append(f"  SYNTAX\t{info.base} {narrowing(info.labels.items(), info.ranges, is_size=info.is_size)}".rstrip())
    if info.display_hint:
        lines.append(f"  DISPLAY-HINT\t{_quoted(info.display_hint)}")
    return lines


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if text else ""


def _braced(names: tuple[str, ...]) -> str:
    return f"{{ {', '.join(names)} }}" if names else ""


def _index_text(facts: ObjectFacts) -> str:
    """Only a row has an INDEX clause of its own."""
    if facts.kind != NodeKind.ROW or facts.augments or not facts.index:
        return ""
    return _braced((*facts.index[:-1], f"IMPLIED {facts.index[-1]}" if facts.is_implied else facts.index[-1]))
