"""The OpenAPI document describes what is there, and the committed copy is the present one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from trishul.web.app import create_routes
from trishul.web.frames import FRAME_TYPES
from trishul.web.openapi import openapi_document
from trishul.web.paths import needs_session

COMMITTED = Path(__file__).resolve().parents[3] / "ui" / "openapi.json"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return openapi_document(create_routes())


def test_the_committed_copy_is_the_present_one(document: dict[str, Any]) -> None:
    """Run `make openapi` when this fails."""
    assert json.loads(COMMITTED.read_text()) == json.loads(json.dumps(document))


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    def references(node: Any) -> set[str]:
        if isinstance(node, dict):
            own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
            return own.union(*(references(value) for value in node.values()))
        return set().union(*(references(value) for value in node)) if isinstance(node, list) else set()

    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert references(document) - known == set()


def test_operations_say_whether_they_need_a_session(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert bool(operation.get("security")) is needs_session(path), path


def test_every_frame_of_the_socket_is_described(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    mapping = schemas["LiveFrame"]["discriminator"]["mapping"]
    frames = {
        "full_state",
        "status",
        "trap",
        "traps_changed",
        "traps_watched",
        "trap_run",
        "stats",
        "mibs",
        "mib_progress",
        "simulator_log",
        "record_progress",
        "outbox",
        "trap_list",
        "walks",
        "account",
        "missed",
    }
    assert set(mapping) == frames
    assert {frame.__name__ for frame in FRAME_TYPES} <= set(schemas)


def test_errors_are_described_as_problems(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for operation in methods.values():
            for status, reply in operation["responses"].items():
                if status.startswith(("4", "5")):
                    assert set(reply["content"]) == {"application/problem+json"}, (path, status)


def test_every_operation_has_a_summary(document: dict[str, Any]) -> None:
    assert all(one["summary"] for methods in document["paths"].values() for one in methods.values())
