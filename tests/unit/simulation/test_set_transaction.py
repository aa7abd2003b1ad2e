"""SET on a device with a MIB: every error-status with its index, and never half of a request (RFC 3416 §4.2.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.writable_device import PLAIN_ROW, ROOT, ROW, UNKNOWN, writable_device
from trishul.datatypes import Oid, Value, VarBind
from trishul.datatypes.oid import oid_sort_key
from trishul.engine.retrieval import get_bulk
from trishul.engine.setting import SetRefused, set_values
from trishul.library.sources import LibraryPlaces
from trishul.protocol.ber import decode_varbinds, encode_varbind
from trishul.simulation import set_values as limits
from trishul.simulation.device import Device
from trishul.simulation.row_status import RowStatus
from trishul.workers.known_types import KnownTypes

Request: TypeAlias = list[tuple[str, Value]]
AA, AB = "5.2.97.97", "5.2.97.98"
NUMBER, TEXT, STATUS = Value.integer, Value.octet_string, 8
GO, WAIT, DESTROY = NUMBER(4), NUMBER(5), NUMBER(6)


def put(device: Device, *request: tuple[str, Value], now: float = 1.0, is_v1: bool = False) -> tuple[str, int]:
    """The error-status and error-index of a SET."""
    varbinds = [VarBind.of(name, value) for name, value in request]
    try:
        set_values(device, varbinds, now, is_v1=is_v1)
    except SetRefused as refused:
        return refused.status.label, refused.index
    return "noError", 0


def held(device: Device, now: float = 1.0) -> dict[str, Value]:
    """Everything that a walk of the device gives, by OID; fails when it is out of order."""
    octets, _ = get_bulk(device, [b"\0"], 0, 10_000, 1 << 20, now)
    varbinds = [varbind for varbind in decode_varbinds(octets, 0, len(octets)) if not varbind.is_exception]
    names = [varbind.name for varbind in varbinds]
    assert names == sorted(names, key=oid_sort_key)
    assert names == device.names
    assert {name: at for at, name in enumerate(names)} == device.positions
    return {str(varbind.oid): varbind.value for varbind in varbinds}


@pytest.fixture
def device(set_types: KnownTypes) -> Device:
    return writable_device(set_types)


REFUSED: dict[str, tuple[str, int, Request]] = {
    "(2) the MIB says read-only": ("notWritable", 1, [(f"{ROOT}.10.0", NUMBER(1))]),
    "(2) a writable scalar that the device does not have": ("notWritable", 1, [(f"{ROOT}.11.0", NUMBER(1))]),
    "(2) an index": ("notWritable", 1, [(f"{ROW}.1.{AA}", NUMBER(1))]),
    "(2) nobody knows the object": ("notWritable", 1, [("1.3.6.1.4.1.32473.99.0", NUMBER(1))]),
    "(2) a counter without a MIB": ("notWritable", 1, [(f"{UNKNOWN}.2.0", Value.counter32(1))]),
    "(2) a large counter without a MIB": ("notWritable", 1, [(f"{UNKNOWN}.3.0", Value.counter64(1))]),
    "(2) time ticks without a MIB": ("notWritable", 1, [(f"{UNKNOWN}.4.0", Value.time_ticks(1))]),
    "(2) before the type": ("notWritable", 1, [(f"{ROOT}.10.0", TEXT("x"))]),
    "(3) another type": ("wrongType", 1, [(f"{ROOT}.1.0", TEXT("1"))]),
    "(3) another type without a MIB": ("wrongType", 1, [(f"{UNKNOWN}.1.0", TEXT("1"))]),
    "(3) NULL": ("wrongType", 1, [(f"{ROOT}.1.0", Value.null())]),
    "(3) in the second binding": ("wrongType", 2, [(f"{ROOT}.1.0", NUMBER(2)), (f"{ROOT}.6.0", NUMBER(1))]),
    "(4) too short": ("wrongLength", 1, [(f"{ROOT}.3.0", TEXT("x"))]),
    "(4) an address of three octets": ("wrongLength", 1, [(f"{ROOT}.6.0", Value(0x40, b"abc"))]),
    "(4) before the value": ("wrongLength", 1, [(f"{ROOT}.3.0", TEXT("much too long"))]),
    "(5) a number that its tag cannot hold": ("wrongEncoding", 1, [(f"{ROOT}.7.0", Value(0x42, b"\xff"))]),
    "(5) the same without a MIB": ("wrongEncoding", 1, [(f"{UNKNOWN}.1.0", Value(0x02, bytes([1] * 9)))]),
    "(5) an OID that is cut": ("wrongEncoding", 1, [(f"{ROOT}.5.0", Value(0x06, b"\x2b\x86"))]),
    "(6) out of range": ("wrongValue", 1, [(f"{ROOT}.1.0", NUMBER(6))]),
    "(6) no label": ("wrongValue", 1, [(f"{ROOT}.2.0", NUMBER(3))]),
    "(6) a bit without a name": ("wrongValue", 1, [(f"{ROOT}.4.0", TEXT(b"\x01"))]),
    "(6) notReady": ("wrongValue", 1, [(f"{ROW}.8.{AA}", NUMBER(3))]),
    "(6) before the name": ("wrongValue", 1, [(f"{ROW}.3.{AA}", NUMBER(99))]),
    "(7) a table without RowStatus": ("noCreation", 1, [(f"{PLAIN_ROW}.2.9", NUMBER(1))]),
    "(7) another instance of a scalar": ("noCreation", 1, [(f"{ROOT}.1.1", NUMBER(1))]),
    "(7) an index that no row can have": ("noCreation", 1, [(f"{ROW}.8.0.2.97.97", GO)]),
    "(7) an index with a rest": ("noCreation", 1, [(f"{ROW}.8.{AA}.1", GO)]),
    "(7) without a MIB": ("noCreation", 1, [(f"{UNKNOWN}.1.1", NUMBER(1))]),
    "(8) a column of no row": ("inconsistentName", 1, [(f"{ROW}.3.{AA}", NUMBER(4))]),
    "(8) a column of a row that goes": (
        "inconsistentName", 2, [(f"{ROW}.8.{AA}", DESTROY), (f"{ROW}.3.{AA}", NUMBER(4))],
    ),
    "(9) a value computed from the time": ("notWritable", 1, [(f"{ROOT}.12.0", Value.gauge32(1))]),
    "(10) TestAndIncr that is not at it": ("inconsistentValue", 1, [(f"{ROOT}.9.0", NUMBER(1))]),
    "(10) a row that is not there, active": ("inconsistentValue", 1, [(f"{ROW}.8.{AA}", NUMBER(1))]),
    "(10) a row that nobody could delete": (
        "inconsistentValue", 2, [(f"{ROW}.8.{AA}", GO), (f"{ROW}.7.{AA}", NUMBER(4))],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_each_validation_has_its_error_and_nothing_changes(device: Device, case: str) -> None:
    status, index, request = REFUSED[case]
    before = held(device)
    assert put(device, (f"{ROOT}.2.0", NUMBER(7)), *request) == (status, index + 1)
    assert put(device, *request, (f"{ROOT}.2.0", NUMBER(7))) == (status, index)
    assert held(device) == before
    assert device.set_values.current == {}


@pytest.mark.parametrize(
    ("oid", "value"),
    [
        (f"{ROOT}.1.0", NUMBER(-5)),
        (f"{ROOT}.2.0", NUMBER(7)),
        (f"{ROOT}.3.0", TEXT("other")),
        (f"{ROOT}.4.0", TEXT(b"\xc0\x40")),
        (f"{ROOT}.5.0", Value.object_identifier("1.3.6.1.4.1.300")),
        (f"{ROOT}.6.0", Value.ip_address("192.0.2.9")),
        (f"{ROOT}.7.0", Value.gauge32(2**32 - 1)),
        (f"{ROOT}.8.0", Value.time_ticks(1)),
        (f"{PLAIN_ROW}.2.1", NUMBER(5)),
        (f"{UNKNOWN}.1.0", NUMBER(5)),
        ("1.3.6.1.2.1.1.5.0", TEXT("renamed")),
    ],
)
@pytest.mark.parametrize("is_v1", [False, True])
def test_a_writable_value_is_what_was_set(device: Device, oid: str, value: Value, *, is_v1: bool) -> None:
    before = held(device)
    assert put(device, (oid, value), is_v1=is_v1) == ("noError", 0)
    assert held(device) == before | {oid: value}


def test_without_a_mib_values_keep_their_type() -> None:
    device = writable_device(None)
    assert put(device, (f"{ROOT}.1.0", NUMBER(99)), (f"{ROOT}.10.0", NUMBER(99))) == ("noError", 0)
    assert put(device, (f"{ROOT}.1.0", TEXT("x"))) == ("wrongType", 1)
    assert put(device, (f"{ROOT}.12.0", Value.gauge32(1))) == ("notWritable", 1)


def test_test_and_incr_moves_on_and_comes_round(device: Device) -> None:
    assert put(device, (f"{ROOT}.9.0", NUMBER(2**31 - 1))) == ("noError", 0)
    assert put(device, (f"{ROOT}.9.0", NUMBER(0))) == ("noError", 0)
    assert held(device)[f"{ROOT}.9.0"] == NUMBER(1)


def test_of_several_values_for_one_variable_the_last_counts(device: Device) -> None:
    assert put(device, (f"{ROOT}.1.0", NUMBER(2)), (f"{ROOT}.1.0", NUMBER(3))) == ("noError", 0)
    assert held(device)[f"{ROOT}.1.0"] == NUMBER(3)


def test_created_rows_stand_in_order_at_once_and_destroyed_ones_leave_nothing(device: Device) -> None:
    before = held(device)
    assert put(device, (f"{ROW}.8.{AB}", GO), (f"{ROW}.8.{AA}", GO), (f"{ROW}.3.{AB}", NUMBER(9))) == ("noError", 0)
    added = {oid: value for oid, value in held(device).items() if oid not in before}
    assert added == {
        **{f"{ROW}.2.{row}": TEXT(name) for row, name in ((AA, "aa"), (AB, "ab"))},
        f"{ROW}.3.{AA}": NUMBER(3),
        f"{ROW}.3.{AB}": NUMBER(9),
        **{f"{ROW}.4.{row}": TEXT("none") for row in (AA, AB)},
        **{f"{ROW}.5.{row}": NUMBER(2) for row in (AA, AB)},
        **{f"{ROW}.6.{row}": Value.counter32(0) for row in (AA, AB)},
        **{f"{ROW}.7.{row}": NUMBER(2) for row in (AA, AB)},
        **{f"{ROW}.8.{row}": NUMBER(1) for row in (AA, AB)},
    }
    assert put(device, (f"{ROW}.8.{AA}", DESTROY), (f"{ROW}.8.{AB}", DESTROY)) == ("noError", 0)
    assert held(device) == before
    assert put(device, (f"{ROW}.8.{AA}", DESTROY)) == ("noError", 0)


def test_create_and_wait_goes_from_not_ready_over_not_in_service_to_active(device: Device) -> None:
    status = f"{ROW}.8.{AA}"
    assert put(device, (status, WAIT)) == ("noError", 0)
    assert held(device)[status] == NUMBER(RowStatus.NOT_READY)
    assert put(device, (status, NUMBER(1))) == ("inconsistentValue", 1)
    assert put(device, (status, WAIT)) == ("inconsistentValue", 1)
    assert put(device, (f"{ROW}.3.{AA}", NUMBER(4))) == ("noError", 0)
    assert held(device)[status] == NUMBER(RowStatus.NOT_IN_SERVICE)
    assert put(device, (status, NUMBER(1))) == ("noError", 0)
    assert put(device, (status, NUMBER(2))) == ("noError", 0)
    assert put(device, (status, GO)) == ("inconsistentValue", 1)


def test_a_standard_table_takes_rows(device: Device) -> None:
    row = "1.3.6.1.6.3.12.1.2.1"
    name = "1.116"
    request = [
        (f"{row}.9.{name}", GO),
        (f"{row}.2.{name}", Value.object_identifier("1.3.6.1.6.1.1")),
        (f"{row}.3.{name}", TEXT(bytes([192, 0, 2, 1, 0, 162]))),
        (f"{row}.7.{name}", TEXT("params")),
    ]
    assert put(device, *request) == ("noError", 0)
    assert held(device)[f"{row}.4.{name}"] == NUMBER(1500)


def test_rows_that_are_read_only_cannot_be_changed(device: Device) -> None:
    assert put(device, (f"{ROW}.8.{AA}", GO)) == ("noError", 0)
    storage = Oid(f"{ROW}.7.{AA}").contents
    read_only = VarBind.of(f"{ROW}.7.{AA}", NUMBER(5))
    device.hold({storage: encode_varbind(*read_only)})
    assert put(device, (f"{ROW}.3.{AA}", NUMBER(4))) == ("notWritable", 1)
    assert put(device, (f"{ROW}.8.{AA}", DESTROY)) == ("inconsistentValue", 1)
    assert put(device, (f"{ROW}.7.{AA}", NUMBER(2))) == ("notWritable", 1)


def test_no_room_is_resource_unavailable(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_SET_INSTANCES", 5)
    before = held(device)
    assert put(device, (f"{ROOT}.1.0", NUMBER(2)), (f"{ROW}.8.{AA}", GO)) == ("resourceUnavailable", 2)
    assert held(device) == before
    assert put(device, (f"{ROW}.8.{AA}", GO), is_v1=True) == ("genErr", 1)


def test_a_set_that_cannot_be_kept_is_undone(device: Device) -> None:
    def full(_changes: Mapping[bytes, bytes | None]) -> None:
        raise OSError("no space left")

    before = held(device)
    device.set_values.tell = full
    assert put(device, (f"{ROOT}.1.0", NUMBER(2)), (f"{ROW}.8.{AA}", GO)) == ("commitFailed", 1)
    assert held(device) == before
    assert device.set_values.current == {}


def test_who_keeps_values_hears_of_each_set_as_a_whole(device: Device) -> None:
    told: list[Mapping[bytes, bytes | None]] = []
    device.set_values.tell = told.append
    put(device, (f"{ROW}.8.{AA}", GO), (f"{ROOT}.1.0", NUMBER(2)))
    put(device, (f"{ROW}.8.{AA}", DESTROY))
    put(device, (f"{ROOT}.1.0", NUMBER(99)))
    assert [len(changes) for changes in told] == [8, 7]
    assert set(told[1].values()) == {None}
    twin = writable_device(None)
    twin.restore(device.set_values.current)
    assert held(twin) == held(device)
    device.forget_set_values()
    assert held(device) == held(writable_device(None))


ROWS = ("5.1.97", "5.2.97.98", "100.1.122", "200.1.97")
COLUMNS = {1: (), 2: (), 3: (2, 3, 9), 4: (b"a",), 5: (1, 2), 6: (0,), 7: (2, 3, 4), 8: (1, 2, 3, 4, 5, 6)}
cells = st.sampled_from(
    [(f"{ROW}.{column}.{row}", value) for column, values in COLUMNS.items() for value in values for row in ROWS]
)
scalars = st.sampled_from([(f"{ROOT}.1.0", 2), (f"{ROOT}.1.0", 99), (f"{ROOT}.3.0", b"abc"), (f"{UNKNOWN}.1.0", 5)])
requests = st.lists(st.one_of(cells, scalars), min_size=1, max_size=6)


def typed(plain: object) -> Value:
    return TEXT(plain) if isinstance(plain, bytes) else NUMBER(int(str(plain)))


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_random_requests_are_never_half_applied(set_library: LibraryPlaces, data: st.DataObject) -> None:
    types = KnownTypes(set_library.index)
    device = writable_device(types)
    told: dict[bytes, bytes | None] = {}
    device.set_values.tell = told.update
    for _ in range(data.draw(st.integers(1, 12))):
        request = [(oid, typed(plain)) for oid, plain in data.draw(requests)]
        before = held(device)
        status, index = put(device, *request)
        after = held(device)
        if status != "noError":
            assert 1 <= index <= len(request)
            assert after == before
            continue
        for oid, value in dict(request).items():
            if oid.startswith(f"{ROW}.8."):
                _check_row(after, oid.removeprefix(f"{ROW}.8."), value)
            elif oid.startswith(ROW):
                assert after.get(oid) == value or dict(request).get(_status_of(oid)) == DESTROY
            else:
                assert after[oid] == value
    twin = writable_device(None)
    twin.restore(told)
    assert held(twin) == held(device)
    types.close()


def _status_of(oid: str) -> str:
    return f"{ROW}.8.{oid.removeprefix(ROW).split('.', 2)[2]}"


def _check_row(after: Mapping[str, Value], row: str, asked: Value) -> None:
    """An active row has every column, a destroyed one has none."""
    there = {column for column in range(2, 9) if f"{ROW}.{column}.{row}" in after}
    if asked == DESTROY:
        assert there == set()
    elif asked in {GO, NUMBER(1)}:
        assert there == set(range(2, 9))
        assert after[f"{ROW}.8.{row}"] == NUMBER(1)
    else:
        assert after[f"{ROW}.8.{row}"].native in {2, 3}
