"""Modules and what stands in them: finds their beginnings and ends, dispatches definitions, recovers between them.

Parsing is a pure function of one text; what it returns can be pickled.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from trishul.smi.diagnostics import Finding
from trishul.smi.lexer import tokenize
from trishul.smi.parser.beginnings import CONVENTION, OBJECT_IDENTIFIER, meant_beginning, report_beginning
from trishul.smi.parser.conformance import (
    read_capabilities,
    read_compliance,
    read_notification_group,
    read_object_group,
)
from trishul.smi.parser.cursor import Cursor
from trishul.smi.parser.headers import mend_header
from trishul.smi.parser.identities import read_module_identity, read_object_identity, read_oid_value
from trishul.smi.parser.imports import read_imports
from trishul.smi.parser.notifications import read_notification_type, read_trap_type
from trishul.smi.parser.objects import read_object_type
from trishul.smi.parser.types import read_convention, read_type
from trishul.smi.parser.words import (
    AFTER_STRING,
    CLAUSES,
    MACROS,
    MAX_OID_TOKENS,
    RESERVED,
    begins_definition,
    begins_module,
    is_assignment,
)
from trishul.smi.source import Lines, Source, diagnose
from trishul.smi.syntax import Definition, Import, ParsedModule, ParsedSource

READERS: dict[str, Callable[[Cursor, int], Definition]] = {
    "OBJECT-TYPE": read_object_type,
    "MODULE-IDENTITY": read_module_identity,
    "OBJECT-IDENTITY": read_object_identity,
    "NOTIFICATION-TYPE": read_notification_type,
    "TRAP-TYPE": read_trap_type,
    "OBJECT-GROUP": read_object_group,
    "NOTIFICATION-GROUP": read_notification_group,
    "MODULE-COMPLIANCE": read_compliance,
    "AGENT-CAPABILITIES": read_capabilities,
}
MAX_FINDINGS = 1000
"""More findings about one module help nobody; the first ones are kept."""
MAX_LINE_TOKENS = 40
"""How far back the line before a module's name is looked through."""
MAX_NAME_LENGTH = 64
"""RFC 2578 §3.1."""


def parse_source(source: Source) -> ParsedSource:
    """All modules of a text."""
    lines = Lines(source.text)
    if not source.text:
        return _refused(source, lines, source.findings)
    tokens, lexical = tokenize(source.text, AFTER_STRING)
    cursor = Cursor(tokens)
    found: list[tuple[_Module, int]] = []
    index = _next_module(cursor.texts, 0)
    if index is None:
        mend_header(cursor, source.name)
        index = _next_module(cursor.texts, 0)
    before = 0
    while index is not None:
        _check_line_before(cursor, index, source.text)
        cursor.index = index
        found.append((_read_module(cursor, index), before))
        index = _next_module(cursor.texts, max(cursor.index, index + 1))
        before = len(cursor.findings)
    if not found:
        return _refused(source, lines, (*source.findings, _no_module(source.text)))
    early = [*source.findings, *lexical]
    bounds = [place for _, place in found] + [len(cursor.findings)]
    begins = [0, *(module.at for module, _ in found[1:]), len(source.text) + 1]
    modules = []
    for (module, _), (first, end), (low, high) in zip(found, pairwise(bounds), pairwise(begins), strict=True):
        own = [finding for finding in early if low <= finding.start < high] + cursor.findings[first:end]
        modules.append(module.finished(source, lines, own))
    return ParsedSource(source.name, tuple(modules), ())


def _refused(source: Source, lines: Lines, findings: tuple[Finding, ...]) -> ParsedSource:
    """A text without modules and the one reason."""
    worst = findings[-1:]
    return ParsedSource(source.name, (), tuple(diagnose(source.name, "", lines, finding) for finding in worst))


def _no_module(text: str) -> Finding:
    first = len(text) - len(text.lstrip())
    message = "No module begins in this text"
    return Finding("no-module", first, first + 1, message, "A MIB begins with NAME DEFINITIONS ::= BEGIN")


def _next_module(texts: list[str], index: int) -> int | None:
    """The index of the next module's name; text between modules says nothing."""
    while True:
        try:
            index = texts.index("DEFINITIONS", index)
        except ValueError:
            return None
        name = index - 1
        if name >= 0 and texts[name] == "}":
            while name > 0 and texts[name] != "{" and name > index - MAX_OID_TOKENS:
                name -= 1
            name -= 1
        if name >= 0 and texts[name][:1].isalpha() and begins_module(texts, name):
            return name
        index += 1


class _Module:
    """What is gathered while a module is read."""

    __slots__ = ("at", "body_at", "definitions", "imports", "imports_at", "imports_end", "name", "words")

    def __init__(self, name: str, at: int) -> None:
        self.name = name
        self.at = at
        self.imports: list[Import] = []
        self.imports_end = at
        self.imports_at = 0
        self.body_at = 0
        self.definitions: list[Definition] = []
        self.words: frozenset[str] = frozenset()

    def finished(self, source: Source, lines: Lines, findings: list[Finding]) -> ParsedModule:
        """The module as it is handed on."""
        findings.sort(key=lambda finding: finding.start)
        shown = tuple(diagnose(source.name, self.name, lines, finding) for finding in findings[:MAX_FINDINGS])
        return ParsedModule(
            self.name,
            source.name,
            self.at,
            tuple(self.imports),
            tuple(self.definitions),
            self.words,
            shown,
            lines.starts,
            self.imports_end,
            self.imports_at,
            self.body_at,
        )


def _read_module(cursor: Cursor, name_index: int) -> _Module:
    """A module from its name to its END."""
    texts = cursor.texts
    module = _Module(texts[name_index], cursor.starts[name_index])
    _check_name(cursor, name_index)
    index = texts.index("DEFINITIONS", name_index) + 1
    while texts[index] in {"IMPLICIT", "EXPLICIT", "AUTOMATIC", "TAGS"}:
        index += 1
    for expected in ("::=", "BEGIN"):
        if texts[index] == expected or (expected == "::=" and is_assignment(texts[index])):
            if texts[index] != expected:
                edit = cursor.replacement(index, "::=")
                cursor.report("wrong-assignment", index, "The assignment sign is ::=", "", edit)
            index += 1
            module.body_at = cursor.end_of(index - 1)
        else:
            cursor.report("unexpected-text", index, f"{expected} is missing here")
    cursor.index = index
    body = index
    while _read_next(cursor, module):
        body = max(body, index)
    # Imported macros are used by definitions, all other names by being written somewhere behind the IMPORTS.
    first = next((i for i in range(index, cursor.index) if cursor.starts[i] >= module.imports_end), cursor.index)
    used = set(texts[first : cursor.index])
    module.words = frozenset({imported.name for imported in module.imports} & used)
    return module


def _check_line_before(cursor: Cursor, index: int, text: str) -> None:
    """Reports what a module's name is written behind on its line, such as `AT@` of `AT@MIB`.

    Whole lines between modules say nothing, and neither does the rest of a line in which the former module ended.
    """
    first = index
    while first > cursor.index and index - first < MAX_LINE_TOKENS:
        if text.find("\n", cursor.end_of(first - 1), cursor.starts[first]) >= 0:
            break
        first -= 1
    if first < index and (first > cursor.index or first == 0):
        stray = text[cursor.starts[first] : cursor.starts[index]].rstrip()
        message = f"{stray[:40]} is not expected before the name of a module"
        cursor.report("unexpected-text", first, message, f"The module was named {cursor.texts[index]}", last=index - 1)


def _check_name(cursor: Cursor, index: int) -> None:
    """Names as RFC 2578 §3.1 has them."""
    name = cursor.texts[index]
    if "_" in name:
        hyphened = name.replace("_", "-")
        cursor.report("underscore-in-name", index, f"{name} has an underscore", f"Call it {hyphened}")
    elif name[-1:] == "-":
        cursor.report("trailing-hyphen", index, f"{name} ends with a hyphen", f"Call it {name.rstrip('-')}")
    elif len(name) > MAX_NAME_LENGTH:
        cursor.report("name-too-long", index, f"{name[:80]} has {len(name)} characters", "Use at most 64")


def _read_next(cursor: Cursor, module: _Module) -> bool:
    """Reads what stands next; false at the module's end."""
    texts = cursor.texts
    index = cursor.index
    word = texts[index]
    following = texts[index + 1]
    reader = READERS.get(following)
    if reader is not None and begins_definition(texts, index):
        _check_name(cursor, index)
        if word[0].isupper() and cursor.reported_at < index - 1:
            hint = f"Call it {word[0].lower()}{word[1:]}"
            cursor.report("object-name-case", index, f"{word} begins in upper case", hint)
        cursor.index = index + 2
        if is_assignment(texts[index + 2]) and texts[index + 3] in CLAUSES:
            spare = cursor.replacement(index + 2, "")
            cursor.report("unexpected-text", index + 2, "::= stands before the clauses", "Remove it", spare)
            cursor.index = index + 3
        module.definitions.append(reader(cursor, index))
        return True
    if word[:1].isalpha() and is_assignment(following):
        _read_assignment(cursor, module, index)
        return True
    if following == "OBJECT" and texts[index + 2] == "IDENTIFIER":
        _check_name(cursor, index)
        cursor.index = index + 3
        module.definitions.append(read_oid_value(cursor, index))
        return True
    if word == "END":
        cursor.index = index + 1
        if following not in RESERVED and begins_definition(texts, index + 1) and texts[index + 2] in MACROS:
            spare = cursor.replacement(index, "")
            cursor.report("unexpected-text", index, "END stands before other definitions", "Remove it", spare)
            return True
        return False
    if not word or begins_module(texts, index):
        last = max(0, index - 1)
        edit = cursor.insertion(last, "\n\nEND\n")
        cursor.report("missing-end", last, f"{module.name} does not end", "Write END", edit)
        return False
    _read_other(cursor, module, index)
    return True


def _read_assignment(cursor: Cursor, module: _Module, index: int) -> None:
    """`Name ::= type`, or `name ::= { parent 1 }` where the words OBJECT IDENTIFIER were forgotten."""
    texts = cursor.texts
    _check_name(cursor, index)
    if texts[index + 2] == "{":
        hint = "Write OBJECT IDENTIFIER before ::="
        cursor.report("unexpected-text", index, f"{texts[index]} has no macro", hint, last=index + 1)
        cursor.index = index + 1
        module.definitions.append(read_oid_value(cursor, index))
        return
    if texts[index + 1] != "::=":
        edit = cursor.replacement(index + 1, "::=")
        cursor.report("wrong-assignment", index + 1, "The assignment sign is ::=", "", edit)
    cursor.index = index + 2
    definition = read_type(cursor, index)
    module.definitions.append(definition)
    cursor.index = max(cursor.index, index + 2)


def _read_other(cursor: Cursor, module: _Module, index: int) -> None:
    """IMPORTS, EXPORTS, MACRO, and what has no place at all."""
    texts = cursor.texts
    word = texts[index]
    if word == "IMPORTS":
        cursor.index = index + 1
        module.imports_at = read_imports(cursor, module.imports)
        module.imports_end = cursor.starts[cursor.index]
    elif word == "EXPORTS":
        while texts[index] not in {";", "", "IMPORTS"}:
            index += 1
        cursor.index = index + (texts[index] == ";")
    elif texts[index + 1] == "MACRO":
        if word not in _OWN_MACROS_OF_THE_SMI or module.name not in _MODULES_WITH_MACROS:
            cursor.report("macro-definition", index, f"{word} is defined as a macro", "It was left out", last=index + 1)
        while texts[index] not in {"END", ""} and texts[index + 1] not in MACROS:
            index += 1
        cursor.index = index + (texts[index] == "END")
    elif word[:1].isalpha() and _read_misspelled(cursor, module, index):
        return
    else:
        _skip_unknown(cursor, index)


def _read_misspelled(cursor: Cursor, module: _Module, index: int) -> bool:
    """A definition whose macro is written in another way; false where none stands."""
    meant = meant_beginning(cursor, index)
    if meant is None:
        return False
    macro, end = meant
    report_beginning(cursor, index, macro, end)
    cursor.index = end
    if macro == OBJECT_IDENTIFIER:
        module.definitions.append(read_oid_value(cursor, index))
    elif macro == CONVENTION:
        module.definitions.append(read_convention(cursor, index))
    else:
        module.definitions.append(READERS[macro](cursor, index))
    return True


_MODULES_WITH_MACROS = frozenset(
    ("SNMPv2-SMI", "SNMPv2-TC", "SNMPv2-CONF", "RFC-1212", "RFC-1215", "RFC1155-SMI", "RFC1065-SMI")
)
_OWN_MACROS_OF_THE_SMI = READERS.keys() | {"TEXTUAL-CONVENTION"}


def _skip_unknown(cursor: Cursor, index: int) -> None:
    """Skips to where a definition, an END or a module begins, and says so once."""
    texts = cursor.texts
    quiet = cursor.reported_at >= index - 1
    first = index
    index += 1
    while not (
        texts[index] in {"END", "", "IMPORTS"} or begins_definition(texts, index) or begins_module(texts, index)
    ):
        index += 1
    cursor.index = index
    if quiet:
        cursor.reported_at = index - 1
    else:
        unknown = f"{texts[first][:40]} is not expected here"
        cursor.report("unexpected-text", first, unknown, "It was left out", last=index - 1)
