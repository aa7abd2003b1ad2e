"""JSON schemas as people read them: the type in a few words, and a table of an object's fields."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from docs.generator.markdown import cell, code, table

Schema = Mapping[str, Any]
_PREFIX = "#/components/schemas/"
_BOUNDS = {
    "minimum": "at least",
    "maximum": "at most",
    "exclusiveMinimum": "above",
    "exclusiveMaximum": "below",
    "minLength": "characters at least",
    "maxLength": "characters at most",
    "minItems": "items at least",
    "maxItems": "items at most",
}


def anchor(name: str) -> str:
    """The anchor of a schema's heading, as Markdown makes it."""
    return name.lower()


def type_text(schema: Schema) -> str:
    """The type in a few words; other schemas are links within the page."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_PREFIX)
        return f"[{name}](#{anchor(name)})"
    if "const" in schema:
        return code(json.dumps(schema["const"]))
    if "enum" in schema:
        return " or ".join(code(json.dumps(value)) for value in schema["enum"])
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return " or ".join(dict.fromkeys(type_text(each) for each in schema[key]))
    if schema.get("type") == "array":
        return _list_text(schema)
    if isinstance(schema.get("additionalProperties"), Mapping) and "properties" not in schema:
        return f"object of {type_text(schema['additionalProperties'])}"
    return str(schema.get("type", "any"))


def _list_text(schema: Schema) -> str:
    if "prefixItems" in schema:
        return f"list of {', '.join(type_text(each) for each in schema['prefixItems'])}"
    return f"list of {type_text(schema.get('items', {}))}"


def field_table(schema: Schema) -> str:
    """The fields of an object; one line with the type where it is none."""
    if "properties" not in schema:
        return type_text(schema)
    required = schema.get("required", ())
    rows = (
        (code(name), type_text(field), _default(field, is_required=name in required), _meaning(field))
        for name, field in schema["properties"].items()
    )
    return table(("Field", "Type", "Default", "Meaning"), rows) or "An object without fields."


def _default(field: Schema, *, is_required: bool) -> str:
    if is_required:
        return "required"
    return code(json.dumps(field["default"])) if "default" in field else ""


def _meaning(field: Schema) -> str:
    limits = [f"{words} {field[key]}" for key, words in _BOUNDS.items() if key in field]
    return cell(". ".join(filter(None, (str(field.get("description", "")).rstrip("."), ", ".join(limits)))))


def references(node: object) -> Iterator[str]:
    """Names of the schemas that something mentions."""
    if isinstance(node, Mapping):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].removeprefix(_PREFIX)
        for each in node.values():
            yield from references(each)
    elif isinstance(node, list):
        for each in node:
            yield from references(each)


def needed(schemas: Mapping[str, Schema], start: object) -> set[str]:
    """Names of all schemas that are reached from something."""
    found: set[str] = set()
    waiting = list(references(start))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(references(schemas[name]))
    return found


def schema_sections(schemas: Mapping[str, Schema], left_out: Collection[str] = (), *, level: int) -> Iterator[str]:
    """One section for each schema, in the order of their names."""
    for name in sorted(set(schemas) - set(left_out)):
        meaning = cell(str(schemas[name].get("description", "")).partition("\n\n")[0])
        yield "\n\n".join(filter(None, (f"{'#' * level} {name}", meaning, field_table(schemas[name]))))
