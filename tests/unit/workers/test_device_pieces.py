"""A device in pieces is the same device again."""

from __future__ import annotations

import msgspec
import pytest

from trishul.errors import RecordingError
from trishul.simulation.demo_switch import demo_switch
from trishul.simulation.device import Device
from trishul.workers.device_pieces import (
    INSTANCES_IN_A_PIECE,
    DeviceAssembly,
    Instances,
    Piece,
    Unreadable,
    device_pieces,
)
from trishul.workers.known_names import KnownNames


def sent(device: Device) -> list[Piece]:
    """The pieces as they arrive."""
    decoder = msgspec.msgpack.Decoder(Piece)
    return [decoder.decode(msgspec.msgpack.encode(piece)) for piece in device_pieces(device, ["line 1: odd"])]


def test_every_value_constant_or_moving_is_there_again() -> None:
    device = demo_switch(seed=7)
    assembly = DeviceAssembly("demo")
    assert [assembly.add(piece) for piece in sent(device)][-1] is True
    again = assembly.device
    assert again is not None
    assert assembly.findings == ["line 1: odd"]
    assert again.names == device.names
    assert all(again.varbind_at(at, 60.0) == device.varbind_at(at, 60.0) for at in range(len(device)))
    assert again.position_after(b"\x2b\x06\x01") == device.position_after(b"\x2b\x06\x01")
    assert again.counter64_positions == device.counter64_positions


def test_a_large_device_comes_in_more_than_one_piece() -> None:
    names = [b"\x2b" + bytes((128 + at // 128, at % 128)) for at in range(INSTANCES_IN_A_PIECE + 1)]
    device = Device(names, [b"\x30\x08\x06\x03" + name + b"\x02\x01\x01" for name in names], {})
    pieces = sent(device)
    assert [len(piece.names) for piece in pieces if isinstance(piece, Instances)] == [INSTANCES_IN_A_PIECE, 1]


def test_what_cannot_be_read_is_said_by_its_source() -> None:
    with pytest.raises(RecordingError, match="It is no recording"):
        DeviceAssembly("router.snmprec").add(Unreadable("It is no recording"))


def assembled(known: KnownNames) -> Device:
    assembly = DeviceAssembly("demo", known)
    for piece in sent(demo_switch(seed=7)):
        assembly.add(piece)
    assert assembly.device is not None
    return assembly.device


def test_devices_with_the_same_names_share_their_index_until_one_changes() -> None:
    known = KnownNames()
    first, second = assembled(known), assembled(known)
    assert first.positions is second.positions
    assert first.names is second.names
    gone = first.names[5]
    first.hold({gone: None})
    assert (len(first), len(second)) == (len(demo_switch()) - 1, len(demo_switch()))
    assert gone not in first.positions
    assert second.names[second.positions[gone]] == gone
    assert [second.positions[name] for name in second.names] == list(range(len(second)))
