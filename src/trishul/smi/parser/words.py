"""The words of the SMI that the parser steers by: macros, clauses, and where definitions begin and end."""

from __future__ import annotations

import re

MACROS = frozenset(
    (
        "OBJECT-TYPE",
        "MODULE-IDENTITY",
        "OBJECT-IDENTITY",
        "NOTIFICATION-TYPE",
        "TRAP-TYPE",
        "OBJECT-GROUP",
        "NOTIFICATION-GROUP",
        "MODULE-COMPLIANCE",
        "AGENT-CAPABILITIES",
    )
)
CLAUSES = frozenset(
    [
        "ACCESS",
        "AUGMENTS",
        "CONTACT-INFO",
        "CREATION-REQUIRES",
        "DEFVAL",
        "DESCRIPTION",
        "DISPLAY-HINT",
        "ENTERPRISE",
        "GROUP",
        "INCLUDES",
        "INDEX",
        "LAST-UPDATED",
        "MANDATORY-GROUPS",
        "MAX-ACCESS",
        "MIN-ACCESS",
        "MODULE",
        "NOTIFICATIONS",
        "OBJECT",
        "OBJECTS",
        "ORGANIZATION",
        "PRODUCT-RELEASE",
        "REFERENCE",
        "REVISION",
        "STATUS",
        "SUPPORTS",
        "SYNTAX",
        "UNITS",
        "VARIABLES",
        "VARIATION",
        "WRITE-SYNTAX",
    ]
)
AFTER_STRING = CLAUSES | {"::=", ":=", "}", ")", ",", "END", ""}
"""What may follow a quoted text."""
RESERVED = CLAUSES | MACROS | {"BEGIN", "DEFINITIONS", "END", "EXPORTS", "FROM", "IMPORTS", "MACRO", "SEQUENCE", "OF"}
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def is_assignment(word: str) -> bool:
    """True for `::=` and all that people write in its place: `:=`, `=`, `: :=`, `::`."""
    return word[-1:] == "=" or word[:2] == "::" or (word[:1] == ":" and word != ":")


MAX_OID_TOKENS = 40
"""How far the end of a short OID in braces is looked for."""


def begins_definition(texts: list[str], index: int) -> bool:
    """True where a new definition starts: a name and a macro, `OBJECT IDENTIFIER ::=`, a type or a MACRO."""
    name = texts[index]
    following = texts[index + 1]
    if following in MACROS:
        return name not in RESERVED and NAME.match(name) is not None
    if following == "::=":
        return name[:1].isalpha() and name != "IDENTIFIER" and name not in RESERVED and texts[index + 2] != "{"
    if following == "OBJECT":
        return texts[index + 2] == "IDENTIFIER" and is_assignment(texts[index + 3]) and name not in RESERVED
    return following == "MACRO"


def begins_module(texts: list[str], index: int) -> bool:
    """True where `NAME DEFINITIONS` or `NAME { oid } DEFINITIONS` stands."""
    if texts[index + 1] == "DEFINITIONS":
        second = texts[index + 2]
        return is_assignment(second) or second in {"BEGIN", "IMPLICIT", "EXPLICIT", "AUTOMATIC"}
    if texts[index + 1] != "{" or not texts[index][:1].isupper():
        return False
    end = index + 2
    while texts[end] not in {"}", "", "::="} and end < index + MAX_OID_TOKENS:
        end += 1
    return texts[end] == "}" and texts[end + 1] == "DEFINITIONS"


def is_bare_oid(texts: list[str], index: int) -> bool:
    """True where `{ parent 1 }` stands right before another definition, so that `::=` must have been forgotten."""
    if texts[index] != "{":
        return False
    end = index + 1
    while texts[end] not in {"}", ""} and end < index + MAX_OID_TOKENS:
        end += 1
    return texts[end] == "}" and (begins_definition(texts, end + 1) or texts[end + 1] in {"END", ""})


def ends_definition(texts: list[str], index: int) -> bool:
    """True where a definition cannot go on: the text's end, END, another definition or module."""
    word = texts[index]
    if word in {"", "END"}:
        return True
    return begins_definition(texts, index) or begins_module(texts, index)
