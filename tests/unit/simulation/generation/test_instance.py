"""What refers to interfaces, entities and ports is known by type or name; twins have one key."""

from __future__ import annotations

from tests.unit.simulation.generation.small_device import COUNTER32, COUNTER64, NUMBER, instance, plan_of
from trishul.smi.model import BaseType, TypeInfo


def test_references_are_known_by_their_type_or_name() -> None:
    plan = plan_of()
    interface = TypeInfo(BaseType.INTEGER, "InterfaceIndex")
    assert plan.numbers_of("boxUplink", interface) == plan.numbers_of("ipAdEntIfIndex", NUMBER) == range(1, 4)
    assert len(plan.numbers_of("entPhysicalIndex", NUMBER)) == len(plan.entities)
    assert plan.numbers_of("dot1dBasePort", NUMBER) == plan.numbers_of("dot1dTpFdbPort", NUMBER) == range(1, 4)
    assert plan.numbers_of("boxIndex", NUMBER) == range(0)


def test_twins_have_one_key() -> None:
    assert instance("boxHCPkts", COUNTER64).key == instance("boxPkts", COUNTER32).key
    assert instance("boxPkts64", COUNTER64).key == instance("boxPkts", COUNTER32).key
    assert instance("boxPkts", COUNTER64).key != instance("boxFrames", COUNTER32).key
