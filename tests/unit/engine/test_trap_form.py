"""v2 notifications as v1 traps, rule by rule of RFC 3584 §3.2."""

from __future__ import annotations

import pytest

from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.receiver import trap_v1_oid
from trishul.engine.trap_form import heading, trap_v1_of
from trishul.errors import InvalidInput

LINK_DOWN = Oid("1.3.6.1.6.3.1.1.5.3")
ENTERPRISE_0 = "1.3.6.1.6.3.1.1.4.3.0"
IF_INDEX = VarBind.of("1.3.6.1.2.1.2.2.1.1.7", Value.integer(7))


def test_a_notification_starts_with_uptime_and_trap_oid() -> None:
    """RFC 3416 §4.2.6: sysUpTime.0 first, snmpTrapOID.0 second."""
    uptime, trap_oid = heading(LINK_DOWN, 4200)
    assert (str(uptime.oid), uptime.value) == ("1.3.6.1.2.1.1.3.0", Value.time_ticks(4200))
    assert (str(trap_oid.oid), trap_oid.value.native) == ("1.3.6.1.6.3.1.1.4.1.0", LINK_DOWN)


@pytest.mark.parametrize("generic", range(6))
def test_the_standard_traps_are_generic_traps_of_snmp_traps(generic: int) -> None:
    """(1), (3), (4): enterprise snmpTraps, generic-trap by the table, specific-trap 0."""
    trap = trap_v1_of(Oid(f"1.3.6.1.6.3.1.1.5.{generic + 1}"), 4200, "192.0.2.7", [IF_INDEX])
    assert (str(trap.enterprise), trap.generic_trap, trap.specific_trap) == ("1.3.6.1.6.3.1.1.5", generic, 0)
    assert (trap.time_stamp, trap.agent_address, trap.varbinds) == (4200, "192.0.2.7", (IF_INDEX,))


def test_a_standard_trap_takes_its_enterprise_from_snmp_trap_enterprise() -> None:
    given = VarBind.of(ENTERPRISE_0, Value.object_identifier("1.3.6.1.4.1.9"))
    assert str(trap_v1_of(LINK_DOWN, 0, "0.0.0.0", [given]).enterprise) == "1.3.6.1.4.1.9"


def test_who_knows_the_enterprise_of_a_standard_trap_says_it() -> None:
    known = Oid("1.3.6.1.4.1.9")
    assert trap_v1_of(LINK_DOWN, 0, "0.0.0.0", [], enterprise=known).enterprise == known


@pytest.mark.parametrize(
    "given", [VarBind.of(ENTERPRISE_0, Value.integer(9)), VarBind(Oid(ENTERPRISE_0).contents, 6, b"\x2b\x86")]
)
def test_an_enterprise_that_is_none_is_not_taken(given: VarBind) -> None:
    assert str(trap_v1_of(LINK_DOWN, 0, "0.0.0.0", [given]).enterprise) == "1.3.6.1.6.3.1.1.5"


@pytest.mark.parametrize(
    ("trap_oid", "enterprise", "specific"),
    [
        ("1.3.6.1.4.1.9.9.41.2.0.1", "1.3.6.1.4.1.9.9.41.2", 1),
        ("1.3.6.1.4.1.9.9.41.2.1", "1.3.6.1.4.1.9.9.41.2", 1),
        ("1.3.6.1.6.3.1.1.5.7", "1.3.6.1.6.3.1.1.5", 7),
        ("1.3.6.1.6.3.1.1.5.0", "1.3.6.1.6.3.1.1.5", 0),
        ("1.3.6", "1.3", 6),
    ],
)
def test_other_traps_are_enterprise_specific(trap_oid: str, enterprise: str, specific: int) -> None:
    """(1): without the last number, and without a zero before it. (3): generic-trap 6. (4): the last number."""
    trap = trap_v1_of(Oid(trap_oid), 0, "0.0.0.0", [])
    assert (str(trap.enterprise), trap.generic_trap, trap.specific_trap) == (enterprise, 6, specific)


@pytest.mark.parametrize("oid", ["1.3.6.1.6.3.1.1.5.3", "1.3.6.1.4.1.9.0.1", "1.3.6.1.4.1.9.0.4294967295"])
def test_the_way_back_gives_the_same_trap_oid(oid: str) -> None:
    """RFC 3584 §3.1 (2) undoes §3.2; numbers above 2**31 - 1 go as negative Integer32."""
    trap = trap_v1_of(Oid(oid), 0, "0.0.0.0", [])
    assert -(2**31) <= trap.specific_trap < 2**31
    assert str(trap_v1_oid(trap)) == oid


def test_a_heading_that_the_caller_gave_is_not_repeated() -> None:
    """(6): the bindings do not include sysUpTime.0 and snmpTrapOID.0."""
    trap = trap_v1_of(LINK_DOWN, 1, "0.0.0.0", [*heading(LINK_DOWN, 2), IF_INDEX])
    assert trap.varbinds == (IF_INDEX,)


def test_counter64_cannot_go_in_a_v1_trap() -> None:
    """(6): the translation cannot be performed."""
    with pytest.raises(InvalidInput, match="cannot carry Counter64"):
        trap_v1_of(LINK_DOWN, 0, "0.0.0.0", [VarBind.of("1.3.6.1.2.1.31.1.1.1.6.1", Value.counter64(1))])


def test_an_oid_too_short_to_name_an_enterprise_is_refused() -> None:
    with pytest.raises(InvalidInput, match="names no enterprise"):
        trap_v1_of(Oid("1.3"), 0, "0.0.0.0", [])


def test_an_agent_address_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidInput, match="not an IPv4 address"):
        trap_v1_of(LINK_DOWN, 0, "switch", [])
