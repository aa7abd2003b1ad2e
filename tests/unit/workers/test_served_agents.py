"""Agents are known before they are read, read when asked, put away when there are too many."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.library.sources import LibraryPlaces
from trishul.protocol.ber import encode_varbind
from trishul.snmp import Manager, RequestTimedOut, Target
from trishul.snmp.agent import Agent
from trishul.workers import served_agents
from trishul.workers.agent_messages import AgentSpec, AgentState, OverridesOfAgent
from trishul.workers.served_agents import ServedAgents, contexts_of

SYS_NAME = "1.3.6.1.2.1.1.5.0"


class Bench:
    """Agents on a real socket and a manager that asks them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.agent = Agent({})
        self.manager = Manager()
        self.told: list[str] = []
        """Whose values managers have set."""
        self.open()

    def open(self, max_loaded_instances: int = 1_000_000, library_index: str = "") -> None:
        self.agents = ServedAgents(
            self.agent,
            None,
            prepare=lambda device: None,
            tell_set=lambda agent_id, changes: self.told.append(agent_id),
            library_index=library_index,
            max_loaded_instances=max_loaded_instances,
        )

    def put(self, name: str, text: str | None = None) -> str:
        path = self.folder / f"{name}.snmprec"
        path.write_text(f"1.3.6.1.2.1.1.5.0|4|{name}\n" if text is None else text)
        self.agents.put(AgentSpec(name, name, name.encode(), str(path), path.name))
        return name

    async def get(self, community: str, patience_s: float = 5.0, oid: str = SYS_NAME) -> str:
        port = self.agent.address[1]
        target = Target("127.0.0.1", port, community=community, timeout_s=patience_s, retries=0)
        (varbind,) = await self.manager.get(target, oid)
        return str(varbind.value)

    def state(self, agent_id: str) -> AgentState:
        return next(figures.state for figures in self.agents.figures() if figures.id == agent_id)

    def note(self) -> None:
        self.agents.note(self.agent.activity(), 1.0)


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    made = Bench(tmp_path)
    async with made.agent:
        yield made
        await made.agents.close()
    made.manager.close()


async def test_every_request_that_came_while_it_was_read_is_answered(bench: Bench) -> None:
    bench.put("router")
    assert bench.state("router") is AgentState.COLD
    assert await asyncio.gather(*(bench.get("router") for _ in range(50))) == ["router"] * 50
    assert bench.state("router") is AgentState.LOADED
    bench.note()
    (figures,) = bench.agents.news()
    assert (figures.requests, figures.instances, figures.last_request_at) == (50, 1, 1.0)
    assert bench.agents.news() == []


async def test_who_asks_others_does_not_wait_for_a_cold_one(bench: Bench) -> None:
    bench.put("large", "".join(f"1.3.6.1.4.1.99999.{at}|2|{at}\n" for at in range(30_000)))
    bench.put("router")
    await bench.get("router")
    large = asyncio.ensure_future(bench.get("large"))
    assert await bench.get("router") == "router"
    assert not large.done()
    await large


async def test_the_one_that_was_asked_least_recently_is_put_away_with_its_set_values(bench: Bench) -> None:
    bench.open(max_loaded_instances=2)
    for name in ("one", "two", "three"):
        bench.put(name)
    await bench.get("one")
    await bench.get("two")
    bench.note()
    await bench.manager.set(
        Target("127.0.0.1", bench.agent.address[1], community="one"), (SYS_NAME, Value.octet_string("renamed"))
    )
    bench.note()
    await bench.get("three")
    assert [bench.state(name) for name in ("one", "two", "three")] == ["loaded", "cold", "loaded"]
    await bench.get("two")
    assert bench.state("one") is AgentState.COLD
    assert await bench.get("one") == "renamed"
    assert bench.told == ["one"]


async def test_what_managers_had_set_before_comes_back_with_the_device_and_is_forgotten_on_wish(bench: Bench) -> None:
    name = Oid(SYS_NAME).contents
    bench.agents.restore("router", {name: encode_varbind(name, 4, b"renamed")})
    bench.put("router")
    assert await bench.get("router") == "renamed"
    bench.agents.forget_set_values()
    assert await bench.get("router") == "router"


async def test_what_cannot_be_read_is_a_counted_drop_until_the_file_changes(bench: Bench) -> None:
    bench.put("router", "\0\0\0")
    with pytest.raises(RequestTimedOut):
        await bench.get("router", patience_s=2.0)
    assert bench.state("router") is AgentState.FAILED
    assert bench.agent.drops == {"device_not_loaded": 1}
    (bench.folder / "router.snmprec").write_text("1.3.6.1.2.1.1.5.0|4|mended\n")
    bench.agents.look_at_files()
    assert await bench.get("router") == "mended"


async def test_more_than_a_number_of_requests_do_not_wait(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served_agents, "MAX_KEPT_DATAGRAMS", 2)
    bench.put("router")
    asked = [asyncio.ensure_future(bench.get("router", patience_s=2.0)) for _ in range(5)]
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert outcomes.count("router") == 2
    assert bench.agent.drops == {"device_not_loaded": 3}


async def test_a_removed_agent_is_silence(bench: Bench) -> None:
    bench.put("router")
    await bench.get("router")
    bench.agents.remove("router")
    assert "router" not in bench.agents
    with pytest.raises(RequestTimedOut):
        await bench.get("router", patience_s=0.2)


async def test_overrides_of_an_agent_hold_before_it_is_read_and_change_while_it_answers(bench: Bench) -> None:
    def mine(words: bytes) -> OverridesOfAgent:
        return OverridesOfAgent("demo", [(SYS_NAME, 4, words)])

    bench.agents.override(mine(b"mine"))
    bench.agents.put(AgentSpec("demo", "demo", b"demo"))
    assert await bench.get("demo") == "mine"
    bench.agents.override(mine(b"other"))
    assert await bench.get("demo") == "other"
    bench.agents.override(OverridesOfAgent("demo"))
    assert await bench.get("demo") == "demo-switch.example.net"


async def test_an_override_counts_more_than_what_was_set_before_it(bench: Bench) -> None:
    name = Oid(SYS_NAME).contents
    bench.agents.restore("router", {name: encode_varbind(name, 4, b"set")})
    bench.agents.override(OverridesOfAgent("router", [(SYS_NAME, 4, b"mine")]))
    bench.put("router")
    assert await bench.get("router") == "mine"


async def test_what_was_set_on_an_agent_that_is_deleted_does_not_come_back(bench: Bench) -> None:
    name = Oid(SYS_NAME).contents
    bench.put("router")
    await bench.get("router")
    bench.agents.restore("router", {name: encode_varbind(name, 4, b"set")})
    bench.agents.remove("router")
    bench.agents.forget("router")
    bench.put("router")
    assert await bench.get("router") == "router"


async def test_an_agent_is_made_from_modules_and_again_with_another_library(bench: Bench, small_index: Path) -> None:
    index = small_index / LibraryPlaces(small_index).index.name
    bench.open(library_index=str(bench.folder / "index"))
    bench.agents.put(AgentSpec("made", "made", b"made", modules=["IF-MIB"], seed=7))
    served = await bench.agents.load("made", 5.0)
    assert served is not None
    assert (served.state, served.device) == (AgentState.FAILED, None)
    (bench.folder / "index").symlink_to(index)
    bench.agents.look_at_library()
    bench.agents.make_ready("made")
    assert bench.state("made") is AgentState.LOADING
    assert await bench.get("made", oid="1.3.6.1.2.1.2.1.0") in {str(rows) for rows in range(3, 9)}


def test_contexts_are_the_name_and_the_digest_that_snmpsim_makes_of_it() -> None:
    assert contexts_of(AgentSpec("a", "a", b"public")) == (b"public", b"4c9184f37cff01bcdc32dc486ec36961")
