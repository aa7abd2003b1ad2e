"""What a reader of recordings repaired or left out: the closed list of codes, and a finding with its line.

Real recordings are dirty. A reader never stops at a bad line: it repairs what has one meaning only, excludes the rest,
and says either here. Files that cannot be read at all are `RecordingError`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MAX_LISTED_WARNINGS = 100_000
"""Findings of one recording that are kept; further ones are counted only, so that a hostile file cannot fill the
memory."""


class FindingCode(StrEnum):
    """Every kind of finding. The ones of `EXCLUDING` lose the line's record, the others keep it."""

    BROKEN_LINE = "broken_line"
    """Not the form of the format at all."""
    BAD_OID = "bad_oid"
    """The name is no OID."""
    SYMBOLIC_OID = "symbolic_oid"
    """A name or an OID value in words, which needs a MIB."""
    UNKNOWN_TAG = "unknown_tag"
    """The type is none of SNMP's."""
    UNTYPED_VALUE = "untyped_value"
    """A value printed without its type, which needs a MIB."""
    BAD_VALUE = "bad_value"
    """The value does not fit its type."""
    PLACEHOLDER = "placeholder"
    """Somebody blanked the value out, `<private>`, where the type has no such text."""
    NUMBER_OUT_OF_RANGE = "number_out_of_range"
    """The number does not fit its type, read either way."""
    DUPLICATE_OID = "duplicate_oid"
    """The same OID stands again further down; the last one is served."""
    RECORDED_EXCEPTION = "recorded_exception"
    """noSuchObject, noSuchInstance or endOfMibView, which are answers and not values."""
    VARIATION_EXCLUDED = "variation_excluded"
    """A line for a variation module that is refused, does not exist, or cannot do what the options say."""
    SUBTREE_MODULE = "subtree_module"
    """A line that hands a whole subtree to a variation module that serves single instances."""

    VARIATION_OPTION = "variation_option"
    """An option of a variation module that means something else than it seems to, or nothing."""
    VARIATION_DIFFERS = "variation_differs"
    """A line for a variation module that answers otherwise than snmpsim does."""
    OUT_OF_ORDER = "out_of_order"
    """The line stands after one with a greater OID; it was sorted in."""
    SPACES_AROUND_OID = "spaces_around_oid"
    """An OID with spaces around it."""
    LEADING_DOT = "leading_dot"
    """An OID written with a dot in front."""
    LEADING_ZERO_ARC = "leading_zero_arc"
    """An OID with a number such as `01`."""
    SINGLE_ARC_OID = "single_arc_oid"
    """An OID value of one number or none, served as `0.0` or `N.0`."""
    MISSPELT_TAG = "misspelt_tag"
    """A type that can only have meant one thing, such as `4xx`."""
    IRREGULAR_NUMBER = "irregular_number"
    """A number with spaces around it, a plus sign or leading zeros."""
    NUMBER_FOLDED = "number_folded"
    """A number recorded as signed instead of unsigned, or the other way round, brought back into its range."""
    IRREGULAR_HEX = "irregular_hex"
    """Hexadecimal digits with separators or a prefix."""
    TEXT_FOR_HEX = "text_for_hex"
    """Text where hexadecimal digits were announced, served as text."""
    IRREGULAR_ADDRESS = "irregular_address"
    """An IpAddress as raw octets or with leading zeros."""
    NULL_WITH_VALUE = "null_with_value"
    """A NULL with text behind it, which was dropped."""
    GUESSED_TYPE = "guessed_type"
    """A value printed without its type, which no MIB tells either, taken for what it looks like."""
    DOT_IN_TEXT = "dot_in_text"
    """Text with a dot, where net-snmp would print one for an octet that is no text as well."""
    DOT_IN_INDEX = "dot_in_index"
    """An index in words with a dot, which may be a number that is no letter."""
    AMBIGUOUS_HINT = "ambiguous_hint"
    """Octets printed through a DISPLAY-HINT that shows other octets in the same way."""
    UNKNOWN_HINT = "unknown_hint"
    """Text without quotes, as values are printed through a DISPLAY-HINT, of an object for which no hint is known."""
    TYPE_OF_OBJECT = "type_of_object"
    """A value printed without its type, which takes that of its object."""
    FLOAT_PRINTED = "float_printed"
    """An Opaque number printed with six decimals, whether it was a float or a double."""
    REPLACED_OCTETS = "replaced_octets"
    """Text that is mostly dots, as net-snmp prints octets that are no text when it is told to print text (-Oa)."""
    OPAQUE_TEXT = "opaque_text"
    """An Opaque number in words, such as `Float: 0.08`, encoded again."""
    DISPLAY_HINT_UNDONE = "display_hint_undone"
    """Octets printed through a DISPLAY-HINT and read back: a hardware address, a date, a fraction."""
    CUT_STRING = "cut_string"
    """A quoted string without its closing quote."""
    INCOMPLETE_WALK = "incomplete_walk"
    """The walk that was recorded ended with an error or without an answer."""
    CRLF_LINE_ENDS = "crlf_line_ends"
    """Lines end with carriage return and line feed; noted once."""
    EMPTY_RECORDING = "empty_recording"
    """There is no record in it."""

    @property
    def excluded(self) -> bool:
        """True when the record of the line is lost."""
        return self in EXCLUDING

    @property
    def is_notice(self) -> bool:
        """True for what may be lost and mostly is not: noted once for a recording, with its number."""
        return self in NOTICES


EXCLUDING = frozenset(
    {
        FindingCode.BROKEN_LINE,
        FindingCode.BAD_OID,
        FindingCode.SYMBOLIC_OID,
        FindingCode.UNKNOWN_TAG,
        FindingCode.UNTYPED_VALUE,
        FindingCode.BAD_VALUE,
        FindingCode.PLACEHOLDER,
        FindingCode.NUMBER_OUT_OF_RANGE,
        FindingCode.DUPLICATE_OID,
        FindingCode.RECORDED_EXCEPTION,
        FindingCode.VARIATION_EXCLUDED,
        FindingCode.SUBTREE_MODULE,
    }
)

NOTICES = frozenset(
    {
        FindingCode.DOT_IN_TEXT,
        FindingCode.DOT_IN_INDEX,
        FindingCode.AMBIGUOUS_HINT,
        FindingCode.UNKNOWN_HINT,
        FindingCode.TYPE_OF_OBJECT,
        FindingCode.FLOAT_PRINTED,
    }
)


@dataclass(frozen=True, slots=True)
class RecordingWarning:
    """One finding: its code, the line it is about (0: the whole recording) and a sentence for people."""

    code: FindingCode
    line: int
    message: str
    count: int = 1
    """Of a notice: how many lines there are like this one, which is the first."""

    @property
    def excluded(self) -> bool:
        """True when the record of the line is lost."""
        return self.code in EXCLUDING

    def __str__(self) -> str:
        return f"{self.sentence} ({self.code})"

    @property
    def sentence(self) -> str:
        """Line and message, and how many more lines it is about."""
        where = f"line {self.line}" if self.line else "recording"
        return f"{where}: {self.message}{f'; {self.count - 1:,} more like it' if self.count > 1 else ''}"


class Unreadable(Exception):
    """Raised inside a reader for a record that is excluded; becomes a RecordingWarning with its line."""

    def __init__(self, code: FindingCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def excerpt(octets: bytes) -> str:
    """The beginning of a field for a message, printable and short."""
    text = octets[:40].decode("iso-8859-1")
    shown = "".join(letter if letter.isprintable() else "." for letter in text)
    return f"'{shown}…'" if len(octets) > 40 else f"'{shown}'"
