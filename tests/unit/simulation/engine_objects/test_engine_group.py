"""snmpEngine and the statistics of SNMPv3."""

from __future__ import annotations

from trishul.datatypes import Value
from trishul.engine.agent_figures import UNKNOWN_SECURITY_MODELS
from trishul.engine.local_engine import LocalEngine
from trishul.protocol.security.reports import Refusal
from trishul.simulation.behaviours import LiveNumber
from trishul.simulation.engine_objects.engine_group import engine_group_instances, statistics_instances

ENGINE_ID = bytes.fromhex("80007ed905aabbcc")
ENGINE = LocalEngine(ENGINE_ID, [], {}, boots=7, started_at=100.0)


def read(what: object, now: float = 0.0) -> int:
    assert isinstance(what, LiveNumber)
    return what.read(now)


def test_an_engine_tells_who_it_is_and_since_when() -> None:
    group = list(engine_group_instances(ENGINE).values())
    assert (group[0], group[3]) == (Value.octet_string(ENGINE_ID), Value.integer(65507))
    assert (read(group[1], 160.0), read(group[2], 160.0)) == (7, 60)


def test_each_refusal_is_a_counter() -> None:
    instances = statistics_instances(ENGINE, lambda: {UNKNOWN_SECURITY_MODELS: 5})
    ENGINE.count(Refusal.WRONG_DIGEST)
    assert read(instances["1.3.6.1.6.3.15.1.1.5.0"]) == 1
    assert read(instances["1.3.6.1.6.3.11.2.1.1.0"]) == 5
    assert len(instances) == 11
