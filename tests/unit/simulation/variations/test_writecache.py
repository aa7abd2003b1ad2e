"""`writecache` on a device: what is set is read, by transaction, for each device by itself."""

from __future__ import annotations

import pytest

from trishul.datatypes import Value, VarBind
from trishul.datatypes.oid import Oid
from trishul.engine.instances import Withheld
from trishul.engine.setting import SetRefused, set_values
from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.device import Device
from trishul.simulation.recordings.snmprec import read_snmprec

NUMBER, TEXT, LIMITED, GUARDED, SLOW, PLAIN, SILENT = (f"1.3.6.1.4.1.32473.{arc}.0" for arc in range(1, 8))
RECORDING = read_snmprec(
    [
        f"{NUMBER}|2:writecache|value=7\n".encode(),
        f"{TEXT}|4x:writecache|value=6100\n".encode(),
        f"{LIMITED}|2:writecache|value=7,vlist=gt:9:wrongValue,status=noAccess,op=set\n".encode(),
        f"{GUARDED}|67:writecache|value=7,status=noAccess,op=set\n".encode(),
        f"{SLOW}|2:delay|value=7,wait=1500\n".encode(),
        f"{PLAIN}|4|plain\n".encode(),
        f"{SILENT}|2:delay|value=7,wait=100000\n".encode(),
    ]
)


@pytest.fixture
def device() -> Device:
    return Device.from_recording(RECORDING)


def put(device: Device, *request: tuple[str, Value]) -> tuple[ErrorStatus, int]:
    try:
        set_values(device, [VarBind.of(name, value) for name, value in request], 1.0, is_v1=False)
    except SetRefused as refused:
        return refused.status, refused.index
    return ErrorStatus.NO_ERROR, 0


def held(device: Device, oid: str) -> Value | None:
    return device.find_value(Oid(oid).contents, 1.0)


def test_what_is_set_is_read_and_may_be_set_again(device: Device) -> None:
    for value in (8, -9):
        assert put(device, (NUMBER, Value.integer(value))) == (ErrorStatus.NO_ERROR, 0)
        assert held(device, NUMBER) == Value.integer(value)
    assert put(device, (TEXT, Value.octet_string("new"))) == (ErrorStatus.NO_ERROR, 0)
    assert held(device, TEXT) == Value.octet_string("new")


def test_one_device_does_not_change_another(device: Device) -> None:
    put(device, (NUMBER, Value.integer(8)))
    assert held(Device.from_recording(RECORDING), NUMBER) == Value.integer(7)


@pytest.mark.parametrize(
    ("oid", "value", "status"),
    [
        (NUMBER, Value.octet_string("x"), ErrorStatus.WRONG_TYPE),
        (LIMITED, Value.integer(10), ErrorStatus.WRONG_VALUE),
        (LIMITED, Value.integer(9), ErrorStatus.NO_ACCESS),
        (GUARDED, Value.time_ticks(9), ErrorStatus.NO_ACCESS),
    ],
)
def test_a_refused_value_is_not_kept_and_takes_the_whole_request_with_it(
    device: Device, oid: str, value: Value, status: ErrorStatus
) -> None:
    before = held(device, oid)
    assert put(device, (NUMBER, Value.integer(99)), (oid, value)) == (status, 2)
    assert held(device, oid) == before
    assert held(device, NUMBER) == Value.integer(7)


def test_set_values_are_remembered_brought_back_and_forgotten(device: Device) -> None:
    put(device, (NUMBER, Value.integer(8)), (SLOW, Value.integer(8)))
    assert list(device.set_values.current) == [Oid(NUMBER).contents]
    other = Device.from_recording(RECORDING)
    other.restore(device.set_values.current)
    assert held(other, NUMBER) == Value.integer(8)
    other.forget_set_values()
    assert held(other, NUMBER) == Value.integer(7)
    assert put(other, (NUMBER, Value.integer(5))) == (ErrorStatus.NO_ERROR, 0)


def test_a_slow_line_takes_a_value_slowly_and_forgets_it(device: Device) -> None:
    assert put(device, (SLOW, Value.integer(8))) == (ErrorStatus.NO_ERROR, 0)
    assert (device.delay_s, held(device, SLOW)) == (1.5, Value.integer(7))


def test_a_silent_line_withholds_the_answer_to_a_set(device: Device) -> None:
    with pytest.raises(Withheld):
        put(device, (SILENT, Value.integer(8)))


def test_lines_without_a_module_are_what_they_were(device: Device) -> None:
    assert put(device, (PLAIN, Value.octet_string("new"))) == (ErrorStatus.NO_ERROR, 0)
    assert held(device, PLAIN) == Value.octet_string("new")


def test_what_is_done_otherwise_than_by_snmpsim_is_told_with_the_line() -> None:
    told = [(warning.line, warning.message) for warning in RECORDING.warnings if warning.code == "variation_differs"]
    keeps = (
        "Variation module 'writecache' keeps values for its own device only, and none that it refuses or that are of"
        " another type, unlike snmpsim"
    )
    in_any_case = "Variation module 'writecache' takes a status in 'vlist' in upper case too, unlike snmpsim"
    assert told == [(1, keeps), (2, keeps), (3, in_any_case), (3, keeps), (4, keeps)]
