"""Entities form one tree with the chassis on top, and sensors measure degrees."""

from __future__ import annotations

from trishul.datatypes import Value
from trishul.simulation.behaviours.wandering import Wandering
from trishul.simulation.generation.entities import EntityClass, make_entities


def test_everything_is_in_something_that_is_there_before_it() -> None:
    entities = make_entities(4)
    assert [one.index for one in entities] == list(range(1, len(entities) + 1))
    assert entities[0].contained_in == 0
    assert all(1 <= one.contained_in < one.index for one in entities[1:])
    places = [(one.contained_in, one.position) for one in entities]
    assert len(set(places)) == len(places)


def test_ports_are_in_the_line_card() -> None:
    entities = make_entities(3)
    parents = {entities[one.contained_in - 1].entity_class for one in entities if one.entity_class is EntityClass.PORT}
    assert parents == {EntityClass.MODULE}


def test_a_sensor_says_what_it_measures() -> None:
    sensor = next(one for one in make_entities(1) if one.entity_class is EntityClass.SENSOR)
    assert sensor.column("entPhySensorType", 1) == Value.integer(8)
    assert isinstance(sensor.column("entPhySensorValue", 1), Wandering)
    assert sensor.column("entPhysicalAlias", 1) is None
