"""One case for each code: what an agent does wrong is found, said in words, and counted once for its object."""

from __future__ import annotations

import pytest

from tests.unit.services.named_devices import DEVICE, LibraryThatChanges
from tests.unit.services.walked_device import PORT_NAME, STATE, UNKNOWN, USER_RIGHT, library, walked
from tests.unit.services.walks.test_tables import STATUS_MIB
from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.library.library import Library
from trishul.services.walks.lint import LintCode, LintFinding, lint_walk

PORT_INDEX = f"{DEVICE}.2.1.1"
ENTRY = "1.3.6.1.4.1.99997.1.1"


def codes(rows: list[VarBind], known: Library | None = None) -> dict[str, LintFinding]:
    return {finding.code: finding for finding in lint_walk(rows, known or library()).findings}


def number(oid: str, value: int = 1) -> VarBind:
    return VarBind.of(oid, Value.integer(value))


CASES: list[tuple[LintCode, list[VarBind], str]] = [
    (LintCode.NOT_INCREASING, [number(UNKNOWN), number(STATE)], "DEVICE-MIB::deviceState.0 comes after"),
    (LintCode.DUPLICATE, [number(STATE), number(STATE)], "DEVICE-MIB::deviceState.0 comes twice"),
    (LintCode.BAD_NAME, [VarBind(b"\x2b\x86", 2, b"\x01")], "A name is no OID"),
    (LintCode.WRONG_TYPE, [VarBind.of(STATE, Value.gauge32(1))], "deviceState.0 is Gauge32"),
    (LintCode.WRONG_VALUE, [number(STATE, 7)], "deviceState.0 is 7; its MIB says INTEGER { up(1), down(2) }"),
    (LintCode.WRONG_ENCODING, [VarBind(Oid(STATE).contents, 2, b"")], "holds octets that are no INTEGER"),
    (LintCode.NOT_ACCESSIBLE, [number(PORT_INDEX + ".4", 4)], "portIndex.4 answers, although it is not-accessible"),
    (LintCode.BAD_INSTANCE, [number(STATE[:-1] + "3")], "deviceState is a scalar"),
    (LintCode.BAD_INSTANCE, [number(f"{USER_RIGHT}.9.1")], "does not fit the index of its table"),
    (LintCode.INDEX_MISMATCH, [number(f"{ENTRY}.1.5", 6)], "entryIndex.5 says 6, not 5"),
    (LintCode.RAGGED_TABLE, [number(f"{ENTRY}.1.5", 5), number(f"{ENTRY}.1.6", 6), number(f"{ENTRY}.2.5")],
     "entryStatus is missing in 1 of 2 rows, the first is entryStatus.6"),
    (LintCode.MISSING_COLUMNS, [number(f"{ENTRY}.1.5", 5)], "entryTable has no entryStatus"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "rows", "words"), CASES)
def test_every_fault_is_found_and_said(code: LintCode, rows: list[VarBind], words: str) -> None:
    known = LibraryThatChanges(STATUS_MIB).library if rows[0].name.startswith(Oid(ENTRY).contents) else None
    finding = codes(rows, known)[code]
    assert words in finding.message
    assert finding.severity == code.severity


def test_every_code_is_shown_here_or_needs_a_length() -> None:
    assert {code for code, _, _ in CASES} == set(LintCode) - {LintCode.WRONG_LENGTH}


def test_a_healthy_walk_has_no_faults_but_holes_that_may_be_meant() -> None:
    lint = lint_walk(walked(), library())
    assert [finding.code for finding in lint.findings] == []
    assert (lint.checked, lint.unknown, lint.more) == (7, 1, 0)


def test_equal_faults_of_one_object_are_one_finding_with_their_number() -> None:
    rows = [VarBind.of(f"{PORT_NAME}.{port}", Value.integer(port)) for port in range(1, 6)]
    found = codes(rows)[LintCode.WRONG_TYPE]
    assert (found.name, found.count) == ("DEVICE-MIB::portName.1", 5)


def test_without_a_library_the_order_is_still_looked_at() -> None:
    lint = lint_walk([number(UNKNOWN), number(STATE)], None)
    assert ([finding.code for finding in lint.findings], lint.unknown) == (["not_increasing"], 2)
