"""The snmp group of the demo switch: counters as RFC 3418 has them, what is asked is answered."""

from __future__ import annotations

from trishul.datatypes import Value, ValueType
from trishul.simulation.demo_switch.snmp import snmp_instances

SNMP = snmp_instances(1, 0.0)


def test_all_are_counters_but_the_switch_for_authentication_traps() -> None:
    assert {name for name, value in SNMP.items() if value.tag != ValueType.COUNTER32} == {"1.3.6.1.2.1.11.30.0"}


def test_requests_are_split_into_their_kinds() -> None:
    counts = {}
    for arc in (1, 2, 15, 16, 28):
        counter = SNMP[f"1.3.6.1.2.1.11.{arc}.0"]
        assert not isinstance(counter, Value)
        counts[arc] = Value(counter.tag, counter.contents_at(1234.5)).native
    assert counts[1] == counts[2] == counts[28]
    assert isinstance(counts[1], int)
    assert isinstance(counts[15], int)
    assert isinstance(counts[16], int)
    assert 0 <= counts[1] - counts[15] - counts[16] <= 1
