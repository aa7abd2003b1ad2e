"""Our manager and our command line against net-snmp's snmpd, compared row by row with net-snmp's own tools."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from trishul.datatypes.netsnmp_text import netsnmp_line
from trishul.errors import NoSuchName, RequestTimedOut, TargetUnreachable
from trishul.snmp import Manager, Target

if TYPE_CHECKING:
    from tests.interop.conftest import NetSnmp, Peer, Trishul

SYS_NAME = "1.3.6.1.2.1.1.5.0"
SYS_LOCATION = "1.3.6.1.2.1.1.6.0"
OVERRIDES = "1.3.6.1.4.1.8072.9999.9999"
MIB_2 = "1.3.6.1.2.1"

MOVING = re.compile(r" = (Timeticks|Counter32|Counter64|Gauge32|INTEGER): .*")
VOLATILE = re.compile(r"\.1\.3\.6\.1\.2\.1\.(4\.24|4\.3[0-9]|6\.13|6\.19|6\.20|7\.5|7\.7|25\.[1-5])\.")
"""Sockets, routes, processes and loads, which come and go between two walks."""


def still(lines: list[str]) -> list[str]:
    """The lines with numbers that may move between two walks taken out, and without volatile tables."""
    return [MOVING.sub(r" = \1", line) for line in lines if not VOLATILE.match(line)]


def target_at(peer: Peer, version: str, **settings: float) -> Target:
    return Target(peer.host, peer.port, community="public", version=version, timeout_s=2.0, **settings)


@pytest.mark.parametrize("version", ["1", "2c"])
class TestManager:
    async def test_get_gives_what_snmpget_prints(self, netsnmp: NetSnmp, snmpd: Peer, version: str) -> None:
        oids = SYS_NAME, SYS_LOCATION, *(f"{OVERRIDES}.{number}.0" for number in range(1, 8))
        printed = netsnmp.lines("snmpget", f"-v{version}", "-cpublic", "-On", snmpd, *oids)
        async with Manager() as manager:
            varbinds = await manager.get(target_at(snmpd, version), *oids)
        assert [netsnmp_line(varbind) for varbind in varbinds] == printed

    async def test_getnext_gives_what_snmpgetnext_prints(self, netsnmp: NetSnmp, snmpd: Peer, version: str) -> None:
        oids = "1.3.6.1.2.1.1.4", SYS_NAME, "1.3.6.1.2.1.1.9.1.2.1", OVERRIDES
        printed = netsnmp.lines("snmpgetnext", f"-v{version}", "-cpublic", "-On", snmpd, *oids)
        async with Manager() as manager:
            varbinds = await manager.getnext(target_at(snmpd, version), *oids)
        assert [netsnmp_line(varbind) for varbind in varbinds] == printed

    async def test_walk_gives_every_row_that_snmpwalk_prints(self, netsnmp: NetSnmp, snmpd: Peer, version: str) -> None:
        for root in ("1.3.6.1.2.1.1.9", "1.3.6.1.2.1.2", OVERRIDES):
            printed = netsnmp.lines("snmpwalk", f"-v{version}", "-cpublic", "-On", snmpd, root)
            async with Manager() as manager:
                rows = [netsnmp_line(varbind) async for varbind in manager.walk(target_at(snmpd, version), root)]
            assert still("\n".join(rows).splitlines()) == still(printed)

    async def test_an_absent_instance_is_told(self, snmpd: Peer, version: str) -> None:
        async with Manager() as manager:
            if version == "1":
                with pytest.raises(NoSuchName) as told:
                    await manager.get(target_at(snmpd, version), SYS_NAME, "1.3.6.1.2.1.1.5.1")
                assert told.value.oid == "1.3.6.1.2.1.1.5.1"
            else:
                present, instance, other = await manager.get(
                    target_at(snmpd, version), SYS_NAME, "1.3.6.1.2.1.1.5.1", "1.3.6.1.9.1"
                )
                assert not present.is_exception
                assert (instance.type.label, other.type.label) == ("noSuchInstance", "noSuchObject")


async def test_getbulk_gives_what_snmpbulkget_prints(netsnmp: NetSnmp, snmpd: Peer) -> None:
    oids = "1.3.6.1.2.1.1.4", "1.3.6.1.2.1.1.9.1.2", "1.3.6.1.2.1.1.9.1.3"
    printed = netsnmp.lines("snmpbulkget", "-v2c", "-cpublic", "-On", "-Cn1", "-Cr5", snmpd, *oids)
    async with Manager() as manager:
        varbinds = await manager.getbulk(target_at(snmpd, "2c"), *oids, non_repeaters=1, max_repetitions=5)
    assert [netsnmp_line(varbind) for varbind in varbinds] == printed


@pytest.mark.parametrize("max_repetitions", [1, 10, 200])
async def test_the_repetitions_change_no_row(netsnmp: NetSnmp, snmpd: Peer, max_repetitions: int) -> None:
    printed = netsnmp.lines("snmpbulkwalk", "-v2c", "-cpublic", "-On", snmpd, MIB_2)
    async with Manager() as manager:
        pages = manager.walk_pages(target_at(snmpd, "2c"), MIB_2, max_repetitions=max_repetitions)
        rows = [netsnmp_line(varbind) async for page in pages for varbind in page]
    assert len(rows) > 1000
    assert still("\n".join(rows).splitlines()) == still(printed)


async def test_a_wrong_community_is_silence_and_a_closed_port_is_not(snmpd: Peer) -> None:
    async with Manager() as manager:
        with pytest.raises(RequestTimedOut):
            await manager.get(Target(snmpd.host, snmpd.port, community="no", timeout_s=0.1, retries=1), SYS_NAME)
        with pytest.raises(TargetUnreachable):
            await manager.get(Target("127.0.0.1", 9, timeout_s=5.0), SYS_NAME)


async def test_what_snmpd_finds_too_big_is_asked_in_parts(snmpd: Peer) -> None:
    """This snmpd sends 8,000 octets at most: 400 copies of its description are tooBig (RFC 3416 §4.2.1)."""
    async with Manager() as manager:
        (one,) = await manager.get(target_at(snmpd, "2c"), "1.3.6.1.2.1.1.1.0")
        assert await manager.get(target_at(snmpd, "2c"), *["1.3.6.1.2.1.1.1.0"] * 400) == [one] * 400


class TestCommandLine:
    @pytest.mark.parametrize("version", ["1", "2c"])
    def test_get_prints_the_same_lines_as_snmpget(
        self, netsnmp: NetSnmp, snmpd: Peer, trishul: Trishul, version: str
    ) -> None:
        arguments = f"-v{version}", "-cpublic", "-On", snmpd, SYS_NAME, SYS_LOCATION, f"{OVERRIDES}.3.0"
        done = trishul.run("get", *arguments)
        assert done.returncode == 0, done.stderr
        assert done.stdout == netsnmp.run("snmpget", *arguments).stdout

    def test_getnext_prints_the_same_lines_as_snmpgetnext(
        self, netsnmp: NetSnmp, snmpd: Peer, trishul: Trishul
    ) -> None:
        arguments = "-v2c", "-cpublic", "-On", snmpd, OVERRIDES, f"{OVERRIDES}.4.0"
        assert trishul.run("getnext", *arguments).stdout == netsnmp.run("snmpgetnext", *arguments).stdout

    def test_getbulk_prints_the_same_lines_as_snmpbulkget(
        self, netsnmp: NetSnmp, snmpd: Peer, trishul: Trishul
    ) -> None:
        arguments = "-v2c", "-cpublic", "-On", "-Cn1", "-Cr8", snmpd, SYS_NAME, OVERRIDES
        assert trishul.run("getbulk", *arguments).stdout == netsnmp.run("snmpbulkget", *arguments).stdout

    @pytest.mark.parametrize("version", ["1", "2c"])
    def test_walk_prints_the_same_lines_as_snmpwalk(
        self, netsnmp: NetSnmp, snmpd: Peer, trishul: Trishul, version: str
    ) -> None:
        arguments = f"-v{version}", "-cpublic", "-On", snmpd, OVERRIDES
        done = trishul.run("walk", *arguments)
        assert done.returncode == 0, done.stderr
        assert done.stdout == netsnmp.run("snmpwalk", *arguments).stdout

    def test_a_whole_walk_equals_that_of_snmpbulkwalk(self, netsnmp: NetSnmp, snmpd: Peer, trishul: Trishul) -> None:
        arguments = "-v2c", "-cpublic", "-Cr25", "-On", snmpd, MIB_2
        printed = netsnmp.lines("snmpbulkwalk", *arguments)
        done = trishul.run("walk", *arguments)
        assert done.returncode == 0, done.stderr
        assert still(done.stdout.decode("latin-1").splitlines()) == still(printed)

    def test_json_has_the_same_rows(self, netsnmp: NetSnmp, snmpd: Peer, trishul: Trishul) -> None:
        printed = netsnmp.lines("snmpwalk", "-v2c", "-cpublic", "-On", snmpd, OVERRIDES)
        rows = json.loads(trishul.run("walk", "-o", "json", "-cpublic", snmpd, OVERRIDES).stdout)
        assert [f".{row['oid']}" for row in rows] == [line.split(" = ")[0] for line in printed]

    def test_nobody_there_exits_with_3(self, trishul: Trishul) -> None:
        assert trishul.run("get", "-t0.2", "-r0", "127.0.0.1:9", SYS_NAME).returncode == 3
