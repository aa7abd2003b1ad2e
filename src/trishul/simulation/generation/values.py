"""The value of one instance: the most telling source that gives a legal one.

In this order: what the device agrees on (interfaces, entities, counts of rows), DEFVAL, the textual convention, then
base type, name and units. Each constant is checked against the MIB before it is taken, so that a wrong guess costs only
itself; the last resort is the least legal value.
"""

from __future__ import annotations

import re

from trishul.datatypes.values import NUMBER_RANGES, Value, ValueType
from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.behaviours import Behaviour
from trishul.simulation.behaviours.chance import whole
from trishul.simulation.generation import octets
from trishul.simulation.generation.addresses import address_octets, is_address, is_address_type
from trishul.simulation.generation.conventions import conventional_value, number
from trishul.simulation.generation.host import host_value
from trishul.simulation.generation.instance import SCALAR, Instance
from trishul.simulation.generation.movement import moving_counter, running_time, wandering
from trishul.simulation.generation.numbers import bounds_of, label_number
from trishul.simulation.least_values import least_value
from trishul.simulation.object_rules import ObjectRule
from trishul.simulation.value_checks import TAGS, check_value
from trishul.smi.model import BaseType

_COUNTERS = frozenset((BaseType.COUNTER32, BaseType.COUNTER64))
_COUNT = re.compile(r"^(?P<stem>\w+?)(?:Number|Count|Entries|TableSize|NumEntries)$")
_COUNT_INSIDE = re.compile(r"^(?P<head>[a-z0-9]\w*?)(?:Num|NumberOf|NumOf)(?P<tail>[A-Z]\w*?)s?$")
_NETMASK = re.compile(r"mask$", re.IGNORECASE)
_COLUMNS_OF_INTERFACES = re.compile(r"^if[A-Z]")
_BIT_OCTET = 8


def make_value(instance: Instance) -> Value | Behaviour | None:
    """The value of an instance, constant or moving; None for a type that nothing is known of."""
    if instance.object.info.base not in TAGS:
        return None
    for source in _SOURCES:
        what = source(instance)
        if what is not None and _is_legal(instance, what):
            return what
    return least_value(ObjectRule(instance.object.contents, instance.object.name, instance.object.info, ""))


def _is_legal(instance: Instance, what: Value | Behaviour) -> bool:
    info = instance.object.info
    if not isinstance(what, Value):
        return what.tag == TAGS[info.base]
    return check_value(info, what.tag, what.contents) is ErrorStatus.NO_ERROR


def _agreed(instance: Instance) -> Value | Behaviour | None:
    """What other objects of the device say as well."""
    name, row, plan = instance.object.name, instance.row, instance.plan
    if name in row.values:
        return row.values[name]
    found: Value | Behaviour | None = None
    if row.interface is not None and _COLUMNS_OF_INTERFACES.match(name):
        found = row.interface.column(name)
    if found is None and row.entity is not None:
        found = row.entity.column(name, plan.seed)
    if found is None:
        found = host_value(instance)
    return found or _count_of_rows(instance) or _reference(instance)


def _count_of_rows(instance: Instance) -> Value | None:
    """IfNumber and its kin count the rows of the table that their names mean."""
    if instance.row is not SCALAR or instance.object.info.labels:
        return None
    if TAGS[instance.object.info.base] not in (ValueType.INTEGER, ValueType.GAUGE32):
        return None
    name = instance.object.name
    stems = [match["stem"] for match in (_COUNT.match(name),) if match]
    stems += [match["head"] + match["tail"] for match in (_COUNT_INSIDE.match(name),) if match]
    for stem in stems:
        count = instance.plan.row_counts.get(stem.lower())
        if count is not None:
            return number(instance, count)
    return None


def _reference(instance: Instance) -> Value | None:
    """The number of an interface, entity or port that is there."""
    info = instance.object.info
    numbers = instance.plan.numbers_of(instance.object.name, info)
    if not numbers or TAGS[info.base] not in NUMBER_RANGES:
        return None
    return number(instance, numbers[instance.row.number % len(numbers)])


def _default(instance: Instance) -> Value | None:
    return None if instance.object.info.name == "RowStatus" else instance.object.default


def _address(instance: Instance) -> Value | None:
    info = instance.object.info
    if is_address_type(info):
        return number(instance, instance.address_type)
    if is_address(info):
        return Value.octet_string(address_octets(info, instance.address_type, instance.row.number))
    return None


def _by_base(instance: Instance) -> Value | Behaviour | None:
    """What is left: the base type, with name and units."""
    info = instance.object.info
    if info.base in _COUNTERS:
        return moving_counter(instance, TAGS[info.base])
    if info.labels and info.base is not BaseType.BITS:
        return number(instance, label_number(info, instance.plan.seed, instance.key))
    if info.base is BaseType.TIME_TICKS:
        return running_time(instance) or number(instance, whole(instance.plan.seed, instance.key, 100, 90_000))
    if TAGS[info.base] in NUMBER_RANGES:
        return _by_bounds(instance)
    if info.base is BaseType.OCTET_STRING:
        return Value.octet_string(octets.sized(_string(instance), info))
    return _OTHERS[info.base](instance)


def _by_bounds(instance: Instance) -> Value | Behaviour | None:
    item, seed = instance.object, instance.plan.seed
    bounds = bounds_of(item.name, item.units, item.info)
    if bounds.is_moving and not item.is_writable:
        return wandering(instance, TAGS[item.info.base], bounds)
    return number(instance, whole(seed, instance.key, bounds.low, bounds.high))


def _string(instance: Instance) -> bytes:
    item, row, seed = instance.object, instance.row, instance.plan.seed
    if octets.is_hardware_address(item.info, item.name):
        return octets.mac_address(128 + row.number)
    if octets.is_text(item.info, item.name):
        return octets.text_for(item.name, row.number, seed)
    return octets.raw_octets(instance.key, octets.natural_size(item.info), seed)


def _bits(instance: Instance) -> Value:
    labels = [bit for _, bit in instance.object.info.labels]
    size = max(labels, default=0) // _BIT_OCTET + 1
    bits = bytearray(size)
    for bit in labels:
        if whole(instance.plan.seed, f"{instance.key}/{bit}", 0, 1):
            bits[bit // _BIT_OCTET] |= 0x80 >> bit % _BIT_OCTET
    return Value.octet_string(bytes(bits) if labels else b"")


def _ip_address(instance: Instance) -> Value:
    if _NETMASK.search(instance.object.name):
        return Value.ip_address("255.255.255.0")
    return Value.ip_address(octets.ipv4_address(instance.row.number))


def _opaque(instance: Instance) -> Value:
    return Value.opaque_float(float(whole(instance.plan.seed, instance.key, 1, 100)))


_OTHERS = {
    BaseType.BITS: _bits,
    BaseType.IP_ADDRESS: _ip_address,
    BaseType.OBJECT_IDENTIFIER: lambda instance: Value(int(ValueType.OBJECT_IDENTIFIER), instance.plan.identity),
    BaseType.OPAQUE: _opaque,
}
_SOURCES = (_agreed, _default, _address, conventional_value, _by_base)
