"""The snmp group as instances."""

from __future__ import annotations

from trishul.datatypes import Value
from trishul.simulation.behaviours import LiveNumber
from trishul.simulation.engine_objects.counters import SNMP, snmp_instances


def test_the_group_is_whole_and_reads_its_columns() -> None:
    instances = snmp_instances(lambda: {4: 9})
    assert len(instances) == 30
    unknown, unused = instances[f"{SNMP}.4.0"], instances[f"{SNMP}.9.0"]
    assert isinstance(unknown, LiveNumber)
    assert isinstance(unused, LiveNumber)
    assert (unknown.read(0.0), unused.read(0.0)) == (9, 0)
    assert instances[f"{SNMP}.30.0"] == Value.integer(2)
