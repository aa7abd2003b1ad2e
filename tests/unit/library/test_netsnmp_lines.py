"""Lines as snmpwalk prints them."""

from __future__ import annotations

from tests.unit.services.named_devices import DEVICE, device_names
from trishul.datatypes import Value, VarBind
from trishul.library.names import Names
from trishul.library.netsnmp_lines import named_line


def test_a_line_has_name_type_and_value() -> None:
    varbind = VarBind.of(f"{DEVICE}.1.0", Value.integer(1))
    assert named_line(varbind, device_names().names) == "DEVICE-MIB::deviceState.0 = INTEGER: up(1)"
    assert named_line(varbind, Names(None)) == f"{DEVICE}.1.0 = INTEGER: 1"


def test_an_absent_instance_has_no_type() -> None:
    line = named_line(VarBind.of(f"{DEVICE}.1.1", Value(0x81, b"")), device_names().names)
    assert line == "DEVICE-MIB::deviceState.1 = No Such Instance currently exists at this OID"
