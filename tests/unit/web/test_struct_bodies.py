"""Bodies that services read themselves: handed on as they come, and known to the OpenAPI document."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from fastapi import FastAPI

from trishul.services.forwarding.destination_documents import Destination
from trishul.web.app import create_routes
from trishul.web.openapi import openapi_document
from trishul.web.struct_bodies import StructBody


class Shelf(msgspec.Struct, forbid_unknown_fields=True):
    """A shelf."""

    name: str
    boards: int = 3


def document_of(mark: StructBody) -> dict[str, Any]:
    app = FastAPI()

    async def put_up(body: Any) -> None:
        del body

    put_up.__annotations__["body"] = Annotated[dict[str, Any], mark]
    app.post("/shelves", summary="Put up a shelf")(put_up)
    return openapi_document(app)


def body_of(document: dict[str, Any]) -> Any:
    return document["paths"]["/shelves"]["post"]["requestBody"]["content"]["application/json"]["schema"]


def test_a_body_is_described_as_the_struct_that_it_stands_for() -> None:
    document = document_of(StructBody(Shelf))
    assert body_of(document) == {"$ref": "#/components/schemas/Shelf"}
    described = document["components"]["schemas"]["Shelf"]
    assert (described["required"], described["additionalProperties"]) == (["name"], False)


def test_of_a_change_nothing_is_required_and_what_is_left_out_has_no_default() -> None:
    document = document_of(StructBody(Shelf, is_change=True))
    assert body_of(document) == {"$ref": "#/components/schemas/ShelfChanges"}
    described = document["components"]["schemas"]["ShelfChanges"]
    assert described["properties"] == {"name": {"type": "string"}, "boards": {"type": "integer"}}
    assert "required" not in described


def test_a_union_is_told_apart_by_its_tag() -> None:
    described = body_of(document_of(StructBody(Destination)))
    assert described["discriminator"]["mapping"].keys() == {"snmp", "webhook", "syslog"}


def test_a_mapping_says_what_its_values_are() -> None:
    described = body_of(document_of(StructBody(dict[str, int])))
    assert described == {"type": "object", "additionalProperties": {"type": "integer"}}


def test_every_body_of_the_interface_says_more_than_that_it_is_an_object() -> None:
    document = openapi_document(create_routes())
    bodies = {
        (method, path): content["schema"]
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        for content in operation.get("requestBody", {"content": {}})["content"].values()
    }
    any_object = {"additionalProperties": True, "type": "object"}
    vague = [call for call, schema in bodies.items() if any_object.items() <= schema.items()]
    assert vague == []
    assert bodies["patch", "/api/traps/rules/{rule_id}"] == {"$ref": "#/components/schemas/RuleDocumentChanges"}
    optional = bodies["post", "/api/traps/outbox/retry"]
    assert optional == {"anyOf": [{"$ref": "#/components/schemas/OutboxChoice"}, {"type": "null"}]}
