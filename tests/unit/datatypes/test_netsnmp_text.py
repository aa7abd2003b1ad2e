"""Lines as `snmpwalk -On` of net-snmp 5.9.3 printed them, octet for octet, when no MIB was loaded."""

from __future__ import annotations

import pytest

from trishul.datatypes import VarBind
from trishul.datatypes.netsnmp_text import netsnmp_line, netsnmp_value

PRINTED_BY_NET_SNMP = [
    (0x04, "", '""'),
    (0x04, "616263", 'STRING: "abc"'),
    (0x04, "6122625c63", 'STRING: "a\\"b\\\\c"'),
    (0x04, "610a6209630d0a", 'STRING: "a\nb\tc\r\n"'),
    (0x04, "0b0c", 'STRING: "\x0b\x0c"'),
    (0x04, "61626300", "Hex-STRING: 61 62 63 00 "),
    (0x04, "636166c3a9", "Hex-STRING: 63 61 66 C3 A9 "),
    (0x04, "1b", "Hex-STRING: 1B "),
    (0x04, bytes(range(16)).hex(), "Hex-STRING: 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F "),
    (0x04, bytes(range(17)).hex(), "Hex-STRING: 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F \n10 "),
    (0x02, "ff", "INTEGER: -1"),
    (0x02, "0080", "INTEGER: 128"),
    (0x02, "80000000", "INTEGER: -2147483648"),
    (0x05, "", "NULL"),
    (0x06, "00", "OID: .0.0"),
    (0x06, "2b0601", "OID: .1.3.6.1"),
    (0x06, "883701", "OID: .2.999.1"),
    (0x40, "01020304", "IpAddress: 1.2.3.4"),
    (0x41, "00ffffffff", "Counter32: 4294967295"),
    (0x41, "ff", "Counter32: 255"),
    (0x42, "05", "Gauge32: 5"),
    (0x43, "05", "Timeticks: (5) 0:00:00.05"),
    (0x43, "01000000", "Timeticks: (16777216) 1 day, 22:36:12.16"),
    (0x43, "00ffffffff", "Timeticks: (4294967295) 497 days, 2:27:52.95"),
    (0x44, "9f780442280000", "Opaque: Float: 42.000000"),
    (0x44, "9f7908400921fb54442d18", "Opaque: Float: 3.141593"),
    (0x44, "9f7a02ff01", "Opaque: Int64: -255"),
    (0x44, "9f7b0900ffffffffffffffff", "Opaque: UInt64: 18446744073709551615"),
    (0x44, "9f76020102", "Opaque: Counter64: 258"),
    (0x44, "9f78047f800000", "Opaque: Float: inf"),
    (0x44, "9f78047fc00000", "Opaque: Float: nan"),
    (0x44, "010203", "OPAQUE: 01 02 03 "),
    (0x44, "", "OPAQUE: "),
    (0x46, "00ffffffffffffffff", "Counter64: 18446744073709551615"),
    (0x47, "05", "5"),
    (0x45, "0102", "Variable has bad type"),
    (0x80, "", "No Such Object available on this agent at this OID"),
    (0x81, "", "No Such Instance currently exists at this OID"),
    (0x82, "", "No more variables left in this MIB View (It is past the end of the MIB tree)"),
]


@pytest.mark.parametrize(("tag", "contents", "text"), PRINTED_BY_NET_SNMP)
def test_a_value_reads_as_net_snmp_prints_it(tag: int, contents: str, text: str) -> None:
    assert netsnmp_value(tag, bytes.fromhex(contents)) == text


def test_a_double_is_cut_where_net_snmp_cuts_it() -> None:
    text = netsnmp_value(0x44, bytes.fromhex("9f79087fefffffffffffff"))
    assert text.startswith("Opaque: Float: 17976931348623157081452742373170435679807056752584499")
    assert len(text) == len("Opaque: Float: ") + 127


def test_the_line_names_the_variable_with_a_leading_dot() -> None:
    assert (
        netsnmp_line(VarBind(bytes.fromhex("2b06010201010500"), 4, b"router"))
        == '.1.3.6.1.2.1.1.5.0 = STRING: "router"'
    )


def test_octets_that_do_not_fit_their_type_are_shown_as_they_are() -> None:
    assert netsnmp_value(0x40, b"\x01\x02\x03") == "Hex-STRING: 01 02 03 "
    assert netsnmp_value(0x02, b"") == "Hex-STRING: "
    assert netsnmp_line(VarBind(b"\x2b\x86", 0x02, b"\x01")) == "0x2b86 = INTEGER: 1"
