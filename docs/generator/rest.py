"""The REST API, one page an area, from the OpenAPI document that the server gives out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docs.generator.field_notes import add_field_notes
from docs.generator.json_schemas import field_table, needed, schema_sections, type_text
from docs.generator.markdown import cell, code, page, table
from trishul.web.app import create_routes
from trishul.web.openapi import openapi_document

Operation = Mapping[str, Any]


def rest_pages() -> dict[str, str]:
    """An overview and a page for each tag of the document."""
    document = openapi_document(create_routes())
    areas: dict[str, list[tuple[str, Operation]]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            areas.setdefault(operation["tags"][0], []).append((f"{method.upper()} {path}", operation))
    schemas = document["components"]["schemas"]
    add_field_notes(schemas)
    pages = {f"rest/{_file(area)}": _area_page(area, asked, schemas) for area, asked in sorted(areas.items())}
    return {"rest/index.md": _overview(areas)} | pages


def _file(area: str) -> str:
    return area.lower().replace(" ", "-") + ".md"


def _anchor(call: str) -> str:
    """As the table of contents makes it of a heading."""
    kept = "".join(letter for letter in call.lower() if letter.isalnum() or letter in " -_")
    return "-".join(kept.split())


def _overview(areas: Mapping[str, list[tuple[str, Operation]]]) -> str:
    sections = []
    for area, asked in sorted(areas.items()):
        rows = ((f"[{code(call)}]({_file(area)}#{_anchor(call)})", cell(each["summary"])) for call, each in asked)
        sections.append(f"## {area[0].upper()}{area[1:]}\n\n{table(('Call', 'What it does'), rows)}")
    return page(
        "REST API",
        "Bodies and replies are JSON. `POST /api/settings/login` gives a token, which travels as `X-Auth-Token` or "
        "as "
        "`Authorization: Bearer`; only the calls of [meta](meta.md) and the login go without. A running server "
        "describes itself at "
        "`/docs` and `/openapi.json`. Errors are [problems with a code](../errors.md); what is pushed are "
        "[frames](../frames.md).",
        *sections,
    )


def _area_page(area: str, asked: list[tuple[str, Operation]], schemas: Mapping[str, Any]) -> str:
    used = needed(schemas, [_shown(operation) for _, operation in asked])
    return page(
        f"REST: {area}",
        *(_section(call, operation) for call, operation in asked),
        "## Bodies and replies" if used else "",
        *schema_sections({name: schemas[name] for name in used}, level=3),
    )


def _shown(operation: Operation) -> list[Any]:
    """The parts of an operation whose schemas its page describes; problems have a page of their own."""
    replies = [reply for status, reply in operation["responses"].items() if status.startswith("2")]
    return [operation.get("requestBody", {}), replies, operation.get("parameters", [])]


def _section(call: str, operation: Operation) -> str:
    parts = [f"## {call}", f"**{operation['summary']}.** {operation.get('description', '')}".strip()]
    if "x-role" in operation:
        parts.append(f"Needs the role {code(operation['x-role'])}.")
    parameters = table(
        ("Parameter", "In", "Type", "Default", "Meaning"),
        (_parameter(each) for each in operation.get("parameters", ())),
    )
    body = operation.get("requestBody", {}).get("content", {})
    if parameters:
        parts.append(parameters)
    for media_type, content in body.items():
        parts.append(f"Body ({code(media_type)}): {_schema(content)}")
    parts.append(table(("Status", "Reply", "Body"), (_reply(*each) for each in operation["responses"].items())))
    return "\n\n".join(parts)


def _parameter(parameter: Mapping[str, Any]) -> tuple[str, ...]:
    schema = parameter.get("schema", {})
    default = (
        "required"
        if parameter.get("required")
        else code(schema["default"])
        if schema.get("default") is not None
        else ""
    )
    return code(parameter["name"]), parameter["in"], type_text(schema), default, cell(parameter.get("description", ""))


def _schema(content: Mapping[str, Any]) -> str:
    schema = content.get("schema", {})
    return field_table(schema) if "properties" not in schema else f"\n\n{field_table(schema)}"


def _reply(status: str, reply: Mapping[str, Any]) -> tuple[str, str, str]:
    content = reply.get("content", {})
    if any(media_type == "application/problem+json" for media_type in content):
        return status, cell(reply["description"]), "[problem](../errors.md)"
    shown = " or ".join(
        type_text(each["schema"]) if each.get("schema") else code(media_type) for media_type, each in content.items()
    )
    return status, cell(reply["description"]), shown
