"""The IMPORTS of a module (RFC 2578 §3.2)."""

from __future__ import annotations

from trishul.smi.parser.cursor import Cursor
from trishul.smi.parser.words import MACROS, begins_definition
from trishul.smi.syntax import Import

_ENDS = frozenset((";", "", "END", "BEGIN", "::="))


def read_imports(cursor: Cursor, imports: list[Import]) -> int:
    """Names and the modules they come from, up to `;`; the cursor stands behind IMPORTS.

    Gives the offset of the semicolon, 0 where it is missing.
    """
    texts = cursor.texts
    names: list[int] = []
    while True:
        index = cursor.index
        word = texts[index]
        if word == "FROM" or _is_meant_from(cursor, names):
            _end_names(cursor, names, imports)
        elif word in _ENDS or _is_beyond(texts, index):
            end = _end_imports(cursor, names)
            names.clear()
            if end >= 0:
                return end
        elif word[0].isalpha():
            if names and texts[index - 1] != ",":
                _report_comma(cursor, index)
            names.append(index)
            cursor.index = index + 1
        else:
            if word != ",":
                cursor.report("unexpected-text", index, f"{word[:40]} has no place in IMPORTS")
            cursor.index = index + 1


def _is_meant_from(cursor: Cursor, names: list[int]) -> bool:
    """True for FROM in another case. Where it is missing before a module, that module's name is no name to import."""
    index = cursor.index
    word = cursor.texts[index]
    if names and word in {"from", "From"}:
        cursor.report("misspelled-clause", index, f"{word} is written FROM", "", cursor.replacement(index, "FROM"))
        return True
    return False


def _is_beyond(texts: list[str], index: int) -> bool:
    """True where a definition starts, so that the semicolon must have been forgotten."""
    if texts[index + 1] in MACROS and texts[index + 2] in {",", "FROM"}:
        return False
    return begins_definition(texts, index)


def _report_comma(cursor: Cursor, index: int) -> None:
    edit = cursor.insertion(index - 1, ",")
    cursor.report("missing-comma", index, "A comma is missing before this name", "", edit)


def _end_names(cursor: Cursor, names: list[int], imports: list[Import]) -> None:
    """FROM and the module's name, with an OID behind it in old modules."""
    texts = cursor.texts
    index = cursor.index
    if texts[index - 1] == ",":
        spare = cursor.replacement(index - 1, "")
        cursor.report("trailing-comma", index - 1, "A comma stands after the last name", "Remove it", spare)
    module = texts[index + 1]
    if module == "FROM" and texts[index + 2][:1].isalpha():
        cursor.report("unexpected-text", index + 1, "FROM stands twice", "", cursor.replacement(index + 1, ""))
        index += 1
        module = texts[index + 1]
    elif module[:1] == '"' and module[1:2].isalpha():
        module = module.strip('" ')
        cursor.report("unexpected-text", index + 1, "Names have no quotes", "", cursor.replacement(index + 1, module))
    if not module[:1].isalpha() or module == "FROM":
        cursor.report("bad-clause", index, "FROM names no module")
        cursor.index = index + 1
        names.clear()
        return
    first = index
    index += 2
    if texts[index] == "{":
        while texts[index] not in {"}", "", ";"}:
            index += 1
        index += texts[index] == "}"
    end = cursor.end_of(max(first + 1, index - 1))
    imports.extend(Import(texts[name], module, cursor.starts[name], end) for name in names)
    names.clear()
    if texts[index] == ",":
        spare = cursor.replacement(index, "")
        cursor.report("trailing-comma", index, "No comma stands between modules", "Remove it", spare)
        index += 1
    cursor.index = index


def _end_imports(cursor: Cursor, names: list[int]) -> int:
    """Steps over the semicolon, or reports where it is missing."""
    index = cursor.index
    if names:
        cursor.report("bad-clause", names[0], "FROM is missing behind these names", last=names[-1])
    if cursor.texts[index] == ";":
        if cursor.texts[index + 1][:1].isalpha() and cursor.texts[index + 2] in {",", "FROM"}:
            spare = cursor.replacement(index, "")
            cursor.report("unexpected-text", index, "IMPORTS go on behind this semicolon", "Remove it", spare)
            cursor.index = index + 1
            return -1
        cursor.index = index + 1
        return cursor.starts[index]
    if not names:
        edit = cursor.insertion(index - 1, ";")
        cursor.report("missing-semicolon", index - 1, "IMPORTS do not end", "End them with ;", edit)
    return 0
