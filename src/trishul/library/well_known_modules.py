"""Where modules that devices often need have their place in the tree, for who has not loaded them yet.

Owns a table from OID to the module that names what is below it. It is a hint for people, never a source of names:
whatever is loaded counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_CISCO = {
    "1": "CISCO-PRODUCTS-MIB",
    "2.1": "OLD-CISCO-SYS-MIB",
    "2.2": "OLD-CISCO-INTERFACES-MIB",
    "2.3": "OLD-CISCO-CHASSIS-MIB",
    "2.4": "OLD-CISCO-IP-MIB",
    "2.6": "OLD-CISCO-TCP-MIB",
    "2.9": "OLD-CISCO-TS-MIB",
    "3": "OLD-CISCO-CHASSIS-MIB",
    "5.1": "CISCO-STACK-MIB",
    "9.10": "CISCO-FLASH-MIB",
    "9.13": "CISCO-ENVMON-MIB",
    "9.23": "CISCO-CDP-MIB",
    "9.25": "CISCO-IMAGE-MIB",
    "9.41": "CISCO-SYSLOG-MIB",
    "9.42": "CISCO-RTTMON-MIB",
    "9.43": "CISCO-CONFIG-MAN-MIB",
    "9.46": "CISCO-VTP-MIB",
    "9.48": "CISCO-MEMORY-POOL-MIB",
    "9.68": "CISCO-VLAN-MEMBERSHIP-MIB",
    "9.82": "CISCO-STP-EXTENSIONS-MIB",
    "9.87": "CISCO-C2900-MIB",
    "9.91": "CISCO-ENTITY-SENSOR-MIB",
    "9.96": "CISCO-CONFIG-COPY-MIB",
    "9.98": "CISCO-PAGP-MIB",
    "9.106": "CISCO-HSRP-MIB",
    "9.109": "CISCO-PROCESS-MIB",
    "9.117": "CISCO-ENTITY-FRU-CONTROL-MIB",
    "9.166": "CISCO-CLASS-BASED-QOS-MIB",
    "9.171": "CISCO-IPSEC-FLOW-MONITOR-MIB",
    "9.187": "CISCO-BGP4-MIB",
    "9.215": "CISCO-MAC-NOTIFICATION-MIB",
    "9.221": "CISCO-ENHANCED-MEMPOOL-MIB",
    "9.276": "CISCO-IF-EXTENSION-MIB",
    "9.315": "CISCO-PORT-SECURITY-MIB",
    "9.402": "CISCO-POWER-ETHERNET-EXT-MIB",
    "9.500": "CISCO-STACKWISE-MIB",
}
"""Below ciscoSystems, enterprise 9."""

_ENTERPRISES = {
    "111": "ORACLE-ENTERPRISE-MANAGER-4-MIB",
    "171": "DLINK-ID-REC-MIB",
    "207": "AT-SMI-MIB",
    "232": "CPQHOST-MIB",
    "318.1.1": "PowerNet-MIB",
    "476": "LIEBERT-GP-AGENT-MIB",
    "534": "XUPS-MIB",
    "674.10892.1": "MIB-Dell-10892",
    "674.10892.5": "IDRAC-MIB-SMIv2",
    "789": "NETAPP-MIB",
    "890": "ZYXEL-MIB",
    "1588": "SW-MIB",
    "1916": "EXTREME-BASE-MIB",
    "1991": "FOUNDRY-SN-ROOT-MIB",
    "2011": "HUAWEI-MIB",
    "2021": "UCD-SNMP-MIB",
    "2636.3.1": "JUNIPER-MIB",
    "2636.3.40": "JUNIPER-JS-SMI",
    "3375.2": "F5-BIGIP-SYSTEM-MIB",
    "3808": "CPS-MIB",
    "5951": "NS-ROOT-MIB",
    "6486": "ALCATEL-IND1-BASE-MIB",
    "6527": "TIMETRA-GLOBAL-MIB",
    "6574": "SYNOLOGY-SYSTEM-MIB",
    "6876": "VMWARE-ROOT-MIB",
    "8072": "NET-SNMP-MIB",
    "8741": "SNWL-COMMON-MIB",
    "9148": "ACMEPACKET-SMI",
    "12356.101": "FORTINET-FORTIGATE-MIB",
    "12356": "FORTINET-CORE-MIB",
    "14179": "AIRESPACE-WIRELESS-MIB",
    "14823": "ARUBA-MIB",
    "14988": "MIKROTIK-MIB",
    "24681": "NAS-MIB",
    "25053": "RUCKUS-ROOT-MIB",
    "25461": "PAN-COMMON-MIB",
    "25506": "HH3C-OID-MIB",
    "30065": "ARISTA-SMI-MIB",
    "41112.1.4": "UBNT-AirMAX-MIB",
    "41112.1.6": "UBNT-UniFi-MIB",
    "47196": "ARUBAWIRED-NETWORKING-OID",
}
"""Below enterprises."""

WELL_KNOWN_MODULES: Mapping[str, str] = MappingProxyType(
    {f"1.3.6.1.4.1.9.{oid}": name for oid, name in _CISCO.items()}
    | {f"1.3.6.1.4.1.{oid}": name for oid, name in _ENTERPRISES.items()}
)
"""By numeric OID."""


def well_known_place(oid: str) -> str | None:
    """The nearest place at or above an OID, as an OID: where a known module names what is there."""
    arcs = oid.split(".")
    places = (".".join(arcs[:length]) for length in range(len(arcs), 6, -1))
    return next((place for place in places if place in WELL_KNOWN_MODULES), None)


def well_known_modules_near(oid: str) -> list[str]:
    """The module of the nearest place at or above an OID; else those below it, in the order of the table."""
    nearest = well_known_place(oid)
    if nearest is not None:
        return [WELL_KNOWN_MODULES[nearest]]
    return [name for place, name in WELL_KNOWN_MODULES.items() if place.startswith(f"{oid}.")]
