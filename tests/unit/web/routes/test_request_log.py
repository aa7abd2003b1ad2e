"""`/api/simulator/log`: filtered, opened, exported and cleared."""

from __future__ import annotations

import csv
import io

import httpx

from trishul.datatypes import Value, VarBind
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind
from trishul.services.workbench import Workbench
from trishul.workers.agent_messages import ActivityEntry, SeenExchange

LOG = "/api/simulator/log"
REQUEST = encode_message(
    Message(Version.V2C, b"****", Pdu(PduKind.GET, 1, 0, 0, (VarBind.of("1.3.6.1.2.1.1.5.0", Value.null()),)))
)


def fill(workbench: Workbench) -> None:
    last = SeenExchange(REQUEST, b"", len(REQUEST), 0)
    entries = [
        ActivityEntry(1.5, f"192.0.2.{host}:161", "default", "demo switch", kind, "2c", 1, 1, 0, oid, oid, last)
        for host, kind, oid in ((1, "GetRequest", "1.3.6.1.2.1.1.5.0"), (2, "SetRequest", "1.3.6.1.2.1.1.6.0"))
    ]
    workbench.simulator._activity.note_requests(entries)


async def test_the_log_is_filtered_opened_exported_and_cleared(client: httpx.AsyncClient, workbench: Workbench) -> None:
    fill(workbench)
    assert [entry["id"] for entry in (await client.get(LOG)).json()["data"]] == [2, 1]
    (entry,) = (await client.get(LOG, params={"source": "192.0.2.1"})).json()["data"]
    assert (entry["id"], entry["agent_id"]) == (1, "default")
    assert (await client.get(LOG, params={"after": 1, "pdu": "set", "oid": "1.3.6.1.2.1.1"})).json()["data"][0][
        "id"
    ] == 2
    detail = (await client.get(f"{LOG}/1")).json()
    assert (detail["entry"], detail["request"]["raw_hex"], detail["answer"]) == (entry, REQUEST.hex(), None)
    exported = await client.get(f"{LOG}/export", params={"format": "csv", "pdu": "set"})
    assert exported.headers["content-disposition"] == 'attachment; filename="requests.csv"'
    assert [row["id"] for row in csv.DictReader(io.StringIO(exported.text))] == ["2"]
    assert [row["id"] for row in (await client.get(f"{LOG}/export")).json()] == [1, 2]
    assert (await client.delete(LOG)).json() == {"status": "cleared", "count": 2}
    assert (await client.get(LOG)).json()["data"] == []
    assert (await client.get(f"{LOG}/1")).status_code == 404


async def test_a_filter_that_cannot_be_meant_is_422(client: httpx.AsyncClient) -> None:
    for field, text in (("pdu", "Trap"), ("source", "here"), ("oid", "no name")):
        for path in (LOG, f"{LOG}/export"):
            reply = await client.get(path, params={field: text})
            assert (reply.status_code, reply.json()["field"]) == (422, field)
