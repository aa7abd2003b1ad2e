"""The entries of the simulator's log as the worker tells them: a group of requests, and the last of them in octets.

Owns that form, and that no community leaves the worker in it: it is masked in the octets, which for SNMPv3 hold none.
"""

from __future__ import annotations

from trishul.datatypes.oid import oid_text
from trishul.engine.activity import RequestsServed
from trishul.engine.community_masks import mask_any
from trishul.transport.addresses import address_text
from trishul.workers.agent_messages import ActivityEntry, SeenExchange


def entry_of(group: RequestsServed, at: float, agent_id: str, device: str) -> ActivityEntry:
    """The entry of a group that was asked of an agent; `at` in wall clock seconds."""
    last = group.last
    return ActivityEntry(
        at=at,
        source=address_text(group.source),
        agent_id=agent_id,
        device=device,
        operation=group.kind.label,
        version=group.version.label,
        requests=group.requests,
        varbinds=group.varbinds,
        errors=group.errors,
        first_oid=oid_text(group.first_oid),
        last_oid=oid_text(group.last_oid),
        last=SeenExchange(mask_any(last.request), mask_any(last.answer), last.request_size, last.answer_size),
    )
