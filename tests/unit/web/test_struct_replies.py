"""Replies that are structs: JSON as it is, and known to the OpenAPI document."""

from __future__ import annotations

import msgspec

from trishul.services.walks.walks import WalkDone
from trishul.web.app import create_routes
from trishul.web.openapi import openapi_document
from trishul.web.struct_replies import REPLY_TYPES, SimulatorLog, WalkLine, reply, struct_reply


def test_a_reply_is_the_structs_json() -> None:
    made = reply(SimulatorLog([]))
    assert (made.status_code, made.media_type, bytes(made.body)) == (200, "application/json", b'{"data":[]}')


def test_a_line_of_a_walk_has_only_what_it_says() -> None:
    assert msgspec.json.decode(msgspec.json.encode(WalkLine(done=WalkDone(1, 0.5, None)))) == {
        "done": {"count": 1, "elapsed_s": 0.5, "cut": None}
    }


def test_a_route_refers_to_the_schema() -> None:
    described = struct_reply(SimulatorLog)[200]
    assert described["description"] == "Recent entries, newest first."
    assert described["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/SimulatorLog"}


def test_every_reply_has_a_schema_in_the_document() -> None:
    schemas = openapi_document(create_routes())["components"]["schemas"]
    assert {struct.__name__ for struct in REPLY_TYPES} <= schemas.keys()
