"""A compiled module as one plain object for JSON: what `trishul mib compile` writes.

The shape, with empty members left out:

    {"module", "file", "smi": "SMIv1" | "SMIv2", "imports": {module: [names]}, "missing": {module: [names]},
     "identity": {"name", "last_updated", "organization", "contact", "description",
                  "revisions": [{"date", "description"}]},
     "types": {name: {"base", "labels", "ranges" | "sizes", "display_hint", "status", "description"}},
     "nodes": {name: {"oid", "kind", "status", "description", "reference", …}}}

Objects have `type` (name, base and what narrows it), `access`, `units`, `index`, `is_implied`, `augments`, `default`;
notifications `objects`; groups `members`; compliances and capabilities `parts`. OIDs are dotted numbers, labels
name their numbers, a range is a pair of numbers whose upper one is null where it is open. Nodes stand in the order of
their OIDs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from trishul.library.descriptions import without_indentation
from trishul.smi.model import (
    GroupNode,
    Module,
    ModuleIdentityNode,
    Node,
    NotificationNode,
    ObjectNode,
    StatementNode,
    TypeInfo,
)
from trishul.smi.syntax import Refinement, Span, Syntax, span_bounds

Document = dict[str, Any]


def module_document(module: Module, text: str) -> Document:
    """A module of the model; `text` is the source that its spans point into."""
    nodes = sorted(module.nodes, key=lambda node: (node.oid, node.name))
    document = {
        "module": module.name,
        "file": module.source,
        "smi": "SMIv2" if module.is_smiv2 else "SMIv1",
        "imports": _by_module((one.module, one.name) for one in module.imports),
        "missing": _by_module(module.unmet),
        "identity": _identity(module.identity, text) if module.identity is not None else None,
        "types": {info.name: _type(info, text, is_own=True) for info in module.types},
        "nodes": {node.name: _node(node, text) for node in nodes},
    }
    return _filled(document)


def _filled(document: Document) -> Document:
    """Without empty members; False, 0 and None inside lists stay."""
    return {key: value for key, value in document.items() if value not in (None, "", (), [], {}) and value is not False}


def _by_module(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for module, name in pairs:
        found.setdefault(module, []).append(name)
    return found


def _text(span: Span, text: str) -> str:
    """A quoted text without the indentation that the layout gave it."""
    start, end = span_bounds(span)
    return without_indentation(text[start:end]) if end > start else ""


def _identity(node: ModuleIdentityNode, text: str) -> Document:
    revisions = [_filled({"date": date, "description": _text(span, text)}) for date, span in node.revisions]
    return _filled(
        {
            "name": node.name,
            "last_updated": node.last_updated,
            "organization": _text(node.organization, text),
            "contact": _text(node.contact, text),
            "description": _text(node.description, text),
            "revisions": revisions,
        }
    )


def _type(info: TypeInfo, text: str = "", *, is_own: bool = False) -> Document:
    """A type with all it inherits; a module's own ones with status and text, used ones with their names."""
    return _filled(
        {
            "name": "" if is_own else info.name,
            "module": "" if is_own else info.module,
            "base": info.base.value,
            "labels": dict(info.labels),
            "sizes" if info.is_size else "ranges": info.ranges,
            "display_hint": info.display_hint,
            "row": info.row_type,
            "columns": info.columns,
            "status": info.status if is_own else "",
            "description": _text(info.description, text) if is_own else "",
        }
    )


def _node(node: Node, text: str) -> Document:
    document: Document = {
        "oid": str(node.oid),
        "kind": node.kind.value,
        "status": node.status,
        "description": _text(node.description, text),
        "reference": _text(node.reference, text),
    }
    if isinstance(node, ObjectNode):
        document |= {
            "type": _type(node.type),
            "access": node.access,
            "units": node.units,
            "index": node.index,
            "is_implied": node.is_implied,
            "augments": node.augments,
            "default": node.default,
        }
    elif isinstance(node, NotificationNode):
        document["objects"] = node.objects
    elif isinstance(node, GroupNode):
        document["members"] = node.members
    elif isinstance(node, StatementNode):
        document["release"] = _text(node.release, text)
        document["parts"] = [
            _filled(
                {
                    "module": part.module,
                    "groups": part.groups,
                    "refinements": [_refinement(one, text) for one in part.refinements],
                }
            )
            for part in node.parts
        ]
    return _filled(document)


def _refinement(one: Refinement, text: str) -> Document:
    return _filled(
        {
            "kind": one.kind.lower(),
            "name": one.name,
            "syntax": _syntax(one.syntax),
            "write_syntax": _syntax(one.write_syntax),
            "access": one.access,
            "description": _text(one.description, text),
        }
    )


def _syntax(syntax: Syntax | None) -> Document | None:
    """A type as written."""
    if syntax is None:
        return None
    narrowed = "sizes" if syntax.is_size else "ranges"
    return _filled({"name": syntax.name, "labels": dict(syntax.labels), narrowed: syntax.ranges})
