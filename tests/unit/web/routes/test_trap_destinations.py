"""`/api/traps/destinations`: kept with sealed headers, named by rules, tested."""

from __future__ import annotations

import httpx

from trishul.services.workbench import Workbench

DESTINATIONS = "/api/traps/destinations"
WEBHOOK = {"kind": "webhook", "name": "hook", "url": "http://198.51.100.1/x?y", "headers": {"Authorization": "s3cret"}}


async def test_destinations_are_made_changed_and_deleted(client: httpx.AsyncClient, workbench: Workbench) -> None:
    made = await client.post(DESTINATIONS, json=WEBHOOK)
    assert (made.status_code, made.json()["place"]) == (201, "http://198.51.100.1")
    shown = made.json()["settings"]
    assert shown["headers"] == {"Authorization": None}
    assert "s3cret" not in made.text
    changed = await client.put(f"{DESTINATIONS}/hook", json=shown | {"timeout_s": 1}, params={"revision": 1})
    assert (changed.json()["revision"], changed.json()["settings"]["timeout_s"]) == (2, 1.0)
    document = workbench.forwarding.destinations.get("hook").document
    headers = await workbench.forwarding.destinations.headers_of(document)  # type: ignore[arg-type]
    assert headers["Authorization"].reveal() == b"s3cret"
    (listed,) = (await client.get(DESTINATIONS)).json()["destinations"]
    assert (listed["name"], listed["waiting"], listed["used_by"]) == ("hook", 0, [])
    assert (await client.delete(f"{DESTINATIONS}/hook")).status_code == 204
    assert (await client.get(f"{DESTINATIONS}/hook")).json()["code"] == "no_such_destination"


async def test_a_destination_that_a_rule_forwards_to_stays_and_keeps_its_name(client: httpx.AsyncClient) -> None:
    await client.post(DESTINATIONS, json={"kind": "syslog", "name": "log", "host": "127.0.0.1", "port": 9})
    rule = {"name": "all", "forward": ["log"]}
    assert (await client.post("/api/traps/rules", json=rule)).json()["forward"] == ["log"]
    assert (await client.get(f"{DESTINATIONS}/log")).json()["used_by"] == ["all"]
    for answer in (
        await client.delete(f"{DESTINATIONS}/log"),
        await client.put(f"{DESTINATIONS}/log", json={"kind": "syslog", "name": "other", "host": "127.0.0.1"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "destination_in_use")


async def test_a_test_says_what_came_back(client: httpx.AsyncClient) -> None:
    await client.post(DESTINATIONS, json=WEBHOOK | {"name": "inside", "url": "http://127.0.0.1:9/"})
    tried = (await client.post(f"{DESTINATIONS}/inside/test")).json()
    assert tried["delivered"] is False
    assert "not on the public internet" in tried["answer"]
    await client.put(
        f"{DESTINATIONS}/inside",
        json=WEBHOOK | {"name": "inside", "url": "http://127.0.0.1:9/", "allow_internal": True},
    )
    assert (await client.post(f"{DESTINATIONS}/inside/test")).json()["answer"] == "Connection refused"


async def test_what_is_wrong_is_a_problem(client: httpx.AsyncClient) -> None:
    await client.post(DESTINATIONS, json=WEBHOOK)
    snmp, inform = {"kind": "snmp", "name": "a", "host": "b"}, {"send_as": "inform", "version": "1"}
    moved = WEBHOOK | {"url": "http://other/", "headers": {"Authorization": None}}
    for method, path, body, status, code, field in (
        ("POST", "", WEBHOOK, 409, "name_taken", None),
        ("POST", "", {"kind": "pigeon", "name": "a"}, 422, "invalid_input", "kind"),
        ("POST", "", {"kind": "snmp", "name": "a"}, 422, "invalid_input", None),
        ("POST", "", snmp | {"port": 0}, 422, "invalid_input", "port"),
        ("POST", "", snmp | {"credential": "c"}, 422, "unknown_credential", "credential"),
        ("POST", "", snmp | inform, 422, "invalid_input", "send_as"),
        ("POST", "", WEBHOOK | {"name": "b", "url": "ftp://a"}, 422, "invalid_input", "url"),
        ("POST", "", WEBHOOK | {"name": "b", "headers": {"X": None}}, 422, "invalid_input", "headers"),
        ("PUT", "/hook", moved, 422, "invalid_input", "headers"),
        ("PUT", "/none", WEBHOOK, 404, "no_such_destination", None),
        ("POST", "/none/test", None, 404, "no_such_destination", None),
    ):
        answer = await client.request(method, f"{DESTINATIONS}{path}", json=body)
        problem = answer.json()
        assert (answer.status_code, problem["code"], problem.get("field")) == (status, code, field), problem
