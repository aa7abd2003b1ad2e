"""From a column to the INDEX of its row (RFC 2578 §7.7), of the row it augments (§7.8), or to none."""

from __future__ import annotations

import pytest

from tests.unit.library.compiled_library import DEVICE_MIB, CompiledLibrary
from trishul.datatypes.oid import Oid
from trishul.library.instances import InstanceIndexes, parent_contents

OLD_STYLE = """OLD-MIB DEFINITIONS ::= BEGIN
oldTable OBJECT-TYPE SYNTAX SEQUENCE OF OldEntry ACCESS not-accessible STATUS mandatory ::= { enterprises 7 }
oldEntry OBJECT-TYPE SYNTAX OldEntry ACCESS not-accessible STATUS mandatory
    INDEX { INTEGER, nothing } ::= { oldTable 1 }
OldEntry ::= SEQUENCE { oldValue INTEGER }
oldValue OBJECT-TYPE SYNTAX INTEGER ACCESS read-only STATUS mandatory ::= { oldEntry 1 }
lostTable OBJECT-TYPE SYNTAX SEQUENCE OF LostEntry ACCESS not-accessible STATUS mandatory ::= { enterprises 8 }
lostEntry OBJECT-TYPE SYNTAX LostEntry ACCESS not-accessible STATUS mandatory AUGMENTS { lostEntry } ::= { lostTable 1 }
LostEntry ::= SEQUENCE { lostValue INTEGER }
lostValue OBJECT-TYPE SYNTAX INTEGER ACCESS read-only STATUS mandatory ::= { lostEntry 1 }
END
"""


def columns_of(name: str) -> list[tuple[str, str]] | None:
    """Names and forms of the index of an object."""
    library = CompiledLibrary.of(DEVICE_MIB, OLD_STYLE).as_library()
    codec = InstanceIndexes(library).codec_of(library.find_by_name(name)[0])
    return None if codec is None else [(column.name, column.form.value) for column in codec.columns]


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("portName", [("portIndex", "number")]),
        ("portEntry", [("portIndex", "number")]),
        ("portSpeed", [("portIndex", "number")]),
        ("userRight", [("userName", "string"), ("userMode", "number")]),
        ("deviceState", None),
        ("portTable", None),
        ("oldValue", [("INTEGER", "number"), ("nothing", "rest")]),
        ("lostValue", None),
    ],
)
def test_the_index_of_a_column_is_that_of_its_row(name: str, columns: list[tuple[str, str]] | None) -> None:
    assert columns_of(name) == columns


def test_the_columns_of_a_row_share_it() -> None:
    library = CompiledLibrary.of(DEVICE_MIB).as_library()
    indexes = InstanceIndexes(library)
    one, other = (indexes.codec_of(library.find_by_name(name)[0]) for name in ("userRight", "userName"))
    assert one is other is not None


@pytest.mark.parametrize("oid", ["1.3.6.1", "1.3.6.1.4.1.99999", "1.3.6.1.4.1.4294967295", "1.3"])
def test_the_parent_has_one_arc_less(oid: str) -> None:
    parent = parent_contents(Oid(oid).contents)
    assert parent == (Oid(oid[: oid.rindex(".")]).contents if oid != "1.3" else b"")
