"""The OpenAPI document: written from the routes, with what FastAPI cannot see added.

That is the frames of the WebSocket, bodies and replies that are msgspec structs, and the table of problem codes.
Printed by `python -m trishul.web.openapi`; `ui/openapi.json` is that output, and the user interface's types are made
from it.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from trishul.web.access import find_least_role
from trishul.web.frames import FRAME_TYPES
from trishul.web.problems import MEDIA_TYPE, PROBLEMS
from trishul.web.struct_bodies import REF_TEMPLATE, StructBody
from trishul.web.struct_replies import REPLY_TYPES

FRAME_UNION = "LiveFrame"
JSON_TYPE = "application/json"
PROBLEM_SCHEMA = {"$ref": "#/components/schemas/Problem"}


def openapi_document(app: FastAPI) -> dict[str, Any]:
    """The document of these routes."""
    document = app.openapi()
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    _, structs = msgspec.json.schema_components((*FRAME_TYPES, *REPLY_TYPES), ref_template=REF_TEMPLATE)
    for name, schema in structs.items():
        schemas.setdefault(name, schema)
    schemas[FRAME_UNION] = {
        "description": "Every message that the server sends on /api/ws.",
        "oneOf": [{"$ref": f"#/components/schemas/{frame.__name__}"} for frame in FRAME_TYPES],
        "discriminator": {
            "propertyName": "type",
            "mapping": {
                str(frame.__struct_config__.tag): f"#/components/schemas/{frame.__name__}" for frame in FRAME_TYPES
            },
        },
    }
    _describe_bodies(document, app)
    _name_problem_types(document)
    _say_roles(document, app)
    document["x-problems"] = [
        {"code": code, "status": status, "title": title} for code, (status, title) in PROBLEMS.items()
    ]
    return document


def _describe_bodies(document: dict[str, Any], app: FastAPI) -> None:
    """FastAPI sees a plain object where a service reads the body; the mark on it knows which struct that is."""
    schemas = document["components"]["schemas"]
    for route in iter_route_contexts(app.routes):
        field = getattr(route.original_route, "body_field", None)
        mark = (
            next((each for each in field.field_info.metadata if isinstance(each, StructBody)), None) if field else None
        )
        if mark is None:
            continue
        schema, components = mark.schemas()
        for name, component in components.items():
            schemas.setdefault(name, component)
        for method in route.methods or ():
            operation = document["paths"].get(route.path_format, {}).get(method.lower())
            if operation is not None:
                body = operation["requestBody"]
                is_optional = not body.get("required", False)
                body["content"][JSON_TYPE]["schema"] = {"anyOf": [schema, {"type": "null"}]} if is_optional else schema


def _name_problem_types(document: dict[str, Any]) -> None:
    """FastAPI writes every described reply as application/json; ours to errors are problems (RFC 9457)."""
    for methods in document["paths"].values():
        for operation in methods.values():
            for reply in operation["responses"].values():
                content = reply.get("content", {})
                if content.get(JSON_TYPE, {}).get("schema") == PROBLEM_SCHEMA:
                    content[MEDIA_TYPE] = content.pop(JSON_TYPE)


def _say_roles(document: dict[str, Any], app: FastAPI) -> None:
    """`x-role` is the least role of an operation; those without one are open to everybody."""
    for route in iter_route_contexts(app.routes):
        declared = find_least_role(route.original_route)
        for method in route.methods or () if declared is not None else ():
            operation = document["paths"].get(route.path_format, {}).get(method.lower())
            if declared is not None and operation is not None:
                operation["x-role"] = declared.of(method).value


def main() -> None:
    """Print the document as it is committed."""
    from trishul.web.app import create_routes  # the routes serve this module's document, so not at the top

    json.dump(openapi_document(create_routes()), sys.stdout, indent=2, sort_keys=True)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
