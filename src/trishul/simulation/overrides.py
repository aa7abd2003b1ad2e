"""Values that a user sets on a simulated device: plain JSON to typed values, each bad key with its reason.

Keys are numeric OIDs of instances. A number or a text takes the type of the instance it replaces; a new instance is an
INTEGER or an OCTET STRING unless `{"type": …, "value": …}` says otherwise, with the type names of `parse_value`. Names
instead of OIDs, and checks against the MIB, belong to the services.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trishul.datatypes import opaque
from trishul.datatypes.oid import Oid
from trishul.datatypes.typed_text import parse_value
from trishul.datatypes.values import NUMBER_RANGES, Value, ValueType
from trishul.errors import InvalidInput
from trishul.simulation.device import Device

MAX_OVERRIDES = 10_000
_SHORTEST_INSTANCE = 2


@dataclass(frozen=True, slots=True)
class OverrideProblem:
    """A key that cannot be used, and why."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Overrides:
    """What a device is to answer instead, and what was wrong; nothing should be applied when there are problems."""

    values: Mapping[Oid, Value]
    problems: tuple[OverrideProblem, ...]


def parse_overrides(device: Device, plain: Mapping[str, object]) -> Overrides:
    """Typed values from a JSON object keyed by OID."""
    values: dict[Oid, Value] = {}
    problems: list[OverrideProblem] = []
    if len(plain) > MAX_OVERRIDES:
        return Overrides({}, (OverrideProblem("", f"At most {MAX_OVERRIDES} overrides are possible"),))
    for key, what in plain.items():
        try:
            oid = _instance(key)
            if oid in values:
                raise InvalidInput("The same OID stands here twice")
            values[oid] = _value(_existing(device, oid), what)
        except InvalidInput as error:
            problems.append(OverrideProblem(key, str(error)))
    return Overrides(values, tuple(problems))


def _instance(key: str) -> Oid:
    oid = Oid(key)
    if len(oid) < _SHORTEST_INSTANCE:
        raise InvalidInput("An instance has an OID of at least two numbers")
    return oid


def _existing(device: Device, oid: Oid) -> Value | None:
    position = device.positions.get(oid.contents)
    return None if position is None else device.value_at(position, 0.0)


def _value(existing: Value | None, what: object) -> Value:
    if isinstance(what, Mapping):
        return _explicit(what)
    if isinstance(what, bool) or not isinstance(what, int | float | str):
        raise InvalidInput('The value is a number, a text, or {"type": …, "value": …}')
    if existing is None:
        return _guessed(what)
    tag = existing.type
    if tag is ValueType.OPAQUE:
        return _opaque(existing, what)
    if tag in NUMBER_RANGES:
        if isinstance(what, float) and not what.is_integer():
            raise InvalidInput(f"{tag.label} holds whole numbers")
        return parse_value(tag.label, str(int(what) if isinstance(what, float) else what))
    if not isinstance(what, str):
        raise InvalidInput(f"{tag.label} needs a text, not a number")
    return parse_value(tag.label, what)


def _guessed(what: float | str) -> Value:
    """A value for a new instance."""
    if isinstance(what, str):
        return Value.octet_string(what)
    if isinstance(what, int):
        return Value.integer(what)
    raise InvalidInput('A new instance with a fraction needs its type: {"type": "Float", "value": …}')


def _opaque(existing: Value, what: float | str) -> Value:
    """An Opaque keeps the kind of number it holds; without one, text is hexadecimal."""
    number_tag = opaque.number_tag(existing.contents)
    words = {
        opaque.FLOAT_TAG: "Float",
        opaque.DOUBLE_TAG: "Double",
        opaque.INT64_TAG: "Int64",
        opaque.UINT64_TAG: "UInt64",
    }
    return parse_value(words.get(number_tag or 0, "Opaque"), str(what))


def _explicit(what: Mapping[str, object]) -> Value:
    type_name, value = what.get("type"), what.get("value")
    if set(what) != {"type", "value"} or not isinstance(type_name, str):
        raise InvalidInput('An object has exactly the keys "type" and "value"')
    if isinstance(value, bool) or not isinstance(value, int | float | str | None):
        raise InvalidInput('"value" is a number or a text')
    return parse_value(type_name, "" if value is None else str(value))
