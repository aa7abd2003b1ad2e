"""Request bodies that services read themselves, where every mistake is named: described in OpenAPI all the same.

Owns the mark that a route puts on such a body, and the schema that the document takes from it. A route says
`body: Annotated[dict[str, Any], StructBody(X)]` and hands the object on. Where a first mistake is enough to be
told, the body is a pydantic model in its route's file instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

REF_TEMPLATE = "#/components/schemas/{name}"


@dataclass(frozen=True)
class StructBody:
    """The mark: this JSON object stands for a msgspec struct, a union of them, or a mapping.

    With `is_change` any subset of a struct's fields will do.
    """

    described: Any
    is_change: bool = False

    def schemas(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The schema of the body, and the components by name that it refers to."""
        (schema,), components = msgspec.json.schema_components((self.described,), ref_template=REF_TEMPLATE)
        if not self.is_change:
            return schema, components
        name = self.described.__name__
        changes = {key: value for key, value in components.pop(name).items() if key != "required"}
        for described in changes["properties"].values():
            described.pop("default", None)
        changed_name = f"{name}Changes"
        changes |= {"title": changed_name, "description": f"Any subset of {name}; what is left out stays as it is."}
        return {"$ref": REF_TEMPLATE.format(name=changed_name)}, components | {changed_name: changes}
