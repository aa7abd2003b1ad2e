"""What tests of other programs import: agents to ask, expectations of what is sent.

With pytest the fixtures `snmp_agent`, `snmp_traps` and `snmp_manager` are there without an import (`plugin`);
`expect_trap` is for any other. Needs no server and no other tool. Everything is imported when it is first used: pytest
loads the plugin in every run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trishul.lazy_names import importer_of

if TYPE_CHECKING:
    from trishul.engine.faults import Fault, FaultKind
    from trishul.testing.blocking_manager import BlockingManager
    from trishul.testing.caught_traps import CaughtTraps, TrapNotSeen
    from trishul.testing.expected_traps import ExpectedTraps, expect_trap
    from trishul.testing.simulated_agent import SimulatedAgent

_HOMES = {
    "BlockingManager": "trishul.testing.blocking_manager",
    "CaughtTraps": "trishul.testing.caught_traps",
    "ExpectedTraps": "trishul.testing.expected_traps",
    "Fault": "trishul.engine.faults",
    "FaultKind": "trishul.engine.faults",
    "SimulatedAgent": "trishul.testing.simulated_agent",
    "TrapNotSeen": "trishul.testing.caught_traps",
    "expect_trap": "trishul.testing.expected_traps",
}

__all__ = [
    "BlockingManager",
    "CaughtTraps",
    "ExpectedTraps",
    "Fault",
    "FaultKind",
    "SimulatedAgent",
    "TrapNotSeen",
    "expect_trap",
]

__getattr__ = importer_of(__name__, _HOMES)
