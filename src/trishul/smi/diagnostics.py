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
    "too-complex": Rule(_E, "Reading the text takes more time or memory than any MIB needs"),
    "more-findings": Rule(_W, "More was found than anybody reads; the rest is not listed"),
    "odd-encoding": Rule(_W, "Octets outside ASCII that are not UTF-8 were read as Latin-1"),
    "non-ascii": Rule(_S, "Letters outside ASCII stand in the text (RFC 2578 §3.1.1)", "char-illegal-string"),
    "byte-order-mark": Rule(_W, "The text begins with a byte order mark"),
    "carriage-returns": Rule(_W, "Lines end with carriage returns alone"),
    "control-character": Rule(_W, "A control character such as Ctrl-Z stands in the text"),
    "page-break": Rule(_W, "Page headers and footers of an RFC were left in the text"),
    # lexical
    "unterminated-string": Rule(_E, "A quoted text has no closing quote"),
    "inner-quotes": Rule(_E, "Quotes stand inside a quoted text"),
    "underscore-in-name": Rule(_W, "SMI names have no underscores", "underscore-in-identifier"),
    "trailing-hyphen": Rule(_W, "SMI names do not end with a hyphen", "hyphen-end"),
    "name-too-long": Rule(_W, "SMI names have at most 64 characters", "namelength-64-object"),
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
    "object-name-case": Rule(_W, "Names of objects begin with a lower-case letter", "bad-identifier-case"),
    "enum-label": Rule(_W, "Labels of numbers are a lower-case letter, then letters, digits, hyphens"),
    "enum-hyphen": Rule(_S, "SMIv2 labels have no hyphens (RFC 2578 §7.1.1)", "hyphen-in-label"),
    "enum-value": Rule(_W, "Numbers of labels are written in decimal"),
    "duplicate-enum": Rule(_W, "A label or number occurs twice", "enum-name-redefinition"),
    # words
    "unknown-access": Rule(_W, "The access is no word of the SMI", "access-invalid-smiv2"),
    "unknown-status": Rule(_W, "The status is no word of the SMI"),
    "smiv1-access": Rule(_W, "SMIv2 writes MAX-ACCESS", "access-in-smiv2"),
    "smiv1-status": Rule(_W, "SMIv2 has no such status", "status-invalid-smiv2"),
    # types
    "missing-size": Rule(_W, "The length of a string is written with SIZE"),
    "bits-without-names": Rule(_W, "BITS name their bits (RFC 2578 §7.1.4)"),
    "bit-string": Rule(_W, "The SMI writes BITS, not BIT STRING"),
    "open-range": Rule(_W, "Ranges of the SMI have numbers as bounds, not MIN or MAX"),
    "bad-range": Rule(_W, "The lower bound of a range is above the upper", "range-exchanged"),
    "index-type": Rule(_W, "An index is an object, not a type"),
    "bad-date": Rule(_W, "Dates are YYMMDDHHMMZ or YYYYMMDDHHMMZ (RFC 2578 §2)", "date-length"),
    "bad-display-hint": Rule(_W, "The DISPLAY-HINT has no meaning (RFC 2579 §3.1)", "invalid-format"),
    "revision-order": Rule(_S, "Revisions go from the newest to the oldest", "revision-not-descending"),
    "revision-missing": Rule(_S, "No revision has the date of LAST-UPDATED", "revision-missing"),
    # meaning
    "unknown-module": Rule(_W, "A module that is imported from is not loaded", "module-not-found"),
    "other-name": Rule(_W, "A module is imported from under a name that it does not have"),
    "unknown-import": Rule(_W, "An imported name does not exist there", "import-failed"),
    "moved-import": Rule(_S, "The name is defined in another module than the one imported from"),
    "missing-import": Rule(_W, "A name is used without being imported", "basetype-not-imported"),
    "unused-import": Rule(_S, "A name is imported and not used", "import-unused"),
    "import-cycle": Rule(_S, "Modules import each other"),
    "duplicate-name": Rule(_W, "The same name is defined twice", "identifier-redefined"),
    "duplicate-oid": Rule(_W, "Two names have the same OID", "oid-registered"),
    "duplicate-module": Rule(_S, "The same module came more than once; the newest is used"),
    "misspelled-type": Rule(_W, "A base type is written in another way", "type-unknown"),
    "unknown-type": Rule(_E, "The type is not defined anywhere", "type-unknown"),
    "unknown-parent": Rule(_E, "The OID's parent is not defined anywhere", "object-identifier-unknown"),
    "oid-loop": Rule(_E, "The OID is defined by itself", "oid-recursive"),
    "type-loop": Rule(_E, "The type is defined by itself"),
    "bad-oid": Rule(_E, "The OID has too many arcs or an arc that is too large"),
    "unknown-object": Rule(_W, "A list names something that is not defined anywhere"),
    "bad-default": Rule(_W, "The DEFVAL does not fit the type", "defval-syntax"),
    "no-module-identity": Rule(_W, "An SMIv2 module has no MODULE-IDENTITY", "module-identity-missing"),
    # syntaxes
    "integer-misuse": Rule(_S, "SMIv2 writes Integer32 for numbers without labels", "integer-misuse"),
    "opaque-type": Rule(_S, "SMIv2 has Opaque for old modules only", "opaque-smiv2"),
    "bad-subtype": Rule(_W, "The type cannot be narrowed in this way (RFC 2578 §9)", "subtype-illegal"),
    "label-order": Rule(_S, "Labels are not in the order of their numbers", "named-numbers-ascending"),
    "enum-zero": Rule(_S, "SMIv1 has no label for zero", "enum-zero"),
    "bit-zero": Rule(_S, "The first bit has no name", "bits-zero-not-used"),
    "many-bits": Rule(_S, "So many bits are more than some tools can show", "bits-number-large"),
    "range-order": Rule(_S, "Ranges go up and do not overlap", "range-ascending"),
    "range-beyond-type": Rule(_S, "A range goes beyond that of the type it narrows", "range-bounds"),
    "specific-address": Rule(_S, "Addresses are InetAddress (RFC 4001)", "inetaddress-specific"),
    "address-without-type": Rule(_S, "An InetAddress has no InetAddressType beside it", "inetaddress-inetaddresstype"),
    "narrowed-address-type": Rule(_S, "InetAddressType is not narrowed (RFC 4001)", "inetaddresstype-subtyped"),
    "type-status": Rule(_S, "Something current uses a type that is not", "type-status-obsolete"),
    "row-status-default": Rule(_S, "A RowStatus has no default", "rowstatus-default"),
    # types
    "missing-hint": Rule(_S, "A convention has no DISPLAY-HINT", "type-without-format"),
    "nested-convention": Rule(_S, "Conventions are not made of conventions", "textual-convention-nested"),
    "plain-type": Rule(_S, "SMIv2 makes types with TEXTUAL-CONVENTION", "type-assignement-smiv2"),
    "unused-type": Rule(_S, "A type is defined and not used", "type-unref"),
    # tables
    "table-access": Rule(_W, "Tables are not-accessible", "access-table-illegal"),
    "row-access": Rule(_W, "Rows are not-accessible", "access-row-illegal"),
    "counter-access": Rule(_S, "Counters are read-only", "access-counter-illegal"),
    "scalar-access": Rule(_S, "Scalars cannot be created", "scalar-not-creatable"),
    "row-status-access": Rule(_S, "A RowStatus is read-create (RFC 2579 §2)", "rowstatus-access"),
    "write-only": Rule(_S, "SMIv2 has no write-only", "access-write-only-smiv2"),
    "table-name": Rule(_S, "Names of tables end with Table", "table-name-table"),
    "row-name": Rule(_S, "Names of rows end with Entry", "row-name-entry"),
    "row-table-name": Rule(_S, "A row is called like its table", "row-name-table-name"),
    "row-number": Rule(_S, "The number of a row is 1", "row-node-subidentifier-one"),
    "table-type": Rule(_W, "A table is a SEQUENCE OF its row's type", "table-type"),
    "missing-index": Rule(_W, "A row has neither INDEX nor AUGMENTS"),
    "bad-augments": Rule(_W, "AUGMENTS names something that is no row of its own", "augment-no-row"),
    "sequence-stray": Rule(_W, "A SEQUENCE names something that is no column of its row", "sequence-no-column"),
    "sequence-missing": Rule(_W, "A column is not in the SEQUENCE of its row", "sequence-missing-column"),
    "sequence-order": Rule(_S, "A SEQUENCE is not in the order of its columns", "sequence-order"),
    "sequence-type": Rule(_W, "A column has another type than its SEQUENCE says", "sequence-type-mismatch"),
    # indexes
    "index-access": Rule(_S, "Index objects are not-accessible in SMIv2", "index-element-accessible"),
    "index-no-column": Rule(_S, "An index is a column", "index-element-not-column"),
    "index-default": Rule(_S, "An index has no default", "index-element-has-default"),
    "index-base-type": Rule(_W, "The type has no place in an OID", "index-illegal-basetype"),
    "index-range": Rule(_S, "An index has a range without negative numbers", "index-element-no-range"),
    "index-negative": Rule(_S, "An index is not negative", "index-element-range-negative"),
    "index-size": Rule(_S, "An index that is a text has a SIZE", "index-element-no-size"),
    "index-too-long": Rule(_S, "OIDs of a row can have more than 128 numbers", "index-exceeds-too-large"),
    # notifications
    "smiv1-trap": Rule(_S, "SMIv2 writes NOTIFICATION-TYPE", "trap"),
    "notification-oid": Rule(
        _S, "OIDs of notifications have a 0 before the last number", "notification-not-reversible"
    ),
    "notification-object": Rule(_W, "A notification carries scalars and columns", "notification-object-type"),
    "notification-access": Rule(_S, "A notification carries what can be read", "notification-object-access"),
    # groups
    "group-membership": Rule(_S, "The object or notification is in no group", "group-membership"),
    "group-member": Rule(_S, "Something has no place in this group", "group-member-invalid"),
    "group-status": Rule(_S, "A member of a group is older than the group", "group-object-status"),
    "compliance-status": Rule(_S, "A group is older than the statement about it", "compliance-group-status"),
    "compliance-object": Rule(_S, "A refined object is in no group of the statement", "refinement-not-listed"),
    "unused-group": Rule(_S, "A group is in no MODULE-COMPLIANCE", "group-unref"),
    # the module and its names
    "identity-order": Rule(_W, "The MODULE-IDENTITY is the first definition", "module-identity-not-first"),
    "module-name": Rule(_S, "Names of modules end with -MIB", "module-name-suffix"),
    "revision-after-update": Rule(_S, "A revision is newer than LAST-UPDATED", "revision-after-update"),
    "short-date": Rule(_S, "Years have four digits", "date-year-2digits"),
    "empty-text": Rule(_S, "A text is empty", "empty-description"),
    "hyphen-in-name": Rule(_S, "SMIv2 names have no hyphens", "hyphen-in-object"),
    "zero-number": Rule(_S, "OIDs of objects do not end with 0", "last-subid-zero"),
    "case-clash": Rule(_S, "Two names differ in case alone", "identifier-case-match"),
    "name-clash": Rule(_S, "The name is defined in a module that is imported from", "identifier-external-redefined"),
    "smiv2-status": Rule(_S, "SMIv1 has no such status", "status-invalid-smiv1"),
    "old-import": Rule(_S, "SMIv2 has this name itself", "obsolete-import"),
}
"""All codes there are. A code keeps its meaning for ever; smilint's name stands where it means the same."""

OTHER_TAGS: dict[str, str] = {
    "access-write-only-smiv1": "write-only",
    "basetype-unknown": "unknown-type",
    "bits-name-redefinition": "duplicate-enum",
    "bits-number-redefinition": "duplicate-enum",
    "compliance-object-status": "compliance-status",
    "counter-range-illegal": "bad-subtype",
    "date-character": "bad-date",
    "date-day": "bad-date",
    "date-hour": "bad-date",
    "date-in-past": "short-date",
    "date-minutes": "bad-date",
    "date-month": "bad-date",
    "date-value": "bad-date",
    "date-year": "bad-date",
    "defval-basetype": "bad-default",
    "defval-enum": "bad-default",
    "defval-range": "bad-default",
    "description-missing": "missing-clause",
    "empty-contact": "empty-text",
    "empty-organization": "empty-text",
    "empty-reference": "empty-text",
    "enum-illegal": "bad-subtype",
    "enum-number-redefinition": "duplicate-enum",
    "group-notifications-object": "group-member",
    "group-objects-notification": "group-member",
    "index-element-enum-negative": "index-negative",
    "lexical": "unexpected-text",
    "macro-not-imported": "missing-import",
    "namelength-64-lc-identifier": "name-too-long",
    "namelength-64-module": "name-too-long",
    "namelength-64-type": "name-too-long",
    "namelength-64-uc-identifier": "name-too-long",
    "oid-reuse": "duplicate-oid",
    "range-illegal": "bad-subtype",
    "range-overlap": "range-order",
    "size-illegal": "bad-subtype",
    "stringlength-binary": "bad-default",
    "stringlength-hexadecimal": "bad-default",
    "type-status-deprecated": "type-status",
}
"""More of smilint's names, where it makes finer differences than we do."""


def code_of(name: str) -> str | None:
    """The code that a name means: itself, or smilint's name for it."""
    if name in RULES:
        return name
    return next((code for code, rule in RULES.items() if rule.smilint == name), OTHER_TAGS.get(name))


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
