"""The pytest plugin: simulated agents, caught notifications and a manager as fixtures of any project's tests.

pytest finds it where Trishul is installed. Owns the fixtures, the option that names a data directory, and what a failed
test says of its agents and of what came. Loads the engine when the first fixture is asked for, so that test runs that
need none of it pay nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from trishul.testing.background import Background
    from trishul.testing.blocking_manager import BlockingManager
    from trishul.testing.caught_traps import CaughtTraps
    from trishul.testing.simulated_agent import SimulatedAgent

_INI = "trishul_data_dir"
_SHOWN_LINES = 20
_AGENTS = pytest.StashKey["list[SimulatedAgent]"]()
_CAUGHT = pytest.StashKey["list[CaughtTraps]"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """--trishul-data-dir, and the same in the configuration file."""
    text = "data directory of Trishul SNMP whose MIBs names come from; its index is made where it is missing"
    parser.getgroup("trishul", "SNMP").addoption("--trishul-data-dir", metavar="DIR", help=text)
    parser.addini(_INI, text)


@pytest.fixture(scope="session")
def snmp_background(pytestconfig: pytest.Config) -> Iterator[Background]:
    """The event loop behind the other fixtures, and the names that they know."""
    from trishul.testing.background import background

    named = (
        pytestconfig.getoption("trishul_data_dir") or pytestconfig.getini(_INI) or os.environ.get("TRISHUL_DATA_DIR")
    )
    with background(_index_of(pytestconfig.rootpath / named) if named else None) as behind:
        yield behind


@pytest.fixture
def snmp_agent(request: pytest.FixtureRequest, snmp_background: Background) -> Iterator[Callable[..., SimulatedAgent]]:
    """Simulates a device until the test ends: `snmp_agent("switch.snmprec")`, `snmp_agent({"1.3.6.1.2.1.1.5.0": "a"})`.

    Takes what `simulate_agent` takes, as often as there are devices.
    """
    from trishul.testing.simulated_agent import simulate_agent

    agents = request.node.stash.setdefault(_AGENTS, [])
    with ExitStack() as stack:

        def simulated(*args: object, **kwargs: object) -> SimulatedAgent:
            simulate = partial(simulate_agent, snmp_background)
            agent = stack.enter_context(simulate(*args, **kwargs))  # type: ignore[arg-type]
            agents.append(agent)
            return agent

        yield simulated


@pytest.fixture
def snmp_traps(request: pytest.FixtureRequest, snmp_background: Background) -> Iterator[CaughtTraps]:
    """Catches notifications until the test ends: send them to its `address`, then `expect("trap:linkDown")`."""
    from trishul.testing.caught_traps import catch_traps

    with catch_traps(snmp_background) as caught:
        request.node.stash.setdefault(_CAUGHT, []).append(caught)
        yield caught


@pytest.fixture
def snmp_manager(snmp_background: Background) -> Iterator[BlockingManager]:
    """Asks agents: `snmp_manager.get(Target("192.0.2.1"), "1.3.6.1.2.1.1.5.0")`."""
    from trishul.testing.blocking_manager import blocking_manager

    with blocking_manager(snmp_background) as manager:
        yield manager


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failed test says what its agents were asked and what came."""
    report = yield
    if report.when == "call" and report.failed:
        for agent in item.stash.get(_AGENTS, []):
            asked = [f"{one.pdu} from {one.source}: {', '.join(one.names)}" for one in agent.requests]
            report.sections.append((f"Requests to the agent at {agent.address}", _newest(asked)))
        for caught in item.stash.get(_CAUGHT, []):
            came = [
                f"{trap.trap_name} from {trap.source}: "
                + ", ".join(f"{varbind.name} = {varbind.value}" for varbind in trap.varbinds)
                for trap in caught.traps
            ]
            report.sections.append((f"Notifications to {caught.address}", _newest(came)))
    return report


def _newest(lines: list[str]) -> str:
    left_out = [f"({len(lines) - _SHOWN_LINES} earlier ones)"] if len(lines) > _SHOWN_LINES else []
    return "\n".join(left_out + lines[-_SHOWN_LINES:]) or "none"


def _index_of(data_dir: Path) -> Path:
    """The MIB index of a data directory, brought up to date. Raises LibraryBuildFailed."""
    from trishul.library.building import build_library
    from trishul.library.freshness import is_current
    from trishul.library.sources import LibraryPlaces

    places = LibraryPlaces(data_dir)
    if not is_current(places):
        build_library(places, on_progress=lambda _: None)
    return places.index
