"""Fuzzing that follows coverage: libFuzzer, by atheris, looks for octets that take a decoder where none has led before.

usage: coverage_guided.py SECONDS FOLDER

Inputs that led somewhere new are kept in the folder, which may be used again. The first octet of an input chooses a
target, the rest is what the target reads. A finding ends the program with the input in hexadecimal: it belongs into
`corpus/` with a name that says what it was, and stays there as a test.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["trishul"]):
    from tests.fuzz import guided_targets
    from tests.fuzz.mutations import wrap
    from tests.fuzz.small_device import SmallDevice
    from tests.unit.engine.secured import BERT, ENGINE_ID, OTHER_ENGINE_ID, USERS, discovery, secured
    from tests.unit.library.compiled_library import DEVICE_MIB, CompiledLibrary
    from trishul.datatypes.oid import Oid
    from trishul.engine.agent import AgentEngine
    from trishul.engine.local_engine import LocalEngine
    from trishul.engine.manager import ManagerEngine
    from trishul.engine.peers import Peer
    from trishul.engine.receiver import ReceiverEngine
    from trishul.engine.remote_engine import RemoteEngine
    from trishul.errors import DecodeError, InvalidInput, TrishulError
    from trishul.library.names import Names
    from trishul.protocol.anatomy import dissect
    from trishul.protocol.message import Version, decode_message, encode_message
    from trishul.protocol.message_v3 import read_message_v3, read_scoped_pdu
    from trishul.protocol.security.usm import protect_outgoing
    from trishul.simulation.recordings.mending import mend_snmprec
    from trishul.simulation.recordings.one_line_records import read_dump, read_sapwalk
    from trishul.simulation.recordings.snmprec import read_snmprec
    from trishul.simulation.recordings.snmpwalk_text import read_snmpwalk_text
    from trishul.smi.parser.modules import parse_source
    from trishul.smi.source import decode_source

_PEER = ("192.0.2.9", 40000)
_NAME = Oid("1.3.6.1.2.1.1.1.0").contents
_NOW = 1050.0
_HERE = Path(__file__).parent
_NAMES = Names(CompiledLibrary.of(DEVICE_MIB).as_library())
_FLAGS_OF_BERT = 3


def _engine() -> LocalEngine:
    return LocalEngine(ENGINE_ID, USERS, {b"": SmallDevice()}, boots=3, started_at=1000.0)


_AGENT = AgentEngine({b"public": SmallDevice()}, engines={ENGINE_ID: _engine()})
_RECEIVER = ReceiverEngine(None, users=USERS, engine=_engine())
_BERT_HERE, _BERT_THERE = BERT.localized(ENGINE_ID), BERT.localized(OTHER_ENGINE_ID)


def check_codec(data: bytes) -> None:
    """What was read is written, and read again it is the same."""
    dissect(data)
    with suppress(DecodeError):
        read_scoped_pdu(read_message_v3(data).payload)
    try:
        message, _ = decode_message(data)
        written = encode_message(message)
    except (DecodeError, InvalidInput):
        return
    assert decode_message(written)[0] == message


def check_agent(data: bytes) -> None:
    """An agent sends one datagram at most and goes on."""
    _AGENT.receive_datagram(data, _PEER, _NOW)
    assert len(_AGENT.datagrams_to_send()) <= 1
    _AGENT.events()


def check_receiver(data: bytes) -> None:
    """A receiver sends one datagram at most, and what it keeps can be shown."""
    _RECEIVER.receive_datagram(data, _PEER, _NOW)
    assert len(_RECEIVER.datagrams_to_send()) <= 1
    for notification in _RECEIVER.events():
        dissect(notification.raw)


def check_authentic(data: bytes) -> None:
    """The same for what an authentic user encrypted: it gets past every gate."""
    check_agent(protect_outgoing(_BERT_HERE, _FLAGS_OF_BERT | 4, 77, 65507, 3, 50, data, 1))
    check_receiver(protect_outgoing(_BERT_HERE, _FLAGS_OF_BERT | 4, 77, 65507, 3, 50, data, 1))
    check_receiver(protect_outgoing(_BERT_THERE, _FLAGS_OF_BERT, 77, 65507, 3, 50, data, 1))


def check_manager(data: bytes) -> None:
    """A manager that waits, by v2c and by SNMPv3, settles a request once or not at all."""
    manager = ManagerEngine(first_request_id=0)
    manager.get(Peer(_PEER, Version.V2C, b"public"), [_NAME], _NOW)
    manager.get(Peer(_PEER, Version.V3, remote=RemoteEngine(BERT, engine_id=ENGINE_ID)), [_NAME], _NOW)
    manager.receive_datagram(data, _PEER, _NOW)
    manager.datagrams_to_send()
    for _, outcome in manager.events():
        if not isinstance(outcome, TrishulError):
            assert all(isinstance(str(varbind.value), str) for varbind in outcome.varbinds)


def check_recordings(data: bytes) -> None:
    """Every line is a record, an excluded one or a skipped one."""
    lines = data.splitlines(keepends=True)
    recordings = (
        read_snmprec(lines),
        read_snmpwalk_text(lines),
        read_snmpwalk_text(lines, _NAMES),
        read_sapwalk(lines),
        read_dump(lines),
    )
    for recording in recordings:
        assert len(recording) + recording.excluded_lines + recording.skipped_lines == recording.lines
    assert read_snmprec(mend_snmprec(lines).lines).varbinds == recordings[0].varbinds


def check_mib_text(data: bytes) -> None:
    """A text gives modules and findings."""
    parse_source(decode_source("fuzzed", data))


TARGETS: tuple[Callable[[bytes], None], ...] = (
    check_codec,
    check_agent,
    check_receiver,
    check_authentic,
    check_manager,
    check_recordings,
    check_mib_text,
    *guided_targets.TARGETS,
)


def seeds() -> Iterator[tuple[Callable[[bytes], None], bytes]]:
    """Inputs to begin with, by target."""
    paths = [path for folder in ("seeds", "corpus") for path in sorted((_HERE / folder).glob("*.hex"))]
    datagrams = [bytes.fromhex(path.read_text()) for path in paths]
    for data in datagrams:
        yield from ((target, data) for target in (check_codec, check_agent, check_receiver, check_manager))
        _, found, pdu = data.partition(b"public")
        if found:
            yield check_authentic, wrap(0x30, wrap(0x04, ENGINE_ID) + b"\x04\x00" + pdu)
    yield from guided_targets.seeds(datagrams)
    for target in (check_agent, check_receiver):
        yield target, discovery()
        yield target, secured(b"\xa0\x00")
    yield check_recordings, b"1.3.6.1.2.1.1.1.0|4|a\n1.3.6.1.2.1.1.3.0|67:numeric|rate=100\n"
    yield check_recordings, b'.1.3.6.1.2.1.1.1.0 = STRING: "a\nb"\n.1.3.6.1.2.1.1.3.0 = Timeticks: (1) 0:00:00.01\n'
    yield check_recordings, b'DEVICE-MIB::portName.7 = STRING: "a"\nDEVICE-MIB::userRight."abc".read = INTEGER: up(1)\n'
    yield check_recordings, b'portName[7] "00 1B "\n.1.3.6.1.4.1.99999.1.0 up\nuserRight[STRING: abc][read] 5 bits\n'
    yield check_recordings, b"1.3.6.1.2.1.1.5.0 , OctetString , 0x0011\n1.3.6.1.2.1.1.5.0|6|hex: 0a.0b\n"
    yield check_mib_text, (_HERE.parent / "mibs/own_probes/V2.mib").read_bytes()


def main() -> None:
    """Runs until the time is over or something is found."""
    seconds, folder = int(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for number, (target, data) in enumerate(seeds()):
        (folder / f"seed-{number:03}").write_bytes(bytes((TARGETS.index(target),)) + data)

    def try_one(octets: bytes) -> None:
        if not octets:
            return
        target = TARGETS[octets[0] % len(TARGETS)]
        try:
            target(octets[1:])
        except Exception:
            sys.stderr.write(f"\nfinding: {target.__name__} with {octets[1:].hex()}\n")
            raise

    limits = (f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=2048", "-max_len=8192")
    atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={folder}/finding-", str(folder)], try_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
