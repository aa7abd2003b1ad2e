"""Who is faulty while the server runs."""

from __future__ import annotations

import pytest

from trishul.library.names import Names
from trishul.services.simulator.faults import FaultKeeper, UnknownAgent
from trishul.workers.agent_messages import FaultHits, FaultsOfAgent
from trishul.workers.messages import DeviceSummary

ROUTER = DeviceSummary("lab/router", "router", "lab/router.snmprec", 5, "file-1")


def keeper(applied: list[FaultsOfAgent]) -> FaultKeeper:
    async def apply(meant: FaultsOfAgent) -> bool:
        applied.append(meant)
        return True

    return FaultKeeper(apply, lambda: {ROUTER.id: ROUTER}, lambda: Names(None))


async def test_faults_are_given_by_id_or_community_and_their_hits_are_told() -> None:
    applied: list[FaultsOfAgent] = []
    faults = keeper(applied)
    state = await faults.save("lab/router", {"faults": [{"kind": "loss"}]})
    assert (state.agent, state.applied, state.hits) == ("file-1", True, [0])
    assert faults.for_worker() == applied
    faults.take([FaultHits("file-1", [3])])
    assert faults.state("file-1").hits == [3]
    assert faults.overview().agents == {"file-1": 1}
    await faults.clear("file-1")
    assert (faults.for_worker(), applied[-1].faults) == ([], [])
    assert faults.state("file-1").faults == []
    assert faults.overview().agents == {}


async def test_an_agent_that_is_not_there_has_no_faults() -> None:
    with pytest.raises(UnknownAgent):
        await keeper([]).save("nobody", {})
