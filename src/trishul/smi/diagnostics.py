"""Findings about a MIB text: the closed table of their codes, and what one finding says.

Owns codes, default severities, presets and the names under which smilint users know the same faults. How findings are
printed is `reports`' business. Wrong input is data: nothing in `smi` raises because of what a text says.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import msgspec


class Severity(IntEnum):
    """How bad a finding is; higher is worse."""

    STYLE = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The word printed before a message."""
        return self.name.lower()


class Preset(IntEnum):
    """Which findings are worth showing: the value is the least severity shown."""

    STRICT = 1
    NORMAL = 2
    PERMISSIVE = 3

    def shows(self, severity: Severity) -> bool:
        """True when findings of this severity are shown."""
        return severity >= self.value


class Rule(NamedTuple):
    """A row of the table of codes."""

    severity: Severity
    meaning: str
    smilint: str | None = None


_E, _W, _S = Severity.ERROR, Severity.WARNING, Severity.STYLE

RULES: dict[str, Rule] = {
    # what arrives is no MIB text, or hardly
    "not-a-mib": Rule(_E, "The file is something else: a web page, an archive, a binary"),
    "too-large": Rule(_E, "The file is larger than any MIB"),
    "no-module": Rule(_E, "No module begins in this text"),
    "odd-encoding": Rule(_W, "Octets outside ASCII that are not UTF-8 were read as Latin-1"),
    "byte-order-mark": Rule(_W, "The text begins with a byte order mark"),
    "carriage-returns": Rule(_W, "Lines end with carriage returns alone"),
    "control-character": Rule(_W, "A control character such as Ctrl-Z stands in the text"),
    "page-break": Rule(_W, "Page headers and footers of an RFC were left in the text"),
    # lexical
    "unterminated-string": Rule(_E, "A quoted text has no closing quote", "unterminated-string"),
    "inner-quotes": Rule(_E, "Quotes stand inside a quoted text"),
    "underscore-in-name": Rule(_W, "SMI names have no underscores", "identifier-underscore"),
    "trailing-hyphen": Rule(_W, "SMI names do not end with a hyphen", "identifier-hyphen-end"),
    "name-too-long": Rule(_S, "SMI names have at most 64 characters", "identifier-length-64"),
    # structure
    "missing-semicolon": Rule(_E, "IMPORTS do not end with a semicolon"),
    "missing-end": Rule(_E, "The module does not end with END"),
    "missing-comma": Rule(_E, "A comma is missing between two elements"),
    "trailing-comma": Rule(_W, "A comma stands after the last element"),
    "wrong-assignment": Rule(_E, "The assignment sign is ::="),
    "missing-oid": Rule(_E, "A definition has no OID value"),
    "unexpected-text": Rule(_E, "Something stands where no rule of the SMI has a place for it"),
    "misspelled-clause": Rule(_E, "A clause is written in another way"),
    "clause-order": Rule(_W, "Clauses are not in the order of the macro"),
    "missing-clause": Rule(_E, "A clause that the macro demands is missing"),
    "bad-clause": Rule(_E, "A clause has no value that can be understood"),
    "macro-definition": Rule(_W, "Modules do not define macros (RFC 2578 §3)"),
    "empty-list": Rule(_W, "A list in braces is empty"),
    # names and their case
    "type-name-case": Rule(_W, "Names of types begin with an upper-case letter"),
    "object-name-case": Rule(_W, "Names of objects begin with a lower-case letter"),
    "enum-label": Rule(_W, "Labels of numbers are a lower-case letter, then letters, digits, hyphens", "namednumber"),
    "enum-hyphen": Rule(_S, "SMIv2 labels have no hyphens (RFC 2578 §7.1.1)", "hyphen-in-label"),
    "enum-value": Rule(_W, "Numbers of labels are written in decimal"),
    "duplicate-enum": Rule(_W, "A label or number occurs twice", "namednumber-redefinition"),
    # words
    "unknown-access": Rule(_W, "The access is no word of the SMI", "invalid-access"),
    "unknown-status": Rule(_W, "The status is no word of the SMI", "invalid-status"),
    "smiv1-access": Rule(_W, "SMIv2 writes MAX-ACCESS", "access-in-smiv2"),
    "smiv1-status": Rule(_W, "SMIv2 has no such status", "status-in-smiv2"),
    # types
    "missing-size": Rule(_W, "The length of a string is written with SIZE"),
    "bits-without-names": Rule(_W, "BITS name their bits (RFC 2578 §7.1.4)"),
    "bit-string": Rule(_W, "The SMI writes BITS, not BIT STRING"),
    "open-range": Rule(_W, "Ranges of the SMI have numbers as bounds, not MIN or MAX"),
    "bad-range": Rule(_W, "The lower bound of a range is above the upper", "range-bounds"),
    "index-type": Rule(_W, "An index is an object, not a type"),
    "bad-date": Rule(_W, "Dates are YYMMDDHHMMZ or YYYYMMDDHHMMZ (RFC 2578 §2)", "date-length"),
    "bad-display-hint": Rule(_W, "The DISPLAY-HINT has no meaning (RFC 2579 §3.1)", "invalid-format"),
    "revision-order": Rule(_S, "Revisions go from the newest to the oldest", "revision-not-descending"),
    "revision-missing": Rule(_S, "No revision has the date of LAST-UPDATED", "revision-missing"),
    # meaning
    "unknown-module": Rule(_W, "A module that is imported from is not loaded", "import-failed"),
    "unknown-import": Rule(_W, "An imported name does not exist there", "import-failed"),
    "moved-import": Rule(_S, "The name is defined in another module than the one imported from"),
    "missing-import": Rule(_W, "A name is used without being imported", "import-missing"),
    "unused-import": Rule(_S, "A name is imported and not used", "import-unused"),
    "import-cycle": Rule(_S, "Modules import each other"),
    "duplicate-name": Rule(_W, "The same name is defined twice", "object-identifier-redefinition"),
    "duplicate-oid": Rule(_W, "Two names have the same OID", "object-identifier-not-unique"),
    "duplicate-module": Rule(_S, "The same module came more than once; the newest is used"),
    "unknown-type": Rule(_E, "The type is not defined anywhere", "type-unknown"),
    "unknown-parent": Rule(_E, "The OID's parent is not defined anywhere", "object-identifier-unknown"),
    "oid-loop": Rule(_E, "The OID is defined by itself", "recursive"),
    "type-loop": Rule(_E, "The type is defined by itself", "recursive"),
    "bad-oid": Rule(_E, "The OID has too many arcs or an arc that is too large"),
    "unknown-object": Rule(_W, "A list names something that is not defined anywhere", "object-unknown"),
    "bad-default": Rule(_W, "The DEFVAL does not fit the type", "defval-syntax"),
    "no-module-identity": Rule(_W, "An SMIv2 module has no MODULE-IDENTITY", "module-identity-missing"),
    "group-membership": Rule(_S, "The object or notification is in no group", "group-membership"),
}
"""All codes there are. A code keeps its meaning for ever; smilint's name stands where it means the same."""


class Edit(msgspec.Struct, frozen=True, gc=False):
    """A mechanical mend: the text between two offsets becomes the replacement."""

    start: int
    end: int
    replacement: str


class Finding(NamedTuple):
    """What a phase found, placed by offsets; `Diagnostic` is the same for people."""

    code: str
    start: int
    end: int
    message: str
    hint: str = ""
    edit: Edit | None = None


class Diagnostic(msgspec.Struct, frozen=True, gc=False):
    """One finding: stable code, severity, place, one sentence, and what to do about it."""

    code: str
    severity: Severity
    message: str
    hint: str
    source: str
    module: str
    line: int
    column: int
    start: int
    end: int
    edit: Edit | None = None

    @property
    def smilint_tag(self) -> str | None:
        """The name under which smilint knows this fault."""
        return RULES[self.code].smilint
