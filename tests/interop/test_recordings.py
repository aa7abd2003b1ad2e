"""Recordings of real devices, served by `trishul simulate` as a process and walked by net-snmp's snmpbulkwalk.

Every record must arrive, with the same type and the same octets as in the file, in lexicographic order. What arrives
is taken from the wire by a relay between the two and decoded here, and what is in the file is read here, both by a few
lines that share nothing with the product: agent and reader could otherwise share a mistake and agree.
"""

from __future__ import annotations

import bz2
import re
import select
import socket
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from trishul.simulation.recordings import FindingCode

if TYPE_CHECKING:
    from tests.interop.conftest import NetSnmp, Peer, Simulate, Simulation, Trishul

CISCO = [
    "network/router/cisco-unmarked-0.snmprec.bz2",
    "network/switch/cisco-c3750.snmprec.bz2",
    "network/switch/cisco-c3560.snmprec.bz2",
    "network/switch/cisco-n5000.snmprec.bz2",
]

SMALL = 16_000
"""Octets of a packed recording that is walked in a moment; forty devices of snmpsim-data have fewer."""

NUMBERS = {2, 65, 66, 67, 70}
END_OF_WALK = {0x80, 0x82}
"""endOfMibView, and noSuchObject for the root that snmpbulkwalk asks for when there was nothing else."""


class Record(NamedTuple):
    """One record of a file: arcs, BER identifier octet, BER contents octets of the value."""

    arcs: tuple[int, ...]
    tag: int
    contents: bytes


# --- what is in the file ---------------------------------------------------------------------------------------------


def encode_arcs(arcs: tuple[int, ...]) -> bytes:
    """X.690 §8.19."""
    first = arcs[0] * 40 + (arcs[1] if len(arcs) > 1 else 0)
    octets = bytearray()
    for arc in (first, *arcs[2:]):
        groups = [arc & 127]
        while arc := arc >> 7:
            groups.append(arc & 127 | 128)
        octets += bytes(reversed(groups))
    return bytes(octets)


def encode_number(number: int) -> bytes:
    """Shortest two's complement (X.690 §8.3)."""
    size = 1
    while not -(1 << 8 * size - 1) <= number < 1 << 8 * size - 1:
        size += 1
    return number.to_bytes(size, "big", signed=True)


def arcs_of(text: str) -> tuple[int, ...]:
    return tuple(int(arc) for arc in text.strip().strip(".").split("."))


def contents_of(tag: int, modifier: str, value: str) -> bytes:
    if modifier == "x":
        return bytes.fromhex(value)
    if modifier == "e":
        return value.encode("latin-1").decode("unicode_escape").encode("latin-1")
    if tag in NUMBERS:
        return encode_number(int(value))
    if tag == 6:
        return encode_arcs(arcs_of(value)) if value.strip() else b"\x00"
    if tag == 64 and "." not in value and len(value) == 4:
        return value.encode("latin-1")  # the octets themselves
    if tag == 64:
        return bytes(int(octet) for octet in value.split("."))
    return value.encode("latin-1")


def record_of(line: bytes) -> Record:
    oid, tag_text, value = line.decode("latin-1").rstrip("\r\n").split("|", 2)
    number, modifier = re.fullmatch(r"(\d+)([xe]?)", tag_text).groups()  # type: ignore[union-attr]  # a bad line must fail
    return Record(arcs_of(oid), int(number), contents_of(int(number), modifier, value))


def moving_lines(lines: list[bytes]) -> dict[int, tuple[int, ...]]:
    """Arcs of the lines with a variation module, whose values move, by their numbers from 1."""
    found = {}
    for number, line in enumerate(lines, 1):
        match = re.fullmatch(rb"([0-9.]+)\|[0-9]+:[a-z]+\|.*", line)
        if match:
            found[number] = arcs_of(match[1].decode())
    return found


def records_of(lines: list[bytes], excluded: frozenset[int] = frozenset()) -> list[Record]:
    """Records in lexicographic order. `excluded` are numbers of lines, from 1, that a warning named."""
    records = [
        record_of(line)
        for number, line in enumerate(lines, 1)
        if number not in excluded and line.strip() and not line.lstrip().startswith(b"#")
    ]
    return sorted(records, key=lambda record: record.arcs)


# --- what is on the wire ---------------------------------------------------------------------------------------------


def header(data: bytes, at: int) -> tuple[int, int, int]:
    """Tag, start and end of the contents of the TLV at an offset."""
    tag, size, at = data[at], data[at + 1], at + 2
    if size & 128:
        octets = size & 127
        size, at = int.from_bytes(data[at : at + octets], "big"), at + octets
    return tag, at, at + size


def decode_arcs(contents: bytes) -> tuple[int, ...]:
    arcs, arc = [], 0
    for octet in contents:
        arc = arc << 7 | octet & 127
        if octet < 128:
            arcs.append(arc)
            arc = 0
    first = min(arcs[0] // 40, 2)
    return (first, arcs[0] - 40 * first, *arcs[1:])


def bindings_of(datagram: bytes) -> list[Record]:
    """The variable bindings of a Response."""
    _, at, _ = header(datagram, 0)
    for _ in range(2):  # version, community
        at = header(datagram, at)[2]
    tag, at, _ = header(datagram, at)
    assert tag == 0xA2, "the agent sent something else than a Response"
    for _ in range(3):  # request-id, error-status, error-index
        at = header(datagram, at)[2]
    _, at, list_end = header(datagram, at)
    records = []
    while at < list_end:
        _, at, end = header(datagram, at)
        _, name_at, name_end = header(datagram, at)
        value_tag, value_at, value_end = header(datagram, name_end)
        assert value_end == end
        records.append(Record(decode_arcs(datagram[name_at:name_end]), value_tag, datagram[value_at:value_end]))
        at = end
    assert at == list_end == len(datagram)
    return records


class Relay:
    """Passes datagrams between one tool at a time and the agent, and keeps what the agent sent."""

    def __init__(self, agent: Peer) -> None:
        self.answers: list[bytes] = []
        self._agent = (agent.host, agent.port)
        self._front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._front.bind(("127.0.0.1", 0))
        self._back = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._stop_read, self._stop_write = socket.socketpair()
        self.port = int(self._front.getsockname()[1])
        self._thread = threading.Thread(target=self._pass_on, daemon=True)
        self._thread.start()

    def _pass_on(self) -> None:
        client: tuple[str, int] | None = None
        sockets = [self._front, self._back, self._stop_read]
        while True:
            readable, _, _ = select.select(sockets, [], [])
            if self._stop_read in readable:
                return
            if self._front in readable:
                data, client = self._front.recvfrom(65535)
                self._back.sendto(data, self._agent)
            if self._back in readable:
                data = self._back.recv(65535)
                self.answers.append(data)
                assert client is not None
                self._front.sendto(data, client)

    def take(self) -> list[Record]:
        """The bindings that the agent sent since the last call, without the exceptions that end a walk."""
        answers, self.answers = self.answers, []
        records = [record for answer in answers for record in bindings_of(answer)]
        while records and records[-1].tag in END_OF_WALK:
            records.pop()
        return records

    def close(self) -> None:
        self._stop_write.send(b".")
        self._thread.join()
        for each in (self._front, self._back, self._stop_read, self._stop_write):
            each.close()


@contextmanager
def relay_to(agent: Peer) -> Iterator[Relay]:
    relay = Relay(agent)
    try:
        yield relay
    finally:
        relay.close()


# --- the walks -------------------------------------------------------------------------------------------------------


def walked(netsnmp: NetSnmp, relay: Relay, community: str) -> list[Record]:
    """What snmpbulkwalk asked for and got, from the first OID to the end."""
    how = "-v2c", f"-c{community}", "-Cr50", "-On", "-r0", "-t60"  # whoever asks again gets rows twice
    done = netsnmp.run("snmpbulkwalk", *how, f"127.0.0.1:{relay.port}", ".1")
    assert done.returncode == 0, done.stderr.decode()
    assert b"not increasing" not in done.stderr
    records = relay.take()
    printed = done.stdout.count(b"\n.1.") + done.stdout.startswith(b".1.")
    assert printed >= len(records), "snmpbulkwalk itself saw fewer rows than the wire carried"
    return records


def excluded_lines(simulation: Simulation, name: str) -> frozenset[int]:
    """Numbers of the lines that a warning of an excluding kind named."""
    return frozenset(line for file, line, code in simulation.findings if file == name and FindingCode(code).excluded)


def assert_same(found: list[Record], expected: list[Record]) -> None:
    """Compares without printing a hundred thousand records."""
    for number, (one, other) in enumerate(zip(found, expected, strict=False)):
        assert one == other, f"record {number} differs"
    assert len(found) == len(expected)


def snmpsim_data() -> Path:
    """The folder of the recordings that come with snmpsim."""
    package = find_spec("snmpsim_data")
    if package is None or not package.submodule_search_locations:
        pytest.skip("snmpsim-data is not installed: pip install --no-deps snmpsim-data")
    return Path(package.submodule_search_locations[0], "data")


@pytest.mark.parametrize("name", CISCO)
def test_every_record_of_a_cisco_recording_arrives(netsnmp: NetSnmp, simulate: Simulate, name: str) -> None:
    path = snmpsim_data() / name
    lines = bz2.decompress(path.read_bytes()).splitlines()
    with simulate(path) as simulation, relay_to(simulation.peer) as relay:
        found = walked(netsnmp, relay, path.name.removesuffix(".snmprec.bz2"))
        excluded = excluded_lines(simulation, path.name)
        code, last_words = simulation.stop()
    assert len(excluded) < 10, "a clean recording loses next to nothing"
    assert_same(found, records_of(lines, excluded))
    assert code == 0
    assert re.fullmatch(r"[\d,]+ requests answered, 0 dropped", last_words)


def test_every_record_of_forty_recordings_of_snmpsim_arrives_or_was_named(
    netsnmp: NetSnmp, simulate: Simulate, tmp_path: Path
) -> None:
    """Cameras, power supplies, firewalls, switches, hosts: one process serves them all, packed as they are."""
    files = sorted(path for path in snmpsim_data().rglob("*.snmprec.bz2") if path.stat().st_size < SMALL)
    assert len(files) >= 40
    for number, path in enumerate(files):
        (tmp_path / f"{number}-{path.name}").symlink_to(path)
    with simulate(tmp_path) as simulation, relay_to(simulation.peer) as relay:
        for number, path in enumerate(files):
            name = f"{number}-{path.name}"
            found = walked(netsnmp, relay, name.removesuffix(".snmprec.bz2"))
            lines = bz2.decompress(path.read_bytes()).split(b"\n")
            moving = moving_lines(lines)
            assert set(moving.values()) <= {record.arcs for record in found}, path.name
            excluded = excluded_lines(simulation, name) | frozenset(moving)
            still = [record for record in found if record.arcs not in moving.values()]
            try:
                assert_same(still, records_of(lines, excluded))
            except (AssertionError, ValueError, AttributeError) as difference:
                raise AssertionError(f"{path.name}: {difference}") from difference


def test_every_record_of_131_dirty_recordings_arrives_or_was_named(
    netsnmp: NetSnmp, simulate: Simulate, shared_dir: Path, tmp_path: Path
) -> None:
    with tarfile.open(shared_dir / "recordings" / "librenms.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    files = sorted((tmp_path / "librenms").glob("*.snmprec"))
    assert len(files) == 131
    with simulate(tmp_path / "librenms") as simulation, relay_to(simulation.peer) as relay:
        for path in files:
            found = walked(netsnmp, relay, path.name.removesuffix(".snmprec"))
            excluded = excluded_lines(simulation, path.name)
            try:
                assert_same(found, records_of(path.read_bytes().split(b"\n"), excluded))
            except (AssertionError, ValueError, AttributeError) as difference:
                raise AssertionError(f"{path.name}: {difference}") from difference


def test_our_walk_prints_the_octets_that_snmpbulkwalk_prints(
    netsnmp: NetSnmp, trishul: Trishul, simulate: Simulate, shared_dir: Path, tmp_path: Path
) -> None:
    """Real values of every kind in text form: escapes, line ends inside, hexadecimal, floats, large numbers."""
    names = [
        "arista_eos_7280r",
        "junos_ex4600mp",
        "timos_7750-bgp",
        "ciena-sds",
        "fortigate_ips",
        "quantum_scalari6000",
    ]
    with tarfile.open(shared_dir / "recordings" / "librenms.tar.xz") as archive:
        for name in names:
            archive.extract(f"librenms/{name}.snmprec", tmp_path, filter="data")
    with simulate(tmp_path / "librenms") as simulation:
        for name in names:
            arguments = "-v2c", f"-c{name}", "-Cr50", "-On", simulation.peer, "1.3"
            done = trishul.run("walk", *arguments)
            assert done.returncode == 0, done.stderr
            printed = netsnmp.run("snmpbulkwalk", *arguments).stdout.splitlines(keepends=True)
            assert b"No more variables left in this MIB View" in printed.pop()
            assert done.stdout.splitlines(keepends=True) == printed, name
