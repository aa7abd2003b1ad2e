"""Tests of a program that polls switches, with the fixtures that Trishul gives pytest: run them with pytest."""

import subprocess
from collections.abc import Callable

from trishul.testing import CaughtTraps, Fault, FaultKind, SimulatedAgent

SYS_NAME, IN_OCTETS = "1.3.6.1.2.1.1.5.0", "1.3.6.1.2.1.31.1.1.1.6.1"
COLD_START = "1.3.6.1.6.3.1.1.5.1"


def polled(address: str) -> "subprocess.CompletedProcess[str]":
    """Stands for the program under test."""
    command = ["snmpget", "-m", "", "-v2c", "-c", "public", "-r0", "-t1", "-Oqv", address, SYS_NAME, IN_OCTETS]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_poller_reads_name_and_octets(snmp_agent: Callable[..., SimulatedAgent]) -> None:
    switch = snmp_agent({SYS_NAME: "core-1", IN_OCTETS: 7})
    assert polled(switch.address).stdout.split() == ['"core-1"', "7"]
    switch.change({SYS_NAME: "core-2"})
    assert polled(switch.address).stdout.split() == ['"core-2"', "7"]
    assert [request.names for request in switch.requests] == [[SYS_NAME, IN_OCTETS]] * 2


def test_the_poller_says_that_a_switch_is_silent(snmp_agent: Callable[..., SimulatedAgent]) -> None:
    switch = snmp_agent()
    switch.misbehave(Fault(kind=FaultKind.SILENCE))
    assert "No Response" in polled(switch.address).stderr


def test_a_start_is_told_once(snmp_traps: CaughtTraps) -> None:
    subprocess.run(["snmptrap", "-m", "", "-v2c", "-c", "public", snmp_traps.address, "", COLD_START], check=True)
    snmp_traps.expect("trap:coldStart")
    snmp_traps.expect("trap:coldStart", count=2, absent=True, within_s=0.2)
