"""Values that a user sets on a simulated device: plain JSON to typed values, each bad key with its reason.

Keys name instances: by numeric OIDs here, by names too where a `Vocabulary` knows some. A number or a text takes the
type that the vocabulary gives the instance, else that of the instance it replaces; any other new instance is an INTEGER
or an OCTET STRING. `{"type": …, "value": …}` says otherwise, with the type names of `parse_value`. The MIB library is
above this package: the services bring it as a vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from trishul.datatypes import opaque
from trishul.datatypes.oid import Oid
from trishul.datatypes.typed_text import parse_value
from trishul.datatypes.values import NUMBER_RANGES, Value, ValueType
from trishul.errors import InvalidInput

MAX_OVERRIDES = 10_000
_SHORTEST_INSTANCE = 2


class Vocabulary(Protocol):
    """What names instances and knows their types."""

    def instance_of(self, key: str) -> Oid:
        """The instance that a key names. Raises InvalidInput."""
        ...

    def value_of(self, oid: Oid, plain: str | float) -> Value | None:
        """The value by the instance's type; None where its type is not known. Raises InvalidInput."""
        ...


class Holder(Protocol):
    """What holds values already, such as a device."""

    def find_value(self, name: bytes, now: float) -> Value | None:
        """The value of an instance by its OID contents octets, None where there is none."""
        ...


class NumericVocabulary:
    """Knows numbers only."""

    def instance_of(self, key: str) -> Oid:
        """The OID in dotted text."""
        return Oid(key)

    def value_of(self, oid: Oid, plain: str | float) -> Value | None:
        """None: a number does not say its type."""
        del oid, plain
        return None


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
    instances: Mapping[str, Oid]
    """By key, of those that can be used."""


def parse_overrides(holder: Holder, plain: Mapping[str, object], vocabulary: Vocabulary | None = None) -> Overrides:
    """Typed values from a JSON object keyed by instance, for what holds others now.

    Without a vocabulary keys are numbers.
    """
    vocabulary = vocabulary or NumericVocabulary()
    values: dict[Oid, Value] = {}
    instances: dict[str, Oid] = {}
    problems: list[OverrideProblem] = []
    if len(plain) > MAX_OVERRIDES:
        return Overrides({}, (OverrideProblem("", f"At most {MAX_OVERRIDES} overrides are possible"),), {})
    for key, what in plain.items():
        try:
            oid = _instance(key, vocabulary)
            if oid in values:
                raise InvalidInput("The same OID stands here twice")
            values[oid] = _value(holder, oid, what, vocabulary)
            instances[key] = oid
        except InvalidInput as error:
            problems.append(OverrideProblem(key, str(error)))
    return Overrides(values, tuple(problems), instances)


def _instance(key: str, vocabulary: Vocabulary) -> Oid:
    oid = vocabulary.instance_of(key)
    if len(oid) < _SHORTEST_INSTANCE:
        raise InvalidInput("An instance has an OID of at least two numbers")
    return oid


def _value(holder: Holder, oid: Oid, what: object, vocabulary: Vocabulary) -> Value:
    if isinstance(what, Mapping):
        return _explicit(what)
    if isinstance(what, bool) or not isinstance(what, int | float | str):
        raise InvalidInput('The value is a number, a text, or {"type": …, "value": …}')
    by_type = vocabulary.value_of(oid, what)
    if by_type is not None:
        return by_type
    existing = holder.find_value(oid.contents, 0.0)
    return _guessed(what) if existing is None else _like(existing, what)


def _like(existing: Value, what: float | str) -> Value:
    """A value of the type of the one it replaces."""
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
