"""The pages that `trishul mib show` prints: aligned facts, then the description."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from trishul.cli.mib_entries import terminal_text
from trishul.library.module_facts import ModuleFacts
from trishul.library.object_facts import ObjectFacts

_LABEL_WIDTH = 14
_LINE_WIDTH = 100
_DATE_DIGITS = 8


def object_page(facts: ObjectFacts, instance: str = "") -> str:
    """All about an object; `instance` is the instance that was asked for."""
    path = ".".join(step.name or str(step.arc) for step in facts.path)
    rows = [
        ("asked for", instance),
        ("kind", facts.kind),
        ("OID", f".{facts.oid}"),
        ("path", path),
        ("syntax", facts.syntax),
        *_type_rows(facts),
        ("units", facts.units),
        ("access", facts.access),
        ("status", facts.status),
        ("default", facts.default),
        ("table", facts.table),
        ("row", facts.row),
        ("index", ", ".join(facts.index) + (" (the last one without its length)" if facts.is_implied else "")),
        ("augments", facts.augments),
        ("columns", ", ".join(facts.columns)),
        ("objects", ", ".join(facts.objects)),
        ("members", ", ".join(facts.members)),
        ("last updated", _date(facts.last_updated)),
        ("organization", facts.organization),
        ("also in", ", ".join(facts.other_modules)),
        ("reference", facts.reference),
    ]
    return _page(facts.full_name, rows, facts.description)


def _type_rows(facts: ObjectFacts) -> list[tuple[str, str]]:
    info = facts.type
    if info is None:
        return []
    convention = f"{info.convention}, {info.base}" if "::" in info.convention else ""
    return [("type", convention), ("display hint", info.display_hint)]


def module_page(facts: ModuleFacts) -> str:
    """All about a module."""
    findings = [f"{count:,} {word}" for count, word in _counted(facts) if count]
    rows = [
        ("file", f"{facts.file} ({facts.origin})"),
        ("language", "SMIv2" if facts.is_smiv2 else "SMIv1"),
        ("identity", f"{facts.identity}  .{facts.root}" if facts.identity else ""),
        ("last updated", _date(facts.last_updated)),
        ("organization", facts.organization),
        ("contact", facts.contact),
        ("defines", ", ".join(f"{count:,} {_plural(kind, count)}" for kind, count in facts.kinds.items())),
        ("imports from", ", ".join(facts.imports)),
        ("not loaded", ", ".join(facts.missing)),
        ("findings", ", ".join(findings) or "none"),
        ("first error", facts.error or ""),
        *(("revision", f"{_date(one.date)}  {one.description}") for one in facts.revisions),
    ]
    return _page(facts.name, rows, facts.description)


def _counted(facts: ModuleFacts) -> Iterable[tuple[int, str]]:
    return (
        (facts.errors, _plural("error", facts.errors)),
        (facts.warnings, _plural("warning", facts.warnings)),
        (facts.styles, _plural("remark", facts.styles) + " on style"),
    )


def _plural(word: str, count: int) -> str:
    if count == 1:
        return word
    if word.endswith("y"):
        return f"{word[:-1]}ies"
    return word if word.endswith("s") else f"{word}s"


def _date(digits: str) -> str:
    """`YYYYMMDDHHMMZ` or `YYMMDDHHMMZ` (RFC 2578 §2) as a date."""
    if len(digits.rstrip("Z")) == len("YYMMDDHHMM"):
        digits = f"19{digits}"
    if len(digits) < _DATE_DIGITS or not digits[:_DATE_DIGITS].isdecimal():
        return digits
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"


def _page(title: str, rows: Iterable[tuple[str, str]], description: str) -> str:
    lines = [title]
    for label, text in rows:
        if text:
            lines += _row(label, terminal_text(text))
    if description:
        lines += ["", textwrap.indent(terminal_text(description), "  ")]
    return "\n".join(lines)


def _row(label: str, text: str) -> list[str]:
    """The label, and the text beside it on as many lines as it needs."""
    width = _LINE_WIDTH - _LABEL_WIDTH - 2
    pieces = [
        piece for line in text.splitlines() for piece in textwrap.wrap(line, width, break_on_hyphens=False) or [""]
    ]
    indent = " " * (_LABEL_WIDTH + 2)
    return [f"  {label.ljust(_LABEL_WIDTH)}{pieces[0]}", *(f"{indent}{piece}".rstrip() for piece in pieces[1:])]
