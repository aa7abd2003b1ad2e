"""Values from what a person typed: by the type that was named, or by the type that the MIB gives the variable.

Owns which of the two wins: a named type always does, because a test may want to send what no MIB allows; the MIB only
helps it to read words such as `up`. Does not own either reading: `datatypes.typed_text` reads by a type's name,
`names` by the MIB.
"""

from __future__ import annotations

from trishul.datatypes.typed_text import find_value_type, parse_value
from trishul.datatypes.values import Value
from trishul.errors import InvalidInput
from trishul.library.names import Names

BY_THE_MIB = "="
"""The type letter with which net-snmp's tools ask for the MIB's type."""


def value_from_text(names: Names, oid_contents: bytes, type_name: str | None, text: str) -> Value:
    """The value of a variable from its text.

    Without a type the MIB's counts, and where no MIB knows the variable the value is an OCTET STRING; `=` insists on a
    MIB. Raises InvalidInput, with the field `type` when it is the type that cannot be meant.
    """
    if not type_name or type_name == BY_THE_MIB:
        if names.type_of(oid_contents) is not None:
            return names.value_of(oid_contents, text)
        if type_name:
            raise InvalidInput("No MIB gives this variable a type, so that one must be named", field="type")
        return Value.octet_string(text)
    try:
        return parse_value(type_name, text)
    except InvalidInput:
        meant = _by_label(names, oid_contents, type_name, text)
        if meant is None:
            raise
        return meant


def _by_label(names: Names, oid_contents: bytes, type_name: str, text: str) -> Value | None:
    """What the MIB reads in the text, where that has the named type on the wire."""
    wanted = find_value_type(type_name)
    if wanted is None or names.type_of(oid_contents) is None:
        return None
    try:
        value = names.value_of(oid_contents, text)
    except InvalidInput:
        return None
    return value if value.tag == wanted else None
