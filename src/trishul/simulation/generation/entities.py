"""The physical entities of a generated device: a chassis, what is plugged into it, its ports and sensors (RFC 6933).

Owns the containment tree, and what the sensors of entPhySensorTable (RFC 3433) measure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from trishul.datatypes.values import Value, ValueType
from trishul.simulation.behaviours import Behaviour
from trishul.simulation.behaviours.chance import between, whole
from trishul.simulation.behaviours.wandering import Wandering

_CHASSIS_INDEX = 1
_CELSIUS, _UNITS, _OK = 8, 9, 1


class EntityClass(IntEnum):
    """PhysicalClass of RFC 6933."""

    CHASSIS = 3
    POWER_SUPPLY = 6
    FAN = 7
    SENSOR = 8
    MODULE = 9
    PORT = 10


_TITLES = {
    EntityClass.CHASSIS: "Chassis",
    EntityClass.POWER_SUPPLY: "Power supply",
    EntityClass.FAN: "Fan",
    EntityClass.SENSOR: "Temperature sensor",
    EntityClass.MODULE: "Line card",
    EntityClass.PORT: "Port",
}


@dataclass(frozen=True, slots=True)
class Entity:
    """One row of entPhysicalTable."""

    index: int
    entity_class: EntityClass
    contained_in: int
    position: int
    """Its place among its siblings, from 1."""

    @property
    def title(self) -> str:
        """EntPhysicalDescr and entPhysicalName."""
        title = _TITLES[self.entity_class]
        return title if self.entity_class is EntityClass.CHASSIS else f"{title} {self.position}"

    def column(self, name: str, seed: int) -> Value | Behaviour | None:
        """The columns of entPhysicalTable and entPhySensorTable that must agree; None for all others."""
        makers: dict[str, Callable[[], Value | Behaviour]] = {
            "entPhysicalDescr": lambda: Value.octet_string(self.title),
            "entPhysicalName": lambda: Value.octet_string(self.title),
            "entPhysicalClass": lambda: Value.integer(self.entity_class),
            "entPhysicalContainedIn": lambda: Value.integer(self.contained_in),
            "entPhysicalParentRelPos": lambda: Value.integer(self.position),
            "entPhysicalIsFRU": lambda: Value.integer(2 if self.entity_class is EntityClass.SENSOR else 1),
            "entPhySensorType": lambda: Value.integer(_CELSIUS),
            "entPhySensorScale": lambda: Value.integer(_UNITS),
            "entPhySensorPrecision": lambda: Value.integer(0),
            "entPhySensorOperStatus": lambda: Value.integer(_OK),
            "entPhySensorUnitsDisplay": lambda: Value.octet_string("degrees Celsius"),
            "entPhySensorValue": lambda: self._temperature(seed),
        }
        maker = makers.get(name)
        return None if maker is None else maker()

    def _temperature(self, seed: int) -> Wandering:
        low = whole(seed, f"entity/{self.index}/low", 24, 38)
        return Wandering(ValueType.INTEGER, low, low + 8, between(seed, f"entity/{self.index}/period", 600, 3600))


def make_entities(count: int) -> tuple[Entity, ...]:
    """A chassis with a power supply, a fan, a card with ports and two sensors; `count` ports."""
    kinds = [EntityClass.POWER_SUPPLY, EntityClass.FAN, EntityClass.MODULE, EntityClass.SENSOR, EntityClass.SENSOR]
    entities = [Entity(_CHASSIS_INDEX, EntityClass.CHASSIS, 0, 1)]
    for position, kind in enumerate(kinds, 1):
        entities.append(Entity(_CHASSIS_INDEX + position, kind, _CHASSIS_INDEX, position))
    card = _CHASSIS_INDEX + 1 + kinds.index(EntityClass.MODULE)
    first = len(entities) + 1
    entities += [Entity(first + at, EntityClass.PORT, card, 1 + at) for at in range(count)]
    return tuple(entities)
