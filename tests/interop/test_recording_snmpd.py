"""snmpd recorded by every version of SNMP, served, and walked by net-snmp: the same device, whose clock goes on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.interop.secure_snmpd import serving_snmpd
from tests.interop.security import AUTH_PASSWORD, PRIV_PASSWORD, credentials, user_name
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol

if TYPE_CHECKING:
    from tests.interop.conftest import FindTool, NetSnmp, Peer, Simulate, Trishul

SYSTEM, SNMP, OVERRIDDEN = "1.3.6.1.2.1.1", "1.3.6.1.2.1.11", "1.3.6.1.4.1.8072.9999"
UPTIME, IN_PACKETS = f".{SYSTEM}.3.0", f".{SNMP}.1.0"
STRONG = AuthProtocol.SHA256, PrivProtocol.AES128
VERSIONS = {
    "v1": ("-v", "1", "-c", "public"),
    "v2c": ("-v", "2c", "-c", "public"),
    "v3": ("-u", user_name(*STRONG), "-l", credentials(*STRONG).level.label, "-a", "SHA-256", "-x", "AES"),
}


@pytest.fixture(scope="module")
def device(tool: FindTool, netsnmp: NetSnmp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    lines = (
        "rocommunity public",
        'syslocation Rack 3, "left"',
        f"override {OVERRIDDEN}.3.0 octet_str 0x00FF10",
        f"override {OVERRIDDEN}.5.0 counter 4294967295",
    )
    with serving_snmpd(tool, netsnmp, tmp_path_factory.mktemp("recorded"), *lines) as peer:
        yield peer


@pytest.fixture(scope="module")
def recordings(trishul: Trishul, device: Peer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a recording made by each version."""
    folder = tmp_path_factory.mktemp("recordings")
    with_passwords = replace(
        trishul,
        environment=trishul.environment
        | {"TRISHUL_AUTH_PASSWORD": AUTH_PASSWORD, "TRISHUL_PRIV_PASSWORD": PRIV_PASSWORD},
    )
    for version, options in VERSIONS.items():
        where = ("--interval", "0.3", device, SYSTEM, SNMP, OVERRIDDEN, "-o", str(folder / f"{version}.snmprec"))
        done = with_passwords.run("recording", "record", *options, *where)
        assert done.returncode == 0, done.stderr.decode()
    return folder


def rows(netsnmp: NetSnmp, peer: Peer, community: str, root: str) -> list[str]:
    lines = netsnmp.lines("snmpwalk", "-v2c", f"-c{community}", "-On", peer, root)
    return [line for line in lines if "No more variables left" not in line]


def test_a_recorded_snmpd_is_the_same_device_and_its_clock_goes_on(
    netsnmp: NetSnmp, simulate: Simulate, device: Peer, recordings: Path
) -> None:
    with simulate(recordings) as simulation:
        for version in VERSIONS:
            lines = (recordings / f"{version}.snmprec").read_text().splitlines()
            moving = {f".{line.split('|')[0]}" for line in lines if ":numeric|" in line}
            assert {UPTIME, IN_PACKETS} <= moving
            for root in (SYSTEM, OVERRIDDEN):
                theirs, ours = rows(netsnmp, device, "public", root), rows(netsnmp, simulation.peer, version, root)
                names = [line.split(" = ")[0] for line in ours]
                assert names == [line.split(" = ")[0] for line in theirs]
                still = [line for line in theirs if line.split(" = ")[0] not in moving]
                assert [line for line in ours if line.split(" = ")[0] not in moving] == still
        ask = ("snmpget", "-v2c", "-cv3", "-Oqvt", simulation.peer, UPTIME)
        before, asked_at = netsnmp.lines(*ask), time.monotonic()
        while netsnmp.lines(*ask) == before:
            assert time.monotonic() < asked_at + 10, "the clock stands still"
