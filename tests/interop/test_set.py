"""SET with net-snmp: snmpset at our agent, our manager at snmpd, every error in the words that net-snmp prints."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.interop.conftest import Peer, running, snmpd_command, wait_for_answer
from tests.interop.writable_agent import AS, serving, serving_writable
from tests.ports import free_port
from tests.unit.engine.test_setting import ONE, TWO, Script
from tests.unit.writable_device import PLAIN_ROW, ROOT, ROW, UNKNOWN
from trishul.datatypes import Oid, Value
from trishul.engine.setting import V1_STATUSES
from trishul.library.sources import LibraryPlaces
from trishul.protocol.pdu import ErrorStatus
from trishul.snmp import Manager, NoSuchName, SetRejected, Target
from trishul.workers.known_types import KnownTypes

if TYPE_CHECKING:
    from tests.interop.conftest import FindTool, NetSnmp, Trishul

AA = "5.2.97.97"
NUMBER, OTHER = f"{ROOT}.1.0", f"{ROOT}.2.0"
V1_REASONS = {
    "noSuchName": "(noSuchName) There is no such variable name in this MIB.",
    "badValue": "(badValue) The value given has the wrong type or length.",
    "genErr": "(genError) A general failure occured",
}
REASONS = {
    "wrongType": "wrongType (The set datatype does not match the data type the agent expects)",
    "wrongLength": "wrongLength (The set value has an illegal length from what the agent expects)",
    "wrongEncoding": "wrongEncoding",
    "wrongValue": "wrongValue (The set value is illegal or unsupported in some way)",
    "noCreation": ("noCreation (That table does not support row creation or that object can not ever be created)"),
    "inconsistentValue": "inconsistentValue (The set value is illegal or unsupported in some way)",
    "notWritable": "notWritable (That object does not support modification)",
    "inconsistentName": "inconsistentName (That object can not currently be created)",
}
REFUSALS = [
    ("notWritable", "noSuchName", f"{ROOT}.10.0", "i", "1"),
    ("notWritable", "noSuchName", "1.3.6.1.2.1.1.3.0", "t", "1"),
    ("notWritable", "noSuchName", f"{ROOT}.12.0", "u", "1"),
    ("notWritable", "noSuchName", f"{UNKNOWN}.2.0", "u", "1"),
    ("wrongType", "badValue", NUMBER, "s", "1"),
    ("wrongLength", "badValue", f"{ROOT}.3.0", "s", "x"),
    ("wrongValue", "badValue", NUMBER, "i", "99"),
    ("wrongValue", "badValue", f"{ROOT}.4.0", "x", "01"),
    ("noCreation", "noSuchName", f"{PLAIN_ROW}.2.9", "i", "1"),
    ("inconsistentName", "noSuchName", f"{ROW}.3.{AA}", "i", "4"),
    ("inconsistentValue", "badValue", f"{ROW}.8.{AA}", "i", "1"),
    ("inconsistentValue", "badValue", f"{ROOT}.9.0", "i", "5"),
]


@pytest.fixture(scope="module")
def address(set_library: LibraryPlaces) -> Iterator[str]:
    types = KnownTypes(set_library.index)
    with serving_writable(types) as served:
        yield served


@pytest.mark.parametrize("version", AS)
class TestSnmpset:
    @pytest.mark.parametrize("refusal", REFUSALS, ids=" ".join)
    def test_each_error_is_told_in_its_words_with_its_index(
        self, netsnmp: NetSnmp, address: str, version: str, refusal: tuple[str, str, str, str, str]
    ) -> None:
        status, v1_status, oid, letter, text = refusal
        before = netsnmp.lines("snmpget", *AS[version], "-On", address, OTHER)
        done = netsnmp.run("snmpset", *AS[version], "-On", address, OTHER, "i", "7", oid, letter, text)
        told = done.stderr.decode()
        assert done.returncode == 2
        assert (V1_REASONS[v1_status] if version == "1" else REASONS[status]) in told
        assert f"Failed object: .{oid}" in told
        assert netsnmp.lines("snmpget", *AS[version], "-On", address, OTHER) == before

    def test_values_of_all_types_are_set_and_repeated(self, netsnmp: NetSnmp, address: str, version: str) -> None:
        request = [
            *(NUMBER, "i", "-5"),
            *(f"{ROOT}.3.0", "s", "seven"),
            *(f"{ROOT}.4.0", "b", "0 9"),
            *(f"{ROOT}.5.0", "o", "1.3.6.1.4.1"),
            *(f"{ROOT}.6.0", "a", "192.0.2.77"),
            *(f"{ROOT}.7.0", "u", "4294967295"),
            *(f"{ROOT}.8.0", "t", "123"),
            *("1.3.6.1.2.1.1.5.0", "s", f"by v{version}"),
        ]
        repeated = netsnmp.lines("snmpset", *AS[version], "-On", address, *request)
        asked = netsnmp.lines("snmpget", *AS[version], "-On", address, *request[::3])
        assert repeated == asked
        assert f'.1.3.6.1.2.1.1.5.0 = STRING: "by v{version}"' in asked
        assert f".{ROOT}.4.0 = Hex-STRING: 80 40 " in asked

    def test_rows_come_and_go(self, netsnmp: NetSnmp, address: str, version: str) -> None:
        create = [f"{ROW}.8.{AA}", "i", "4", f"{ROW}.3.{AA}", "i", "7"]
        netsnmp.lines("snmpset", *AS[version], "-On", address, *create)
        walked = netsnmp.lines("snmpwalk", *AS[version], "-On", address, ROW)
        assert [line.partition(" = ")[0] for line in walked] == [f".{ROW}.{column}.{AA}" for column in range(2, 9)]
        assert f".{ROW}.3.{AA} = INTEGER: 7" in walked
        again = netsnmp.run("snmpset", *AS[version], address, f"{ROW}.8.{AA}", "i", "4")
        assert b"inconsistentValue" in again.stderr or b"badValue" in again.stderr
        netsnmp.lines("snmpset", *AS[version], "-On", address, f"{ROW}.8.{AA}", "i", "6")
        after = netsnmp.run("snmpget", *AS[version], address, f"{ROW}.3.{AA}")
        assert b"No Such" in after.stdout or b"noSuchName" in after.stderr

    def test_the_same_rows_are_set_by_trishul(self, trishul: Trishul, address: str, version: str) -> None:
        done = trishul.run("set", *AS[version], address.removeprefix("udp:"), NUMBER, "i", "3")
        assert done.stdout.decode() == f".{NUMBER} = INTEGER: 3\n"
        done = trishul.run("set", *AS[version], address.removeprefix("udp:"), NUMBER, "i", "99")
        assert done.returncode == 1
        assert f"trishul: {NUMBER} was not set: " in done.stderr.decode()


def test_values_are_set_over_tcp(netsnmp: NetSnmp, address: str) -> None:
    over_tcp = f"tcp:{address.removeprefix('udp:')}"
    for version, number in (("2c", "3"), ("3", "4")):
        printed = [f".{NUMBER} = INTEGER: {number}"]
        assert netsnmp.lines("snmpset", *AS[version], "-On", over_tcp, NUMBER, "i", number) == printed
        assert netsnmp.lines("snmpget", *AS[version], "-On", over_tcp, NUMBER) == printed


@pytest.mark.parametrize("status", [status for status in ErrorStatus if status > ErrorStatus.GEN_ERR])
@pytest.mark.parametrize("version", AS)
def test_every_status_of_the_rfc_reaches_snmpset(netsnmp: NetSnmp, version: str, status: ErrorStatus) -> None:
    phases = {ErrorStatus.COMMIT_FAILED, ErrorStatus.UNDO_FAILED}
    table = Script([ErrorStatus.NO_ERROR, *([] if status in phases else [status])])
    table.fails_at = 1 if status in phases else None
    table.can_undo = status is not ErrorStatus.UNDO_FAILED
    with serving(table) as address:
        done = netsnmp.run("snmpset", *AS[version], "-On", address, ONE, "i", "1", TWO, "i", "2")
    told = done.stderr.decode()
    assert (V1_REASONS[V1_STATUSES[status].label] if version == "1" else f"Reason: {status.label}") in told
    has_index = status is not ErrorStatus.UNDO_FAILED
    assert (f"Failed object: .{TWO}" in told) == has_index


def test_an_answer_too_big_changes_nothing(netsnmp: NetSnmp, set_library: LibraryPlaces) -> None:
    with serving_writable(KnownTypes(set_library.index), max_message_size=484) as address:
        long = ["1.3.6.1.2.1.1.5.0", "s", "x" * 255, f"{UNKNOWN}.1.0", "i", "1", "1.3.6.1.2.1.1.5.0", "s", "y" * 255]
        done = netsnmp.run("snmpset", *AS["2c"], address, *long)
        assert b"(tooBig) Response message would have been too large." in done.stderr
        assert netsnmp.lines("snmpget", *AS["2c"], "-Oqv", address, "1.3.6.1.2.1.1.5.0") == ['"switch"']


async def test_two_managers_at_once_never_see_half_of_a_request(address: str) -> None:
    """Each sets all of its values; whatever comes last, they are those of one manager."""
    host, port = address.removeprefix("udp:").rsplit(":", 1)
    target = Target(host, int(port), community="public")
    oids = [f"{UNKNOWN}.1.0", f"{PLAIN_ROW}.2.1", "1.3.6.1.2.1.1.5.0"]

    async def write(number: int) -> None:
        async with Manager() as manager:
            for round_number in range(40):
                value = number * 1000 + round_number
                await manager.set(target, (oids[0], value), (oids[1], value), (oids[2], str(value)))

    async def read() -> None:
        async with Manager() as manager:
            for _ in range(80):
                values = {str(varbind.value) for varbind in await manager.get(target, *oids)}
                assert len(values) == 1

    await write(1)
    await asyncio.gather(write(1), write(2), read())


SNMPD = """\
rwcommunity private
rocommunity public
"""
TARGET_ADDR_ROW = "1.3.6.1.6.3.12.1.2.1"
NMS = "110.109.115"


@pytest.fixture(scope="module")
def writable_snmpd(tool: FindTool, netsnmp: NetSnmp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    folder = tmp_path_factory.mktemp("writable_snmpd")
    configuration = folder / "writable.conf"
    configuration.write_text(SNMPD)
    peer = Peer("127.0.0.1", free_port())
    command = snmpd_command(tool, configuration, peer)
    environment = netsnmp.environment | {"SNMP_PERSISTENT_DIR": str(folder)}
    with running(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)) as process:
        wait_for_answer(netsnmp, process, "snmpget", "-v2c", "-cpublic", peer, "1.3.6.1.2.1.1.5.0")
        yield peer


def target_at(peer: Peer, version: str, community: str = "private") -> Target:
    return Target(peer.host, peer.port, community=community, version=version, timeout_s=2.0)


@pytest.mark.parametrize("version", ["1", "2c"])
class TestOurManager:
    async def test_values_are_set_at_snmpd(self, netsnmp: NetSnmp, writable_snmpd: Peer, version: str) -> None:
        values = {4: f"contact {version}", 5: f"name-{version}", 6: f"place {version}"}
        async with Manager() as manager:
            repeated = await manager.set(
                target_at(writable_snmpd, version), *((f"1.3.6.1.2.1.1.{arc}.0", text) for arc, text in values.items())
            )
        assert [str(varbind.value) for varbind in repeated] == list(values.values())
        oids = [f"1.3.6.1.2.1.1.{arc}.0" for arc in values]
        printed = netsnmp.lines("snmpget", f"-v{version}", "-cpublic", "-Oqv", writable_snmpd, *oids)
        assert printed == [f'"{text}"' for text in values.values()]

    async def test_refusals_have_their_names(self, writable_snmpd: Peer, version: str) -> None:
        async with Manager() as manager:
            for oid, value, status, v1_status in (
                ("1.3.6.1.2.1.1.3.0", Value.time_ticks(1), "notWritable", "noSuchName"),
                ("1.3.6.1.2.1.1.5.0", Value.integer(1), "wrongType", "badValue"),
                ("1.3.6.1.2.1.1.5.0", "x" * 300, "wrongLength", "badValue"),
                (f"{TARGET_ADDR_ROW}.9.{NMS}", 99, "wrongValue", "badValue"),
                (f"{TARGET_ADDR_ROW}.9.{NMS}", 1, "inconsistentValue", "badValue"),
            ):
                with pytest.raises(SetRejected) as told:
                    await manager.set(
                        target_at(writable_snmpd, version), ("1.3.6.1.2.1.1.6.0", "nowhere"), (oid, value)
                    )
                expected = v1_status if version == "1" else status
                assert (told.value.status_name, told.value.index, told.value.oid) == (expected, 2, oid)
            (place,) = await manager.get(target_at(writable_snmpd, version), "1.3.6.1.2.1.1.6.0")
            assert str(place.value) != "nowhere"

    async def test_who_may_only_read_is_told_so(self, writable_snmpd: Peer, version: str) -> None:
        async with Manager() as manager:
            with pytest.raises(SetRejected) as told:
                await manager.set(target_at(writable_snmpd, version, "public"), ("1.3.6.1.2.1.1.6.0", "nowhere"))
        assert told.value.status_name == ("noSuchName" if version == "1" else "noAccess")

    async def test_a_row_is_created_and_destroyed(self, netsnmp: NetSnmp, writable_snmpd: Peer, version: str) -> None:
        target = target_at(writable_snmpd, version)
        status = f"{TARGET_ADDR_ROW}.9.{NMS}"
        async with Manager() as manager:
            await manager.set(
                target,
                (status, 5),
                (f"{TARGET_ADDR_ROW}.2.{NMS}", Oid("1.3.6.1.6.1.1")),
                (f"{TARGET_ADDR_ROW}.3.{NMS}", bytes([192, 0, 2, 1, 0, 162])),
                (f"{TARGET_ADDR_ROW}.7.{NMS}", "params"),
            )
            await manager.set(target, (status, 1))
            printed = netsnmp.lines("snmpget", f"-v{version}", "-cprivate", "-Oqv", writable_snmpd, status)
            assert printed == ["1"]
            await manager.set(target, (status, 6))
            if version == "1":
                with pytest.raises(NoSuchName):
                    await manager.get(target, status)
            else:
                assert (await manager.get(target, status))[0].is_exception
