"""Contract §4 "MIB browser", against the running server."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.contract.served import Server

MEMBERS = {
    *("oid", "name", "full_name", "module", "parent", "children", "type", "syntax", "access", "status"),
    *("description", "indexes", "has_children"),
}


@pytest.fixture
def browse(shared_server: Server) -> Iterator[httpx.Client]:
    with shared_server.client(shared_server.login()) as client:
        client.base_url = httpx.URL(f"{shared_server.url}/api/mibs/browse")
        yield client


def depth_of(nodes: list[dict[str, Any]]) -> int:
    return 1 + max((depth_of(node["children"]) for node in nodes), default=0) if nodes else 0


def test_modules_are_listed_in_pages(browse: httpx.Client) -> None:
    modules = browse.get("/modules").json()
    assert modules["total"] == len(modules["modules"]) > 400
    page = browse.get("/modules", params={"limit": 3, "offset": 2}).json()
    assert page["modules"] == modules["modules"][2:5]


@pytest.mark.parametrize(
    "asked", ["1.3.6.1.2.1.2.2.1.2", "IF-MIB::ifDescr", "ifDescr", ".1.3.6.1.2.1.2.2.1.2", "1.3.6.1.2.1.2.2.1.2.7"]
)
def test_a_node_by_number_or_name_comes_with_its_surroundings(browse: httpx.Client, asked: str) -> None:
    found = browse.get(f"/node/{asked}").json()
    node = found["node"]
    assert set(node) >= MEMBERS
    assert (node["oid"], node["full_name"], node["parent"]) == (
        "1.3.6.1.2.1.2.2.1.2",
        "IF-MIB::ifDescr",
        "1.3.6.1.2.1.2.2.1",
    )
    assert (node["type"], node["access"], node["status"], node["indexes"]) == (
        "column",
        "read-only",
        "current",
        ["ifIndex"],
    )
    assert node["syntax"].startswith("DisplayString")
    assert node["description"].startswith("A textual string")
    assert "ifType" in {sibling["name"] for sibling in found["siblings"]}
    names = [step["name"] for step in found["breadcrumb"]]
    assert names[:4] == ["iso", "org", "dod", "internet"]
    assert names[-3:] == ["ifTable", "ifEntry", "ifDescr"]
    assert found["instance"] == ("7" if asked.endswith(".7") else "")
    assert found["trap_objects"] is None


def test_a_notification_shows_its_objects(browse: httpx.Client) -> None:
    found = browse.get("/node/IF-MIB::linkUp").json()
    assert [each["full_name"] for each in found["trap_objects"]] == [
        "IF-MIB::ifIndex",
        "IF-MIB::ifAdminStatus",
        "IF-MIB::ifOperStatus",
    ]


@pytest.mark.parametrize("asked", ["nothingOfThisName", "NO-MIB::x", "ifDescr@x", "2.999.1"])
def test_an_unknown_node_is_404(browse: httpx.Client, asked: str) -> None:
    reply = browse.get(f"/node/{asked}")
    assert (reply.status_code, reply.json()["code"]) in ((404, "not_found"), (422, "invalid_input"))


@pytest.mark.parametrize("depth", [1, 2, 3, 4, 5])
def test_the_tree_is_as_deep_as_asked(browse: httpx.Client, depth: int) -> None:
    tree = browse.get("/tree/oid", params={"root_oid": "1.3.6.1.2.1.2", "depth": depth}).json()
    assert tree["root"]["name"] == "interfaces"
    assert depth_of(tree["children"]) == min(depth, 3)
    assert tree["children"][0]["name"] == "ifNumber"
    assert tree["children"][1]["has_children"]


def test_the_tree_from_its_top_is_bounded_and_says_so(browse: httpx.Client) -> None:
    tree = browse.get("/tree/oid").json()
    assert tree["root"]["oid"] == "1.3.6.1"
    assert {"mgmt", "private"} <= {node["name"] for node in tree["children"]} | {
        inner["name"] for node in tree["children"] for inner in node["children"]
    }
    deep = browse.get("/tree/oid", params={"root_oid": "1.3.6.1", "depth": 5}).json()
    assert deep["total"] <= 5_000
    for root in ("iso", "1", "enterprises", "0", "2"):
        assert browse.get("/tree/oid", params={"root_oid": root}).status_code == 200, root
    for depth in ("0", "6", "x"):
        assert browse.get("/tree/oid", params={"depth": depth}).status_code == 422


def test_the_tree_of_one_module_has_its_nodes_only(browse: httpx.Client) -> None:
    def modules(nodes: list[dict[str, Any]]) -> set[str]:
        return {name for node in nodes for name in ({node["module"]} | modules(node["children"]))}

    tree = browse.get("/tree/oid", params={"root_oid": "1.3.6.1.2.1", "depth": 3, "module": "IF-MIB"}).json()
    assert modules(tree["children"]) == {"IF-MIB"}
    (module,) = browse.get("/tree/module", params={"module": "IF-MIB"}).json()["modules"]
    assert modules(module["children"]) == {"IF-MIB"}
    assert depth_of(module["children"]) >= 4
    every = browse.get("/tree/module").json()
    assert every["count"] > 400
    assert browse.get("/tree/module", params={"module": "NO-MIB"}).status_code == 404


def test_search_ranks_and_filters(browse: httpx.Client) -> None:
    found = browse.get("/search", params={"query": "ifDescr"}).json()
    assert (found["results"][0]["full_name"], found["matches"][0]) == ("IF-MIB::ifDescr", "exact")
    assert len(browse.get("/search", params={"query": "interface", "limit": 5}).json()["results"]) == 5
    for filter_word in ("notification", "NotificationType"):
        hits = browse.get("/search", params={"query": "link", "type_filter": filter_word}).json()["results"]
        assert {hit["type"] for hit in hits} == {"notification"}
    hits = browse.get("/search", params={"query": "status", "module": "IF-MIB"}).json()["results"]
    assert {hit["module"] for hit in hits} == {"IF-MIB"}
    assert browse.get("/search", params={"query": "1.3.6.1.2.1.2.2.1.2"}).json()["results"][0]["name"] == "ifDescr"
    assert browse.get("/search", params={"query": "x", "type_filter": "odd"}).status_code == 422
    assert browse.get("/search", params={"query": "x", "module": "NO-MIB"}).status_code == 404
    assert browse.get("/search").status_code == 422


@pytest.mark.parametrize(
    "query",
    ["1.3.6.", "1.3.6.1.4.1.", "interface", "*", '"', "AND OR NOT", "(((", "' --", "\x00", "é" * 200, "a b c d " * 30],
)
def test_any_text_is_a_query_and_is_answered_at_once(browse: httpx.Client, query: str) -> None:
    reply = browse.get("/search", params={"query": query[:256]})
    assert reply.status_code == 200
    assert reply.elapsed.total_seconds() < 1


def test_the_tree_comes_as_rows_in_lines(browse: httpx.Client) -> None:
    roots = [json.loads(line) for line in browse.get("/tree/rows").text.splitlines()]
    assert [piece["names"] for piece in roots] == [["ccitt", "iso"]]
    reply = browse.get("/tree/rows", params={"whole": True})
    assert reply.headers["content-type"].startswith("application/x-ndjson")
    pieces = [json.loads(line) for line in reply.text.splitlines()]
    assert len(pieces) > 10
    assert all(len(piece["names"]) == len(piece["depths"]) == len(piece["arcs"]) for piece in pieces)
    assert not pieces[-1]["is_cut"]
    modules = [json.loads(line) for line in browse.get("/tree/rows", params={"by": "module"}).text.splitlines()]
    assert "IF-MIB" in modules[0]["names"]


@pytest.mark.parametrize(
    "path", ["/tree/rows?root_oid=nothing", "/tree/rows?by=module&module=NO", "/relations/nothing"]
)
def test_rows_and_relations_of_the_unknown_are_404(browse: httpx.Client, path: str) -> None:
    reply = browse.get(path)
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")


def test_relations_name_what_is_around_a_node(browse: httpx.Client) -> None:
    found = browse.get("/relations/IF-MIB::ifIndex").json()
    assert found["row"]["name"] == "ifEntry"
    assert {each["name"] for each in found["notifications"]} >= {"linkDown", "linkUp"}
    assert found["place"]["first_line"] > 0


@pytest.mark.fault("Exports ignored the filter")
def test_what_is_seen_is_exported_with_the_filter_applied(browse: httpx.Client) -> None:
    asked = {"root_oid": "ifTable", "type_filter": "column"}
    rows = browse.get("/export", params=asked).json()
    assert [row["name"] for row in rows][:2] == ["ifIndex", "ifDescr"]
    assert {row["kind"] for row in rows} == {"column"}
    reply = browse.get("/export", params=asked | {"format": "csv"})
    assert reply.headers["content-type"].startswith("text/csv")
    assert 'filename="mibs.csv"' in reply.headers["content-disposition"]
    assert [row["name"] for row in csv.DictReader(reply.text.splitlines(keepends=True))] == [
        row["name"] for row in rows
    ]
    assert browse.get("/export", params={"query": "zzzznothing"}).json() == []
    assert browse.get("/export", params={"module": "NO-MIB"}).status_code == 404
