"""A device whose MIB gives every kind of writable object: scalars of all types, and tables with and without RowStatus.

For tests of SET, at the engine, over a socket and in a worker. The library holds the MIB below and SNMP-TARGET-MIB.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from trishul.datatypes import Oid, Value
from trishul.datatypes.values import ValueType
from trishul.library.building import build_library
from trishul.library.sources import STANDARD_ARCHIVE, LibraryPlaces
from trishul.simulation.behaviours import Flow, MovingCounter
from trishul.simulation.device import Device
from trishul.workers.known_types import KnownTypes

MODULES = (
    "IANAifType-MIB",
    "IF-MIB",
    "SNMP-FRAMEWORK-MIB",
    "SNMP-TARGET-MIB",
    "SNMPv2-CONF",
    "SNMPv2-MIB",
    "SNMPv2-SMI",
    "SNMPv2-TC",
)
ROOT = "1.3.6.1.4.1.32473.7"
"""Below the enterprise number for examples (RFC 5612)."""
ROW = f"{ROOT}.20.1"
PLAIN_ROW = f"{ROOT}.21.1"
TARGET_ROW = "1.3.6.1.6.3.12.1.2.1"
UNKNOWN = "1.3.6.1.4.1.32473.8"
"""What no MIB knows."""

MIB = """SET-MIB DEFINITIONS ::= BEGIN
IMPORTS MODULE-IDENTITY, OBJECT-TYPE, Integer32, Unsigned32, Gauge32, Counter32, Counter64, TimeTicks, IpAddress,
            enterprises FROM SNMPv2-SMI
        RowStatus, StorageType, TestAndIncr, DisplayString, TruthValue FROM SNMPv2-TC;
setMib MODULE-IDENTITY LAST-UPDATED "202601020000Z" ORGANIZATION "o" CONTACT-INFO "c" DESCRIPTION "d"
    ::= { enterprises 32473 7 }
setNumber OBJECT-TYPE SYNTAX Integer32 (-5..5 | 10) MAX-ACCESS read-write STATUS current DESCRIPTION "" ::= { setMib 1 }
setState OBJECT-TYPE SYNTAX INTEGER { up(1), down(2), testing(7) } MAX-ACCESS read-write STATUS current DESCRIPTION ""
    ::= { setMib 2 }
setText OBJECT-TYPE SYNTAX DisplayString (SIZE (2..8)) MAX-ACCESS read-write STATUS current DESCRIPTION ""
    ::= { setMib 3 }
setFlags OBJECT-TYPE SYNTAX BITS { first(0), second(1), tenth(9) } MAX-ACCESS read-write STATUS current DESCRIPTION ""
    ::= { setMib 4 }
setOid OBJECT-TYPE SYNTAX OBJECT IDENTIFIER MAX-ACCESS read-write STATUS current DESCRIPTION "" ::= { setMib 5 }
setAddress OBJECT-TYPE SYNTAX IpAddress MAX-ACCESS read-write STATUS current DESCRIPTION "" ::= { setMib 6 }
setGauge OBJECT-TYPE SYNTAX Gauge32 MAX-ACCESS read-write STATUS current DESCRIPTION "" ::= { setMib 7 }
setTicks OBJECT-TYPE SYNTAX TimeTicks MAX-ACCESS read-write STATUS current DESCRIPTION "" ::= { setMib 8 }
setSerial OBJECT-TYPE SYNTAX TestAndIncr MAX-ACCESS read-write STATUS current DESCRIPTION "" ::= { setMib 9 }
setFixed OBJECT-TYPE SYNTAX Integer32 MAX-ACCESS read-only STATUS current DESCRIPTION "" ::= { setMib 10 }
setAbsent OBJECT-TYPE SYNTAX Integer32 MAX-ACCESS read-write STATUS current DESCRIPTION "" ::= { setMib 11 }
setMoving OBJECT-TYPE SYNTAX Gauge32 MAX-ACCESS read-write STATUS current DESCRIPTION "" ::= { setMib 12 }
setTable OBJECT-TYPE SYNTAX SEQUENCE OF SetEntry MAX-ACCESS not-accessible STATUS current DESCRIPTION ""
    ::= { setMib 20 }
setEntry OBJECT-TYPE SYNTAX SetEntry MAX-ACCESS not-accessible STATUS current DESCRIPTION ""
    INDEX { setPlace, setName } ::= { setTable 1 }
SetEntry ::= SEQUENCE { setPlace Integer32, setName DisplayString, setLevel Integer32, setLabel DisplayString,
    setIsOn TruthValue, setCount Counter32, setStorage StorageType, setStatus RowStatus }
setPlace OBJECT-TYPE SYNTAX Integer32 (1..100) MAX-ACCESS not-accessible STATUS current DESCRIPTION ""
    ::= { setEntry 1 }
setName OBJECT-TYPE SYNTAX DisplayString (SIZE (1..4)) MAX-ACCESS read-only STATUS current DESCRIPTION ""
    ::= { setEntry 2 }
setLevel OBJECT-TYPE SYNTAX Integer32 (3..9) MAX-ACCESS read-create STATUS current DESCRIPTION "" ::= { setEntry 3 }
setLabel OBJECT-TYPE SYNTAX DisplayString MAX-ACCESS read-create STATUS current DESCRIPTION "" DEFVAL { "none" }
    ::= { setEntry 4 }
setIsOn OBJECT-TYPE SYNTAX TruthValue MAX-ACCESS read-create STATUS current DESCRIPTION "" DEFVAL { false }
    ::= { setEntry 5 }
setCount OBJECT-TYPE SYNTAX Counter32 MAX-ACCESS read-only STATUS current DESCRIPTION "" ::= { setEntry 6 }
setStorage OBJECT-TYPE SYNTAX StorageType MAX-ACCESS read-create STATUS current DESCRIPTION "" DEFVAL { volatile }
    ::= { setEntry 7 }
setStatus OBJECT-TYPE SYNTAX RowStatus MAX-ACCESS read-create STATUS current DESCRIPTION "" ::= { setEntry 8 }
setPlainTable OBJECT-TYPE SYNTAX SEQUENCE OF SetPlainEntry MAX-ACCESS not-accessible STATUS current DESCRIPTION ""
    ::= { setMib 21 }
setPlainEntry OBJECT-TYPE SYNTAX SetPlainEntry MAX-ACCESS not-accessible STATUS current DESCRIPTION ""
    INDEX { setPlainIndex } ::= { setPlainTable 1 }
SetPlainEntry ::= SEQUENCE { setPlainIndex Integer32, setPlainValue Integer32 }
setPlainIndex OBJECT-TYPE SYNTAX Integer32 (1..100) MAX-ACCESS not-accessible STATUS current DESCRIPTION ""
    ::= { setPlainEntry 1 }
setPlainValue OBJECT-TYPE SYNTAX Integer32 MAX-ACCESS read-write STATUS current DESCRIPTION "" ::= { setPlainEntry 2 }
END
"""


def build_set_library(folder: Path) -> LibraryPlaces:
    """A library that knows the MIB above, in a second."""
    archive = folder / "standard.zip"
    with zipfile.ZipFile(STANDARD_ARCHIVE) as whole, zipfile.ZipFile(archive, "w") as part:
        for name in MODULES:
            part.writestr(name, whole.read(name))
    places = LibraryPlaces(folder / "data", archive)
    places.uploads.mkdir(parents=True)
    (places.uploads / "SET-MIB").write_text(MIB)
    build_library(places, on_progress=lambda _: None, processes=1)
    return places


def writable_device(types: KnownTypes | None) -> Device:
    """The device, with the rules of the library or without any."""
    device = Device.from_instances(
        {
            Oid("1.3.6.1.2.1.1.5.0"): Value.octet_string("switch"),
            Oid(f"{ROOT}.1.0"): Value.integer(1),
            Oid(f"{ROOT}.2.0"): Value.integer(1),
            Oid(f"{ROOT}.3.0"): Value.octet_string("text"),
            Oid(f"{ROOT}.4.0"): Value.octet_string(b"\x80"),
            Oid(f"{ROOT}.5.0"): Value.object_identifier("1.3.6.1"),
            Oid(f"{ROOT}.6.0"): Value.ip_address("192.0.2.1"),
            Oid(f"{ROOT}.7.0"): Value.gauge32(7),
            Oid(f"{ROOT}.8.0"): Value.time_ticks(8),
            Oid(f"{ROOT}.9.0"): Value.integer(2**31 - 1),
            Oid(f"{ROOT}.10.0"): Value.integer(10),
            Oid(f"{ROOT}.12.0"): MovingCounter(ValueType.GAUGE32, (Flow(0.0, 0, 1.0),)),
            Oid(f"{PLAIN_ROW}.2.1"): Value.integer(21),
            Oid(f"{UNKNOWN}.1.0"): Value.integer(81),
            Oid(f"{UNKNOWN}.2.0"): Value.counter32(82),
            Oid(f"{UNKNOWN}.3.0"): Value.counter64(83),
            Oid(f"{UNKNOWN}.4.0"): Value.time_ticks(84),
        }
    )
    if types is not None:
        device.find_type = types.find
        device.find_rule = types.find_rule
    return device
