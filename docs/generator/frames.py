"""The frames of the live socket, from the structs that are sent."""

from __future__ import annotations

from typing import Any

import msgspec

from docs.generator.field_notes import add_field_notes
from docs.generator.json_schemas import field_table, schema_sections
from docs.generator.markdown import code, page, table
from trishul.web.frames import FRAME_TYPES


def frames_page() -> str:
    """Every frame with its fields."""
    _, schemas = msgspec.json.schema_components(FRAME_TYPES, ref_template="#/components/schemas/{name}")
    add_field_notes(schemas)
    shown = {frame.__name__ for frame in FRAME_TYPES}
    return page(
        "Live frames",
        "The socket `/api/ws?token=` sends one JSON object a frame; `type` says which. A client may send `ping`, "
        "which is "
        'answered `pong`, and `{"watch_traps": "QUERY"}`, after which only notifications that fit are pushed. A bad '
        "or ended "
        "session is accepted and closed with 4001, a stopping server closes with 1001.",
        table(("Type", "Sent"), ((code(_tag(schemas[name])), _meaning(schemas[name])) for name in _names())),
        *(
            f"## {_tag(schemas[name])}\n\n{_meaning(schemas[name])}\n\n{field_table(schemas[name])}"
            for name in _names()
        ),
        "## Parts of frames",
        *schema_sections(schemas, shown, level=3),
    )


def _names() -> list[str]:
    return [frame.__name__ for frame in FRAME_TYPES]


def _tag(schema: dict[str, Any]) -> str:
    return str(schema["properties"]["type"]["enum"][0])


def _meaning(schema: dict[str, Any]) -> str:
    return str(schema.get("description", "")).partition("\n\n")[0].replace("\n", " ")
