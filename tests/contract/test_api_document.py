"""Every call of the OpenAPI document, asked with what fits its schema and with what does not (schemathesis).

The server has one of everything, so that a path may lead to something that is there. Each call is made as the least
role that may make it, and refused to those below. No reply is a 500, each has a status, a type and a body that the
document promises, and nothing is sent to another host. Examples are few and the same in every run.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.contract.mib_texts import files, mib
from tests.contract.served import PATIENCE_S, Server

DOCUMENT = json.loads((Path(__file__).resolve().parents[2] / "ui/openapi.json").read_text())
ORDER = ("get", "post", "put", "patch", "delete")
"""What is there is looked at before it is changed, and deleted last."""
MAY_REFUSE = {
    "/api/settings/login": "that is what it is for",
    "/api/settings/sessions": "`all` asks for those of other users",
    "/api/settings/tokens": "likewise, and a token makes no other",
}
"""Calls that may be refused to who has the role for them, with the reason."""
ENDS_OUR_SESSION = {"/api/settings/logout", "/api/settings/auth"}
CALLS = sorted(
    ((method, path) for path, methods in DOCUMENT["paths"].items() for method in methods),
    key=lambda call: (ORDER.index(call[0]), call[1]),
)
ROLES = ("viewer", "operator", "administrator")
NOBODY = "nobody"
COSTLY = {"/api/simulator/restart", "/api/simulator/start", "/api/traps/start", "/api/mibs/browse/export"}
"""Calls that start a process or read the whole library: one example is enough of each kind."""
SAME_EVERY_TIME = settings(
    derandomize=True, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
NOWHERE = 9
"""The port of `discard`, where nobody listens: the system refuses at once what is sent there."""
LOCAL = {
    "target": "127.0.0.1", "host": "127.0.0.1", "url": f"http://127.0.0.1:{NOWHERE}/", "saved_target": None,
    "timeout_s": 0.05, "retries": 0, "max_time_s": 1, "within_s": 0.1, "mib_remote_sources": [],
    "simulator_address": "", "receiver_address": "",
}  # fmt: skip
"""Members of bodies that lead out of this host or wait, and what stands in their place."""
NAME = "edge"
OID = "1.3.6.1.2.1.1.5.0"
FILE = "ACME-MIB.mib"
DOCUMENTS: dict[str, dict[str, Any]] = {
    "/api/credentials": {"name": NAME, "kind": "community", "community": "read-only"},
    "/api/walk/targets": {"name": NAME, "host": "127.0.0.1", "port": NOWHERE, "timeout_s": 0.1, "retries": 0},
    "/api/walk/jobs": {"name": NAME, "target": NAME, "schedule": {"cron": "0 3 * * *"}, "tags": ["night"]},
    "/api/traps/rules": {"name": NAME, "query": "linkDown", "add_tags": ["link"]},
    "/api/traps/destinations": {"name": NAME, "kind": "syslog", "host": "127.0.0.1", "port": NOWHERE},
    "/api/traps/inboxes": {"name": NAME, "community": "lab"},
    "/api/traps/searches": {"name": NAME, "query": "linkDown"},
    "/api/traps/templates": {"name": NAME, "trap": {"target": "127.0.0.1", "oid": "1.3.6.1.6.3.1.1.5.3"}},
    "/api/settings/users": {"username": NAME, "role": "viewer", "password": "a secret of eleven"},
    "/api/settings/tokens": {"name": NAME, "role": "viewer"},
    "/api/simulator/agents": {"name": NAME, "addresses": {"community": "switch"}},
}
"""One of everything that has a name."""
SINGLE_DOCUMENTS: dict[str, dict[str, Any]] = {
    "/api/simulator/data": {OID: "edge"},
    "/api/simulator/agents/{agent_id}/overrides": {OID: "edge"},
    "/api/simulator/agents/{agent}/clock": {"speed": 2, "frozen": False},
    "/api/simulator/agents/{agent}/faults": {"faults": [{"kind": "delay", "delay_s": 0.1}]},
    "/api/simulator/access": {"communities": [{"community": "read-only", "security_name": "reader"}]},
    "/api/traps/policy": {"max_varbinds": 100},
}


class Asked:
    """The server, its document as schemathesis reads it, and what there is on it by the names of parameters."""

    def __init__(self, server: Server) -> None:
        import requests  # both take a second, and this file alone needs them
        import schemathesis
        from schemathesis.specs.openapi import checks

        self.schema = schemathesis.openapi.from_dict(DOCUMENT)
        self.modes = list(schemathesis.GenerationMode)
        self._url = server.url
        self._connection = requests.Session()
        self._checks = [
            schemathesis.checks.not_a_server_error, checks.status_code_conformance,
            checks.content_type_conformance, checks.response_schema_conformance,
        ]  # fmt: skip
        self._tokens = {NOBODY: ""}
        with server.client(server.login()) as client:
            self._known = prepare(client)
            for role in ROLES:
                made = client.post("/api/settings/tokens", json={"name": role, "role": role}).raise_for_status()
                self._tokens[role] = made.json()["token"]

    def status_for(self, role: str, method: str, path: str) -> int:
        """What is answered to a call with nothing in its body, about something that is there."""
        url = self._url + path.format_map(self._known)
        headers = {"X-Auth-Token": self._tokens[role]}
        body = DOCUMENT["paths"][path][method].get("requestBody", {"content": {}})["content"]
        sent = {"files": ("empty", b"")} if "multipart/form-data" in body else None
        return int(self._connection.request(method, url, headers=headers, files=sent, timeout=60).status_code)

    def findings_of(self, case: Any, role: str, *, leads_somewhere: bool, is_mixed: bool) -> str:
        """What is wrong with the reply; `leads_somewhere`: the path is that of something that is there.

        Of a mixed body half is good.
        """
        if leads_somewhere:
            case.path_parameters = self._known_parameters(case)
        if isinstance(case.body, dict):
            case.body = kept_local(case.path, case.body, is_mixed=is_mixed)
        case.headers = {**(case.headers or {}), "X-Auth-Token": self._tokens[role]}
        reply = case.call(base_url=self._url, session=self._connection, timeout=60)
        if reply.status_code in {401, 403} and case.path not in MAY_REFUSE:
            return f"{case.method} {case.path} is refused to its least role: {reply.text}"
        try:
            case.validate_response(reply, checks=self._checks)
        except BaseExceptionGroup as group:
            return f"{case.as_curl_command()}\n{reply.status_code} {reply.text[:500]}\n{group.exceptions}"
        return ""

    def _known_parameters(self, case: Any) -> dict[str, Any]:
        known = self._known | {"module": "traps"} if case.path.startswith("/api/stats") else self._known
        return {name: known.get(name, value) for name, value in (case.path_parameters or {}).items()}


def kept_local(path: str, body: dict[str, Any], *, is_mixed: bool) -> dict[str, Any]:
    """A drawn body that stays on this host and ends soon; a mixed one is half of it on a good document."""
    if is_mixed:
        good = {**DOCUMENTS, **SINGLE_DOCUMENTS}
        of_one = path.rpartition("/{")[0]
        body = good.get(path, good.get(of_one, {})) | dict(list(body.items())[: (len(body) + 1) // 2])
    if path.endswith("/expect"):
        body = {"within_s": 0} | body
    local = LOCAL | ({"port": 0} if path == "/api/traps/inboxes" else {})
    return body | {name: local[name] for name in body if name in local}


def prepare(client: Any) -> dict[str, Any]:
    """Makes one of everything; returns the values of the paths' parameters that lead there."""
    wait_for(lambda: client.get("/api/mibs/status").json()["loaded"])
    made = {path: client.post(path, json=body).raise_for_status().json() for path, body in DOCUMENTS.items()}
    port = client.post("/api/simulator/start").json()["port"]
    receiver = client.post("/api/traps/start").json()["port"]
    text = mib("ACME-MIB")
    client.post("/api/mibs/upload", files=files((FILE, text))).raise_for_status()
    client.put(f"/api/mibs/{FILE}/text", json={"text": text.decode().replace("tests", "trials")}).raise_for_status()
    recording = [("files", ("edge.snmprec", f"{OID}|4|edge\n".encode()))]
    client.post("/api/simulator/recordings", files=recording).raise_for_status()
    kept = client.post("/api/walk/kept/import", files=recording).raise_for_status().json()
    client.post("/api/walk/execute", json={"target": "127.0.0.1", "port": port, "oid": OID}).raise_for_status()
    trap = {"target": "127.0.0.1", "port": receiver, "oid": "linkDown"}
    client.post("/api/traps/send", json=trap).raise_for_status()
    run = client.post("/api/traps/runs", json=trap | {"pace": {"per_s": 10, "count": 1}}).raise_for_status().json()
    wait_for(lambda: client.get("/api/traps/").json()["data"])
    wait_for(lambda: client.get("/api/simulator/log").json()["data"])
    agent = made["/api/simulator/agents"]["id"]
    return {
        "name": NAME, "username": NAME, "oid": OID, "key": OID, "filename": FILE,
        "path": "edge.snmprec", "module": "IF-MIB",
        "reason": "malformed", "agent": agent, "agent_id": agent, "run_id": run["id"],
        "rule_id": made["/api/traps/rules"]["id"],
        "target_id": made["/api/walk/targets"]["id"],
        "job_id": made["/api/walk/jobs"]["id"],
        "token_id": made["/api/settings/tokens"]["id"],
        "session_id": "nobody",
        "walk_id": kept["walks"][0]["id"],
        "revision": client.get(f"/api/mibs/{FILE}/revisions").json()["revisions"][0]["id"],
        "notification_id": client.get("/api/traps/").json()["data"][0]["id"],
        "entry_id": client.get("/api/simulator/log").json()["data"][0]["id"],
    }  # fmt: skip


def wait_for(claim: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not claim():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(scope="module")
def asked(shared_server: Server) -> Asked:
    return Asked(shared_server)


def test_every_call_is_refused_to_all_below_its_role(asked: Asked) -> None:
    wrong = []
    for method, path in CALLS:
        least = DOCUMENT["paths"][path][method].get("x-role")
        for role in (NOBODY, *ROLES[: ROLES.index(least)]) if least else ():
            status = asked.status_for(role, method, path)
            if status != (401 if role == NOBODY else 403):
                wrong.append(f"{role} is answered {status}: {method} {path}")
    assert wrong == []


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_what_is_generated_from_its_schema_is_answered_as_the_document_says(
    asked: Asked, method: str, path: str
) -> None:
    if path in ENDS_OUR_SESSION:
        return
    operation = asked.schema[path][method]
    described = DOCUMENT["paths"][path][method]
    takes_something = bool(described.get("parameters") or described.get("requestBody"))
    found: list[str] = []
    for mode, number in zip(asked.modes, (2, 1) if takes_something and path not in COSTLY else (1, 0), strict=True):

        @settings(SAME_EVERY_TIME, max_examples=max(1, number))
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:
            role, before = described.get("x-role", NOBODY), len(found)
            found.append(asked.findings_of(case, role, leads_somewhere=before != 1, is_mixed=before == 0))

        if number:
            ask()
    assert [each for each in found if each] == []
