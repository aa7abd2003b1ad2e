"""Object types made by hand, and a plan of a device, for tests of what is made of them."""

from __future__ import annotations

from trishul.datatypes import Oid
from trishul.simulation.generation.entities import make_entities
from trishul.simulation.generation.instance import SCALAR, DevicePlan, Instance, Row
from trishul.simulation.generation.interfaces import make_interfaces
from trishul.simulation.generation.object_types import IndexObject, ObjectType, TableType
from trishul.smi.model import BaseType, TypeInfo

NUMBER = TypeInfo(BaseType.INTEGER)
TEXT = TypeInfo(BaseType.OCTET_STRING, "DisplayString", ranges=((0, 255),), is_size=True, display_hint="255a")
COUNTER32, COUNTER64 = TypeInfo(BaseType.COUNTER32), TypeInfo(BaseType.COUNTER64)
ROOT = "1.3.6.1.4.1.32473.7"


def plan_of(seed: int = 7, interfaces: int = 3) -> DevicePlan:
    """A device of three interfaces."""
    age_ticks = 100 * 86_400 * 20
    made = make_interfaces(seed, interfaces, 0.0, age_ticks / 100)
    return DevicePlan(seed, 0.0, age_ticks, made, make_entities(interfaces), identity=Oid(ROOT).contents)


def thing(name: str, info: TypeInfo, oid: str = f"{ROOT}.1", access: str = "read-only", units: str = "") -> ObjectType:
    """A scalar or column."""
    return ObjectType(Oid(oid).contents, name, info, access, None, units)


def instance(name: str, info: TypeInfo, row: Row = SCALAR, units: str = "", address_type: int = 1) -> Instance:
    """An instance of an object of this name and type."""
    return Instance(thing(name, info, units=units), row, plan_of(), address_type)


def table(name: str, arc: int, index: list[ObjectType], columns: list[ObjectType], augments: bytes = b"") -> TableType:
    """A table below the root."""
    objects = tuple(IndexObject(one.contents, one.name, one.info) for one in index)
    return TableType(Oid(f"{ROOT}.{arc}.1").contents, name, objects, tuple(columns), augments)


def column(name: str, arc: int, number: int, info: TypeInfo, access: str = "read-only") -> ObjectType:
    """A column of the table with this arc."""
    return thing(name, info, f"{ROOT}.{arc}.1.{number}", access)
