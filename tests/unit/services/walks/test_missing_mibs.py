"""Rows without names are grouped, ranked, and hinted at."""

from __future__ import annotations

from tests.unit.services.walked_device import UNKNOWN, library, walked
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.services.walks.missing_mibs import find_missing_mibs


def rows_of(*oids: str) -> list[VarBind]:
    return [VarBind.of(oid, Value.integer(1)) for oid in oids]


def test_subtrees_without_names_are_ranked_by_their_rows() -> None:
    mikrotik = [f"1.3.6.1.4.1.14988.1.1.3.{number}.0" for number in range(5)]
    missing = find_missing_mibs([*walked(), *rows_of(*mikrotik, "1.3.6.1.4.1.99999.77.6.0")], library())
    assert [(subtree.oid, subtree.rows) for subtree in missing.subtrees] == [
        ("1.3.6.1.4.1.14988.1.1.3", 5),
        ("1.3.6.1.4.1.99999.77", 2),
    ]
    first = missing.subtrees[0]
    assert [(hint.module, hint.state) for hint in first.modules] == [("MIKROTIK-MIB", "absent")]
    assert first.name == "SNMPv2-SMI::enterprises.14988.1.1.3"
    assert missing.subtrees[1].example.oid == UNKNOWN
    assert (missing.named, missing.unnamed) == (7, 7)


def test_a_known_object_with_an_odd_instance_needs_no_mib() -> None:
    assert find_missing_mibs(rows_of("1.3.6.1.4.1.99999.1.3"), library()).subtrees == []


def test_without_a_library_everything_is_unnamed() -> None:
    missing = find_missing_mibs(walked(), None)
    assert [(subtree.oid, subtree.rows) for subtree in missing.subtrees] == [("1.3.6.1.4.1.99999", 8)]


def test_a_lone_row_is_named_by_what_is_above_it() -> None:
    (subtree,) = find_missing_mibs(rows_of("1.3.6.1.4.1.9.9.46.1.1.0"), library()).subtrees
    assert (subtree.oid, subtree.modules[0].module) == ("1.3.6.1.4.1.9.9.46.1.1", "CISCO-VTP-MIB")


def test_what_different_modules_would_name_are_different_subtrees() -> None:
    cisco = "1.3.6.1.4.1.9.9"
    rows = rows_of(*(f"{cisco}.{end}" for end in ("109.1.1", "109.1.2", "48.1.1", "719.1.1", "720.1.1", "720.1.2")))
    found = [
        (subtree.oid, subtree.rows, [hint.module for hint in subtree.modules])
        for subtree in find_missing_mibs(rows, library()).subtrees
    ]
    assert found == [
        (cisco, 3, []),  # nobody is known to have a place there
        (f"{cisco}.109.1", 2, ["CISCO-PROCESS-MIB"]),
        (f"{cisco}.48.1", 1, ["CISCO-MEMORY-POOL-MIB"]),
    ]
