"""All agents of a simulator worker beside the default device: which there are, and loading them when first asked.

Strategy: an agent is known by what it answers to, its device is made with the first request. That request and those
after it are kept and answered when the device is there; everybody else is answered meanwhile. Loaded devices are
bounded by their instances together: the one that was asked least recently is put away, with what managers have set on
it. Owns that life; reading is `device_loading`, answering is `snmp.Agent`.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from trishul.datatypes.oid import Oid
from trishul.engine.activity import RequestsServed
from trishul.engine.addresses import Address
from trishul.engine.agent import Wake
from trishul.engine.drops import DropReason
from trishul.engine.instances import InstanceTable
from trishul.engine.local_engine import LocalEngine
from trishul.errors import RecordingError, TrishulError
from trishul.protocol.ber import encode_varbind
from trishul.simulation.demo_switch import demo_switch
from trishul.simulation.device import Device
from trishul.simulation.override_layer import OverrideLayer, left_by
from trishul.simulation.recordings.files import context_names
from trishul.simulation.set_values import Changes
from trishul.simulation.variations.variation import Origin
from trishul.snmp.agent import Agent
from trishul.workers.agent_messages import AgentFigures, AgentSpec, AgentState, OverridesOfAgent
from trishul.workers.device_loading import DeviceLoader, LoadedDevice
from trishul.workers.device_wishes import ModulesWish, RecordingWish
from trishul.workers.own_address import OwnAddress
from trishul.workers.served_agent import ServedAgent, mark_of
from trishul.workers.simulated_engines import SimulatedEngines

MAX_LOADED_INSTANCES = 3_000_000
"""Of all loaded devices together, about 300 octets each; a single larger device is served all the same."""
MAX_KEPT_DATAGRAMS = 256
"""Of one device while it loads, enough for a manager that asks many things at once."""
MAX_KEPT_TOGETHER = 8192


class ServedAgents:
    """Agents by their IDs, on the shared address or at one of their own."""

    def __init__(
        self,
        agent: Agent,
        engines: SimulatedEngines | None,
        *,
        prepare: Callable[[Device], None],
        tell_set: Callable[[str, Changes], None],
        follow: Callable[[str, Device | None], None] = lambda _, __: None,
        max_loaded_instances: int = MAX_LOADED_INSTANCES,
        library_index: str = "",
    ) -> None:
        """`prepare` is called with each device before it answers.

        `tell_set` hears by an agent's ID of what managers set, before they are answered, as `TellSet`, and `follow`
        which device an agent has from now on. `library_index` is that of the MIBs for recordings in words, and modules.
        """
        self._agent = agent
        self._engines = engines
        self._prepare = prepare
        self._tell_set = tell_set
        self._follow = follow
        self._set_values: dict[str, dict[bytes, bytes | None]] = {}
        """What managers had set on devices that are not loaded now."""
        self._overrides: dict[str, OverridesOfAgent] = {}
        self._library_index = library_index
        self._max_loaded_instances = max_loaded_instances
        self._origin = Origin.at(time.monotonic(), time.time())
        """Of all devices, so that one that was put away has not started anew when it is back."""
        self._loader = DeviceLoader()
        self._by_id: dict[str, ServedAgent] = {}
        self._by_community: dict[bytes, ServedAgent] = {}
        self._by_context: dict[bytes, ServedAgent] = {}
        self._by_device: dict[int, ServedAgent] = {}
        self._loaded: OrderedDict[str, ServedAgent] = OrderedDict()
        """The one that was asked least recently first."""
        self._kept = 0
        self._changed: set[str] = set()
        self._is_open = False
        agent.wake = self._wake

    def __contains__(self, agent_id: str) -> bool:
        return agent_id in self._by_id

    @property
    def communities(self) -> Iterable[bytes]:
        """All that are answered here."""
        return self._by_community.keys()

    def put(self, spec: AgentSpec, sockets: Sequence[socket.socket] = ()) -> None:
        """Serves an agent from now on, in the place of one with the same ID; with `sockets`, it answers there alone."""
        self.remove(spec.id)
        served = self._by_id[spec.id] = ServedAgent(spec)
        if sockets:
            served.own = OwnAddress(spec, sockets, self._agent, self._engines, self._wake_own(served))
            if self._is_open:
                served.own.open()
        else:
            if spec.community:
                self._by_community[spec.community] = served
            self._by_context.update(dict.fromkeys(contexts_of(spec), served))
            if self._engines is not None and spec.user:
                self._engines.first.user_contexts[spec.user.encode()] = spec.context_name
        if spec.recording:
            self._loader.warm_up()

    def open(self) -> None:
        """Serves all addresses from now on."""
        self._is_open = True
        for own in self.own_addresses:
            own.open()

    def remove(self, agent_id: str) -> None:
        """Serves it no longer; what waits for it is dropped."""
        served = self._by_id.pop(agent_id, None)
        if served is None:
            return
        if served.loading is not None:
            served.loading.cancel()
        self._put_away(served)
        self._give_up(served, "the agent was removed")
        if served.own is not None:
            served.own.close()
        else:
            self._by_community.pop(served.spec.community, None)
            for context in contexts_of(served.spec):
                self._by_context.pop(context, None)
            if self._engines is not None and served.spec.user:
                self._engines.first.user_contexts.pop(served.spec.user.encode(), None)
        self._changed.discard(agent_id)

    @property
    def own_addresses(self) -> list[OwnAddress]:
        """Those that are served beside the shared one."""
        return [served.own for served in self._by_id.values() if served.own is not None]

    @property
    def own_engines(self) -> list[tuple[bytes, bytes]]:
        """Context names of agents on the shared address, and the engine IDs that they have besides."""
        specs = [served.spec for served in self._by_id.values() if served.own is None]
        return [(spec.context_name, spec.engine_id) for spec in specs if spec.engine_id]

    def engines_of(self, agent_id: str) -> list[LocalEngine]:
        """The SNMPv3 engines that an agent has to itself; none where it shares those of others."""
        served = self._by_id.get(agent_id)
        if served is None or self._engines is None:
            return []
        return self._engines.own_of(served.spec.context_name) if served.own is None else served.own.engines

    def find(self, device: InstanceTable) -> ServedAgent | None:
        """Whose device it is; None for one that is gone or not ours."""
        return self._by_device.get(id(device))

    def note(self, groups: Iterable[RequestsServed], at: float) -> None:
        """Counts what was asked, and remembers who was."""
        for group in groups:
            served = self._by_device.get(id(group.instances))
            if served is not None:
                served.note(group, at)
                self._loaded.move_to_end(served.spec.id)
                self._changed.add(served.spec.id)

    def news(self) -> list[AgentFigures]:
        """Figures that are others than when they were last told."""
        changed, self._changed = self._changed, set()
        return [self._by_id[agent_id].figures() for agent_id in changed]

    def figures(self) -> Iterator[AgentFigures]:
        """Of all agents, in the order in which they came."""
        return (served.figures() for served in self._by_id.values())

    def restore(self, agent_id: str, changes: Changes) -> None:
        """Brings back what managers had set on an agent, at once or when it is loaded."""
        served = self._by_id.get(agent_id)
        if served is not None and served.device is not None:
            served.device.restore(changes)
        else:
            self._set_values.setdefault(agent_id, {}).update(changes)

    def forget_set_values(self) -> None:
        """Takes back what managers have set on all agents."""
        self._set_values.clear()
        for served in self._loaded.values():
            if served.device is not None:
                served.device.forget_set_values()

    def forget(self, agent_id: str) -> None:
        """Forgets what managers had set on an agent that does not come back."""
        self._set_values.pop(agent_id, None)

    def override(self, agent: OverridesOfAgent) -> None:
        """Puts values over what an agent's source says, in place of those before; at once where it is loaded.

        What managers had set there before is gone.
        """
        if agent.values or agent.hidden:
            self._overrides[agent.agent_id] = agent
        else:
            self._overrides.pop(agent.agent_id, None)
        served = self._by_id.get(agent.agent_id)
        if served is not None and served.device is not None:
            self._put_over(served, served.device)
            self._follow(served.spec.id, served.device)  # what shows again may be from before a reboot
            self._changed.add(served.spec.id)
        set_before = self._set_values.get(agent.agent_id)
        if set_before:
            self._set_values[agent.agent_id] = left_by(set_before, *overridden(agent))

    def make_ready(self, agent_id: str) -> None:
        """Begins to make an agent's device, though nobody has asked it yet."""
        served = self._by_id.get(agent_id)
        if served is not None and served.state is AgentState.COLD:
            self._begin_loading(served)

    async def load(self, agent_id: str, patience_s: float) -> ServedAgent | None:
        """An agent, whose device is made now unless it takes longer or cannot be; None for one that is not there."""
        served = self._by_id.get(agent_id)
        if served is not None and served.device is None and served.state is not AgentState.FAILED:
            await asyncio.wait({self._begin_loading(served)}, timeout=patience_s)
        return served

    def look_at_library(self) -> None:
        """Puts away what was made from MIB modules, or could not be; it is made again when it is asked."""
        for served in self._by_id.values():
            if served.spec.modules:
                self._cool(served)

    def look_at_files(self) -> None:
        """Puts away the devices whose recordings have changed; they are read again with the next request."""
        for served in self._by_id.values():
            if served.spec.recording and mark_of(served.spec.recording) != served.file_mark:
                self._cool(served)

    async def close(self) -> None:
        """Ends what loads."""
        for served in self._by_id.values():
            if served.loading is not None:
                served.loading.cancel()
        await self._loader.close()
        for own in self.own_addresses:
            own.close()

    def _wake(self, engine_id: bytes, name: bytes, data: bytes, source: Address) -> bool:
        """As `engine.agent.Wake`."""
        if not engine_id:
            served = self._by_community.get(name)
        else:
            context = name if self._engines is None else self._engines.context_of(engine_id, name)
            served = self._by_context.get(context)
        return served is not None and self._keep(served, self._agent, data, source)

    def _wake_own(self, served: ServedAgent) -> Wake:
        """As `engine.agent.Wake`, for an agent at an address of its own."""

        def wake(engine_id: bytes, name: bytes, data: bytes, source: Address) -> bool:
            own = served.own
            return own is not None and own.answers(engine_id, name) and self._keep(served, own.agent, data, source)

        return wake

    def _keep(self, served: ServedAgent, agent: Agent, data: bytes, source: Address) -> bool:
        """Lets a request wait until its device is loaded."""
        if served.state is AgentState.FAILED or self._is_full(served):
            self._drop(data, source, served.error or "too many requests wait for it")
            return True
        served.kept.append((agent, data, source))
        self._kept += 1
        self._begin_loading(served)
        return True

    def _begin_loading(self, served: ServedAgent) -> asyncio.Task[None]:
        if served.loading is None:
            served.state = AgentState.LOADING
            self._changed.add(served.spec.id)
            served.loading = asyncio.get_running_loop().create_task(self._load(served))
        return served.loading

    def _is_full(self, served: ServedAgent) -> bool:
        return len(served.kept) >= MAX_KEPT_DATAGRAMS or self._kept >= MAX_KEPT_TOGETHER

    async def _load(self, served: ServedAgent) -> None:
        served.file_mark = mark_of(served.spec.recording)
        try:
            loaded = await self._make(served.spec)
            self._serve(served, loaded)
        except TrishulError as error:
            served.state = AgentState.FAILED
            served.error = error.reason if isinstance(error, RecordingError) else str(error)
            self._give_up(served, served.error)
        finally:
            served.loading = None
            self._changed.add(served.spec.id)
        kept, served.kept = served.kept, []
        self._kept -= len(kept)
        for agent, data, source in kept:
            agent.answer_kept(data, source)

    async def _make(self, spec: AgentSpec) -> LoadedDevice:
        if spec.recording:
            return await self._loader.load(RecordingWish.of(Path(spec.recording), self._library_index))
        started_at = self._origin.started_at
        if spec.modules:
            return await self._loader.load(
                ModulesWish(spec.modules, spec.seed, spec.rows, self._library_index, started_at)
            )
        seed = {"seed": spec.seed} if spec.seed else {}
        return LoadedDevice(demo_switch(started_at=started_at, **seed), [])

    def _serve(self, served: ServedAgent, loaded: LoadedDevice) -> None:
        device = served.device = loaded.device
        self._prepare(device)
        device.start(self._origin._replace(seed=served.spec.seed))
        self._put_over(served, device)
        device.restore(self._set_values.pop(served.spec.id, {}))
        device.set_values.tell = partial(self._tell_set, served.spec.id)
        served.state, served.error, served.findings = AgentState.LOADED, None, loaded.findings
        self._by_device[id(device)] = served
        self._loaded[served.spec.id] = served
        self._follow(served.spec.id, device)
        if served.own is not None:
            served.own.serve(device)
        else:
            if served.spec.community:
                self._agent.devices[served.spec.community] = device
            if self._engines is not None:
                for context in contexts_of(served.spec):
                    self._engines.serve(context, device)
        self._make_room()

    def _put_over(self, served: ServedAgent, device: Device) -> None:
        overrides = self._overrides.get(served.spec.id)
        if overrides is None and served.layer is None:
            return
        served.layer = served.layer or OverrideLayer(device)
        served.layer.apply(*overridden(overrides or OverridesOfAgent(served.spec.id)))

    def _cool(self, served: ServedAgent) -> None:
        """Lets the next request make the device anew."""
        if served.state in {AgentState.LOADED, AgentState.FAILED}:
            self._put_away(served)
            served.state, served.error, served.findings = AgentState.COLD, None, []
            self._changed.add(served.spec.id)

    def _make_room(self) -> None:
        total = sum(served.instances for served in self._loaded.values())
        while total > self._max_loaded_instances and len(self._loaded) > 1:
            oldest = next(iter(self._loaded.values()))
            total -= oldest.instances
            self._put_away(oldest)
            oldest.state = AgentState.COLD

    def _put_away(self, served: ServedAgent) -> None:
        """Forgets the device, but not what managers have set on it."""
        device, served.device, served.layer = served.device, None, None
        if device is None:
            return
        if device.set_values.current:
            self._set_values[served.spec.id] = dict(device.set_values.current)
        self._follow(served.spec.id, None)
        del self._by_device[id(device)], self._loaded[served.spec.id]
        if served.own is not None:
            served.own.withdraw()
        elif served.spec.community:
            del self._agent.devices[served.spec.community]
        if self._engines is not None and served.own is None:
            for context in contexts_of(served.spec):
                self._engines.withdraw(context)
        self._changed.add(served.spec.id)

    def _give_up(self, served: ServedAgent, reason: str) -> None:
        kept, served.kept = served.kept, []
        self._kept -= len(kept)
        for _, data, source in kept:
            self._drop(data, source, reason)

    def _drop(self, data: bytes, source: Address, reason: str) -> None:
        now = asyncio.get_running_loop().time()
        self._agent.drops.note(DropReason.DEVICE_NOT_LOADED, source, data, now, reason)


def contexts_of(spec: AgentSpec) -> tuple[bytes, ...]:
    """The SNMPv3 contexts of an agent: its name, and the MD5 digest that snmpsim makes of a name."""
    return context_names(spec.context_name)


def overridden(agent: OverridesOfAgent) -> tuple[dict[bytes, bytes], list[bytes]]:
    """Whole encoded bindings by OID contents octets, and the OIDs below which nothing else is shown."""
    names = {Oid(oid).contents: (tag, contents) for oid, tag, contents in agent.values}
    values = {name: encode_varbind(name, tag, contents) for name, (tag, contents) in names.items()}
    return values, [Oid(oid).contents for oid in agent.hidden]
