"""What every module may rely on, whether the modules that define it are loaded or not.

Base types and OID roots of RFC 1155 and 2578, the conventions of RFC 2579 as far as values need them, the modules that
go by several names, and where each of these names is imported from.
"""

from __future__ import annotations

from trishul.smi.model import BaseType, TypeInfo

_I32 = ((-(2**31), 2**31 - 1),)
_U32 = ((0, 2**32 - 1),)

BASE_TYPES: dict[str, TypeInfo] = {
    "INTEGER": TypeInfo(BaseType.INTEGER),
    "OCTET STRING": TypeInfo(BaseType.OCTET_STRING),
    "OBJECT IDENTIFIER": TypeInfo(BaseType.OBJECT_IDENTIFIER),
    "BITS": TypeInfo(BaseType.BITS),
    "NULL": TypeInfo(BaseType.NULL),
    "Integer32": TypeInfo(BaseType.INTEGER, "Integer32", "SNMPv2-SMI", ranges=_I32),
    "IpAddress": TypeInfo(BaseType.IP_ADDRESS, "IpAddress", "SNMPv2-SMI"),
    "NetworkAddress": TypeInfo(BaseType.IP_ADDRESS, "NetworkAddress", "RFC1155-SMI"),
    "Counter": TypeInfo(BaseType.COUNTER32, "Counter", "RFC1155-SMI", ranges=_U32),
    "Counter32": TypeInfo(BaseType.COUNTER32, "Counter32", "SNMPv2-SMI", ranges=_U32),
    "Gauge": TypeInfo(BaseType.GAUGE32, "Gauge", "RFC1155-SMI", ranges=_U32),
    "Gauge32": TypeInfo(BaseType.GAUGE32, "Gauge32", "SNMPv2-SMI", ranges=_U32),
    "Unsigned32": TypeInfo(BaseType.UNSIGNED32, "Unsigned32", "SNMPv2-SMI", ranges=_U32),
    "UInteger32": TypeInfo(BaseType.UNSIGNED32, "UInteger32", "SNMPv2-SMI", ranges=_U32),
    "TimeTicks": TypeInfo(BaseType.TIME_TICKS, "TimeTicks", "SNMPv2-SMI", ranges=_U32),
    "Opaque": TypeInfo(BaseType.OPAQUE, "Opaque", "SNMPv2-SMI"),
    "Counter64": TypeInfo(BaseType.COUNTER64, "Counter64", "SNMPv2-SMI", ranges=((0, 2**64 - 1),)),
    "NsapAddress": TypeInfo(BaseType.OCTET_STRING, "NsapAddress", "SNMPv2-SMI"),
}
NEVER_IMPORTED = frozenset(("INTEGER", "OCTET STRING", "OBJECT IDENTIFIER", "BITS", "NULL", "NsapAddress"))

_TC = "SNMPv2-TC"


def _string(name: str, low: int, high: int, hint: str = "") -> TypeInfo:
    return TypeInfo(BaseType.OCTET_STRING, name, _TC, ranges=((low, high),), is_size=True, display_hint=hint)


def _labelled(name: str, *labels: str) -> TypeInfo:
    numbered = tuple((label, number) for number, label in enumerate(labels, 1))
    return TypeInfo(BaseType.INTEGER, name, _TC, labels=numbered)


CONVENTIONS: dict[str, TypeInfo] = {
    info.name: info
    for info in (
        _string("DisplayString", 0, 255, "255a"),
        _string("PhysAddress", 0, 65535, "1x:"),
        _string("MacAddress", 6, 6, "1x:"),
        _string("DateAndTime", 8, 11, "2d-1d-1d,1d:1d:1d.1d,1a1d:1d"),
        _string("TAddress", 1, 255),
        _labelled("TruthValue", "true", "false"),
        _labelled("RowStatus", "active", "notInService", "notReady", "createAndGo", "createAndWait", "destroy"),
        _labelled("StorageType", "other", "volatile", "nonVolatile", "permanent", "readOnly"),
        TypeInfo(BaseType.INTEGER, "TestAndIncr", _TC, ranges=((0, 2**31 - 1),)),
        TypeInfo(BaseType.INTEGER, "TimeInterval", _TC, ranges=((0, 2**31 - 1),)),
        TypeInfo(BaseType.TIME_TICKS, "TimeStamp", _TC, ranges=_U32),
        TypeInfo(BaseType.OBJECT_IDENTIFIER, "AutonomousType", _TC),
        TypeInfo(BaseType.OBJECT_IDENTIFIER, "InstancePointer", _TC),
        TypeInfo(BaseType.OBJECT_IDENTIFIER, "VariablePointer", _TC),
        TypeInfo(BaseType.OBJECT_IDENTIFIER, "RowPointer", _TC),
        TypeInfo(BaseType.OBJECT_IDENTIFIER, "TDomain", _TC),
    )
}

_INTERNET = (1, 3, 6, 1)
_SNMP_V2 = (*_INTERNET, 6)
ROOTS: dict[str, tuple[int, ...]] = {
    "ccitt": (0,),
    "itu-t": (0,),
    "iso": (1,),
    "joint-iso-ccitt": (2,),
    "joint-iso-itu-t": (2,),
    "zeroDotZero": (0, 0),
    "org": (1, 3),
    "dod": (1, 3, 6),
    "internet": _INTERNET,
    "directory": (*_INTERNET, 1),
    "mgmt": (*_INTERNET, 2),
    "mib-2": (*_INTERNET, 2, 1),
    "system": (*_INTERNET, 2, 1, 1),
    "interfaces": (*_INTERNET, 2, 1, 2),
    "transmission": (*_INTERNET, 2, 1, 10),
    "snmp": (*_INTERNET, 2, 1, 11),
    "experimental": (*_INTERNET, 3),
    "private": (*_INTERNET, 4),
    "enterprises": (*_INTERNET, 4, 1),
    "security": (*_INTERNET, 5),
    "snmpV2": _SNMP_V2,
    "snmpDomains": (*_SNMP_V2, 1),
    "snmpProxys": (*_SNMP_V2, 2),
    "snmpModules": (*_SNMP_V2, 3),
    "snmpTraps": (*_SNMP_V2, 3, 1, 1, 5),
}
NEVER_IMPORTED_ROOTS = frozenset(("iso", "ccitt", "itu-t", "joint-iso-ccitt", "joint-iso-itu-t"))
GENERIC_TRAPS = (*_SNMP_V2, 3, 1, 1, 5)
"""RFC 3584 §3.1: generic trap N of enterprise `snmp` is snmpTraps.(N + 1)."""

SMI_MODULES = frozenset(
    ("SNMPv2-SMI", "SNMPv2-TC", "SNMPv2-CONF", "RFC1155-SMI", "RFC1065-SMI", "RFC-1212", "RFC-1215", "SNMPv2-SMI-v1")
)
"""Modules that define the SMI itself; all they export is known without them."""

MODULE_ALIASES: dict[str, tuple[str, ...]] = {
    "RFC-1213": ("RFC1213-MIB",),
    "RFC1213": ("RFC1213-MIB",),
    "RFC-1213-MIB": ("RFC1213-MIB",),
    "MIB-II": ("RFC1213-MIB",),
    "RFC1158-MIB": ("RFC1213-MIB",),
    "RFC1213-MIB": ("IF-MIB", "IP-MIB", "SNMPv2-MIB", "TCP-MIB", "UDP-MIB"),
    "RFC1271-MIB": ("RMON-MIB",),
    "RFC1286-MIB": ("BRIDGE-MIB",),
    "RFC1315-MIB": ("FRAME-RELAY-DTE-MIB",),
    "RFC1316-MIB": ("CHARACTER-MIB",),
    "RFC1406-MIB": ("DS1-MIB",),
    "RFC1407-MIB": ("DS3-MIB",),
    "SNMPv2-TC-v1": ("SNMPv2-TC",),
    "SNMPv2-SMI-v1": ("SNMPv2-SMI",),
    "RFC1212": ("RFC-1212",),
    "RFC1215": ("RFC-1215",),
    "RFC-1155": ("RFC1155-SMI",),
    "RFC1155": ("RFC1155-SMI",),
}
"""Other names of modules, and successors that took over their objects."""

OTHER_NAMES = frozenset(("RFC-1213", "RFC1213", "RFC-1213-MIB", "MIB-II", "RFC1212", "RFC1215", "RFC-1155", "RFC1155"))
"""Those that no module ever had."""

MACRO_HOMES: dict[str, str] = {
    "OBJECT-TYPE": "SNMPv2-SMI",
    "MODULE-IDENTITY": "SNMPv2-SMI",
    "OBJECT-IDENTITY": "SNMPv2-SMI",
    "NOTIFICATION-TYPE": "SNMPv2-SMI",
    "TRAP-TYPE": "RFC-1215",
    "TEXTUAL-CONVENTION": "SNMPv2-TC",
    "OBJECT-GROUP": "SNMPv2-CONF",
    "NOTIFICATION-GROUP": "SNMPv2-CONF",
    "MODULE-COMPLIANCE": "SNMPv2-CONF",
    "AGENT-CAPABILITIES": "SNMPv2-CONF",
}


def home_of(name: str) -> str | None:
    """The module that a name of the SMI is imported from."""
    if name in MACRO_HOMES:
        return MACRO_HOMES[name]
    if name in CONVENTIONS:
        return _TC
    if name in BASE_TYPES:
        return BASE_TYPES[name].module or None
    return "SNMPv2-SMI" if name in ROOTS else None
