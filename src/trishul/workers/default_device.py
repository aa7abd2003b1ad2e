"""The default device of a simulator worker: the demo switch, what users put over it, and the objects about the engine.

Overrides make a new device that takes the old one's place between two datagrams; where they say nothing, what managers
had set stays. Owns that device and what it was asked; who asks for it, and by which names, is `simulator`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.engine.activity import RequestsServed
from trishul.simulation.device import Device
from trishul.simulation.engine_objects import EngineFigures, EngineObjects, read_only
from trishul.simulation.override_layer import left_by
from trishul.simulation.set_values import Changes, TellSet
from trishul.workers.agent_messages import AgentFigures, AgentState, OverridesOfAgent

DEFAULT_DEVICE_NAME = "demo switch"
DEFAULT_DEVICE_ID = "default"


class DefaultDevice:
    """One device, made anew whenever overrides change."""

    def __init__(
        self,
        plain: Device,
        overrides: OverridesOfAgent,
        set_before: Changes,
        *,
        prepare: Callable[[Device], None],
        tell_set: TellSet,
    ) -> None:
        """`plain`: without overrides. `set_before`: what managers had set on an earlier one."""
        self._plain = plain
        self._prepare = prepare
        self._tell_set = tell_set
        self._requests = self._varbinds = self._errors = 0
        self._last_request_at: float | None = None
        self._has_news = False
        self.device = self._made(overrides, set_before)

    def override(self, overrides: OverridesOfAgent) -> Device:
        """The device from now on. An override that is saved later than a value was set counts."""
        names = {Oid(oid).contents for oid, _, _ in overrides.values}
        hidden = [Oid(oid).contents for oid in overrides.hidden]
        self.device = self._made(overrides, left_by(self.device.set_values.current, names, hidden))
        return self.device

    def find(self, agent_id: str) -> Device | None:
        """The device, when it is asked for by its ID."""
        return self.device if agent_id == DEFAULT_DEVICE_ID else None

    def note(self, groups: Iterable[RequestsServed], at: float) -> None:
        """Counts what it was asked."""
        for group in groups:
            if group.instances is self.device:
                self._requests += group.requests
                self._varbinds += group.varbinds
                self._errors += group.errors
                self._last_request_at, self._has_news = at, True

    def news(self) -> list[AgentFigures]:
        """Its figures, when they are others than when they were last told."""
        if not self._has_news:
            return []
        self._has_news = False
        counts = self._requests, self._varbinds, self._errors
        return [AgentFigures(DEFAULT_DEVICE_ID, AgentState.LOADED, len(self.device), *counts, self._last_request_at)]

    def renew(self, figures: EngineFigures) -> None:
        """Puts the engine's objects of now at the device."""
        self._engine_objects.renew(figures)

    def _made(self, overrides: OverridesOfAgent, set_values: Mapping[bytes, bytes | None]) -> Device:
        values = {Oid(oid): Value(tag, contents) for oid, tag, contents in overrides.values}
        hidden = [Oid(oid) for oid in overrides.hidden]
        device = self._plain.with_overrides(values, hidden)
        device.restore(set_values)
        device.set_values.tell = self._tell_set
        self._engine_objects = EngineObjects(device, replaces=True, kept=values, hidden=hidden)
        self._prepare(device)
        device.find_rule = None if device.find_rule is None else read_only(device.find_rule)
        return device
