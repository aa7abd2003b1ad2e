"""Targets for fuzzing that follows coverage beyond datagrams: streams, files, texts, SET, masks and faulty agents.

Each claims what must hold for any octets and raises for those that break it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from tests.fuzz.mutations import wrap
from tests.fuzz.small_device import SmallDevice
from tests.unit.engine.secured import BERT, ENGINE_ID, USERS
from tests.unit.protocol.capture.packets import MESSAGE, ethernet, ipv4, pcap, tcp, udp
from tests.unit.writable_device import ROOT, build_set_library, writable_device
from trishul.datatypes.oid import Oid, oid_sort_key
from trishul.engine.agent import AgentEngine
from trishul.engine.community_masks import mask_any
from trishul.engine.faults import AgentFaults, Fault, FaultKind
from trishul.engine.local_engine import LocalEngine
from trishul.errors import DecodeError, InvalidInput
from trishul.protocol.capture.hex_text import octets_of
from trishul.protocol.capture.messages import CaptureReader, read_frames
from trishul.protocol.message import decode_message
from trishul.protocol.pdu import Pdu
from trishul.protocol.reading import read_datagram
from trishul.protocol.security.usm import protect_outgoing
from trishul.simulation.device import Device
from trishul.simulation.recordings.snmprec import read_snmprec
from trishul.simulation.variations.modules import MODULES
from trishul.simulation.variations.variation import Origin
from trishul.transport.framing import FramingLost, MessageFramer
from trishul.workers.known_types import KnownTypes

_PEER = ("192.0.2.9", 40000)
_NOW = 1050.0
_LATER = 1e9
_MAX_MESSAGE_OCTETS = 4096
_SECRET = b"kX9vQ2mZ"
_SECRET_PARTS = _SECRET[:4], _SECRET[4:]
_VERSION_AND_COMMUNITY = b"\x02\x01\x01\x04\x06public"
_TYPES = KnownTypes(build_set_library(Path(tempfile.mkdtemp())).index)
_KINDS = tuple(FaultKind)


def check_framing(data: bytes) -> None:
    """The messages in a stream do not depend on how it is cut, and no octet is lost or made up."""
    if not data:
        return
    size, stream = data[0] + 1, data[1:]
    at_once, rest = _framed([stream])
    in_pieces, rest_of_pieces = _framed([stream[at : at + size] for at in range(0, len(stream), size)])
    assert at_once == in_pieces
    assert b"".join(at_once) + rest == stream
    assert stream.startswith(b"".join(in_pieces) + rest_of_pieces)


def _framed(pieces: list[bytes]) -> tuple[list[bytes], bytes]:
    framer = MessageFramer(_MAX_MESSAGE_OCTETS)
    messages: list[bytes] = []
    with suppress(FramingLost):
        for piece in pieces:
            framer.feed(piece)
            goes_on = True
            while goes_on:
                taken, goes_on = framer.take(3)
                messages += taken
    return messages, framer.unfinished


def check_capture(data: bytes) -> None:
    """What a capture holds can be shown, up to where the file is broken."""
    with suppress(DecodeError):
        for message in CaptureReader(read_frames(data)):
            read_datagram(message.octets)


def check_hex_text(data: bytes) -> None:
    """A text is octets or refused; octets in plain hexadecimal come back."""
    if data:
        assert octets_of(data.hex()) == [data]
    with suppress(InvalidInput):
        for octets in octets_of(data.decode("utf-8", "replace")):
            read_datagram(octets)


def check_set(data: bytes) -> None:
    """A refused SET changes nothing, a device stays in order, and what was set is what is shown."""
    device = writable_device(_TYPES)
    before = dict(zip(device.names, device.varbinds, strict=True))
    for answer in _answers(device, _request(0xA3, data)):
        message, _ = decode_message(answer)
        assert isinstance(message.pdu, Pdu)
        after = dict(zip(device.names, device.varbinds, strict=True))
        assert not message.pdu.error_status or after == before
    assert device.names == sorted(device.names, key=oid_sort_key)
    assert device.positions == {name: at for at, name in enumerate(device.names)}


def check_mask(data: bytes) -> None:
    """One octet in its way, before a known community, uncovers nothing of it."""
    if len(data) < 3 or any(part in data for part in _SECRET_PARTS):
        return
    at, octet, way, pdu = data[0], data[1:2], data[2] % 4, data[3:]
    message = wrap(0x30, b"\x02\x01" + bytes((data[2] >> 7,)) + wrap(0x04, _SECRET) + pdu)
    at %= message.index(_SECRET)
    spoiled = (
        message[:at] + octet + message[at + 1 :],
        message[:at] + octet + message[at:],
        message[:at] + message[at + 1 :],
        message[: len(message) - at],
    )[way]
    masked = mask_any(spoiled)
    assert len(masked) == len(spoiled)
    assert not any(part in masked for part in _SECRET_PARTS)


def check_variation(data: bytes) -> None:
    """A line with options of any kind is served or refused, and whatever it does to a request is no error of ours."""
    if not data:
        return
    names = tuple(MODULES)
    module = names[data[0] % len(names)].encode()
    tag = (b"2", b"4", b"65", b"67", b"70", b"6", b"4x", b"64")[data[0] // len(names) % 8]
    line = b"1.3.6.1.2.1.1.1.0|" + tag + b":" + module + b"|" + data[1:].replace(b"\n", b"")
    device = Device.from_recording(read_snmprec([line]))
    device.start(Origin.at(1000.0, 1.7e9))
    name = Oid("1.3.6.1.2.1.1.1.0").contents
    for kind, value in ((0xA0, b"\x05\x00"), (0xA1, b"\x05\x00"), (0xA5, b"\x05\x00"), (0xA3, b"\x02\x01\x05")):
        for answer in _answers(device, _request(kind, wrap(0x30, wrap(0x06, name) + value))):
            decode_message(answer)


def check_faults(data: bytes) -> None:
    """A faulty agent answers octets or not at all, in each version, whatever it is asked."""
    faults = [Fault(kind=_KINDS[octet % len(_KINDS)]) for octet in data[:2]]
    _answers(SmallDevice(), data[2:], faults)
    _, found, pdu = data[2:].partition(b"public")
    if found:
        scoped = wrap(0x30, wrap(0x04, ENGINE_ID) + b"\x04\x00" + pdu)
        _answers(SmallDevice(), protect_outgoing(_BERT, 7, 77, 65507, 3, 50, scoped, 1), faults)


_BERT = BERT.localized(ENGINE_ID)
_ENGINE = LocalEngine(ENGINE_ID, USERS, {}, boots=3, started_at=1000.0)


def _request(kind: int, bindings: bytes) -> bytes:
    pdu = wrap(kind, b"\x02\x01\x07\x02\x01\x00\x02\x01\x05" + wrap(0x30, bindings))
    return wrap(0x30, _VERSION_AND_COMMUNITY + pdu)


def _answers(device: Device | SmallDevice, data: bytes, faults: list[Fault] | None = None) -> list[bytes]:
    """All that an agent sends, now, later and from other ports."""
    _ENGINE.contexts = {b"": device}
    agent = AgentEngine({b"public": device}, engines={ENGINE_ID: _ENGINE})
    if faults:
        agent.faulty.devices[device] = AgentFaults(faults, since=_NOW - 1)
    agent.receive_datagram(data, _PEER, _NOW)
    agent.handle_timeout(_LATER)
    sent = [octets for octets, _ in (*agent.datagrams_to_send(), *agent.faulty.strays)]
    assert all(type(octets) is bytes for octets in sent)
    return sent


TARGETS: tuple[Callable[[bytes], None], ...] = (
    check_framing,
    check_capture,
    check_hex_text,
    check_set,
    check_mask,
    check_variation,
    check_faults,
)


def seeds(datagrams: list[bytes]) -> Iterator[tuple[Callable[[bytes], None], bytes]]:
    """Inputs to begin with; `datagrams` are valid ones of every kind."""
    for number, data in enumerate(datagrams):
        yield check_framing, bytes((number,)) + data + data
        yield check_hex_text, data.hex(" ").encode()
        _, found, pdu = data.partition(b"public")
        if found:
            yield check_mask, bytes((number, 0x30, number)) + pdu
            for at in range(len(_KINDS)):
                yield check_faults, bytes((at, at + 1)) + data
    for body in (ipv4(udp(MESSAGE)), ipv4(tcp(MESSAGE, 1), 6)):
        yield check_capture, pcap(ethernet(body))
    yield check_hex_text, b"0x0000:  4500 0047 0000 4000  E..G..@.\n0x0010:  30\n"
    for number, value in ((1, b"\x02\x01\x05"), (3, b"\x04\x03abc"), (9, b"\x02\x01\x01")):
        yield check_set, wrap(0x30, wrap(0x06, Oid(f"{ROOT}.{number}.0").contents) + value)
    for status in (4, 5, 6):
        name = Oid(f"{ROOT}.20.1.8.5.2.97.97").contents
        yield check_set, wrap(0x30, wrap(0x06, name) + b"\x02\x01" + bytes((status,)))
    options = (
        b"min=1,max=9,rate=2,deviation=3,function=sin,wrap=1,cumulative=1,offset=7,scale=3",
        b"value=5,wait=100,deviation=10,vlist=lt:3:4,hexvalue=05",
        b"op=get,status=genError,value=5,vlist=eq:5:noaccess",
        b"value=5,hexvalue=0a",
        b"op=set,version=2c,ntftype=trap,community=public,trapoid=1.3.6.1.6.3.1.1.5.1,varbinds=1.3.6:s:a,host=127.0.0.1",
    )
    for number, text in enumerate(options):
        yield check_variation, bytes((number,)) + text
