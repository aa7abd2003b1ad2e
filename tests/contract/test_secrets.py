"""No secret that anybody gives to the server can be read anywhere but where the contract shows it.

Every route that takes one is called, rightly and wrongly, notifications come in by every version, and then everything
that the server said, wrote or stored is searched for each secret and for the keys made of it.
"""

from __future__ import annotations

import base64
import io
import json
import os
import subprocess
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import find_tool
from tests.contract.served import PASSWORD, Server
from trishul.protocol.security.keys import KeyMaterial, localized_key
from trishul.protocol.security.protocols import AuthProtocol

SYS_NAME = "1.3.6.1.2.1.1.5.0"
LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"
SENDER_ENGINE = "80001f8804736563726574"
USER_PASSWORD, PRIV_PASSWORD = "auth-pass-Wq7Zr2", "priv-pass-Wq7Zr2"
SIMULATOR_COMMUNITY = "simulated-Wq7Zr2"
KEY = "5eC2e7" * 10 + "5eC2"
"""A key of SHA-256 in hexadecimal digits."""


class Spy:
    """A client that remembers every reply, and every secret that went out."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.replies: list[str] = []
        self.secrets = {PASSWORD, USER_PASSWORD, PRIV_PASSWORD, KEY}
        self.client = server.client()
        self.client.event_hooks["response"].append(self._note)

    def _note(self, response: httpx.Response) -> None:
        response.read()
        self.replies.append(f"{response.request.url.path}: {response.headers} {response.text}")

    def secret(self, name: str) -> str:
        """A new secret that is found by its own octets."""
        made = f"{name}-Xk93Qv7"
        self.secrets.add(made)
        return made

    def send(self, method: str, path: str, body: Any = None, **options: Any) -> httpx.Response:
        """One request, which is never answered 500 whatever is in it."""
        reply = self.client.request(method, path, json=body, **options)
        assert reply.status_code != 500, reply.text
        return reply

    def log_in(self) -> None:
        reply = self.client.post("/api/settings/login", json={"username": "admin", "password": PASSWORD})
        self.replies.pop()  # the token is given to its owner there and nowhere else
        token = reply.json()["token"]
        self.secrets.add(token)
        self.client.headers["X-Auth-Token"] = token


def as_user(**changed: Any) -> dict[str, Any]:
    secrets = {"auth_password": USER_PASSWORD, "priv_password": PRIV_PASSWORD}
    return {"user": "bert", "auth_protocol": "SHA-256", "priv_protocol": "AES", **secrets, **changed}


@pytest.fixture(params=["json", "console"])
def spy(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Spy]:
    """With each form of the log; once as a program, whose command lines are what a user of the host sees."""
    settings = {"log_level": "debug", "log_format": request.param, "snmp_community": SIMULATOR_COMMUNITY}
    with Server(tmp_path / "data", is_program=request.param == "json", **settings) as server:
        spy = Spy(server)
        yield spy
        spy.client.close()


def log_in_wrongly_and_change_the_password(spy: Spy) -> None:
    for body in (
        {"username": "admin", "password": spy.secret("wrong-login")},
        {"username": "admin", "password": [spy.secret("listed-login")]},
        {"username": "admin", "password": spy.secret("long-login") * 400},
        {"user": "admin", "secret": spy.secret("misnamed-login")},
    ):
        assert spy.send("POST", "/api/settings/login", body).status_code in (401, 413, 422)
    spy.client.post("/api/settings/login", content=f'{{"password": "{spy.secret("broken-login")}"')
    spy.log_in()
    change = {"username": "admin", "current_password": PASSWORD}
    new = spy.secret("new-login")
    for body in (
        change | {"password": new, "current_password": spy.secret("not-current")},
        change | {"password": "short-7"},
        change | {"password": {"value": spy.secret("nested-login")}},
    ):
        assert spy.send("POST", "/api/settings/auth", body).status_code in (403, 422)
    assert spy.send("POST", "/api/settings/auth", change | {"password": new}).status_code == 200
    spy.client.get("/api/settings/check", headers={"X-Auth-Token": spy.secret("wrong-token")})
    spy.client.get("/api/stats/", params={"token": spy.secret("token-in-query"), "community": spy.secret("query")})
    with pytest.raises(AssertionError), spy.server.socket(spy.secret("wrong-socket-token")) as socket:
        assert socket.close_code() != 4001


def make_users_and_tokens(spy: Spy) -> None:
    users, tokens = "/api/settings/users", "/api/settings/tokens"
    carl = {"username": "carl", "role": "viewer", "password": spy.secret("user-password")}
    assert spy.send("POST", users, carl).status_code == 201
    for wrong in (
        carl | {"password": spy.secret("taken-name")},
        carl | {"username": "dora", "password": [spy.secret("listed-user")]},
        carl | {"username": "dora", "password": spy.secret("long-user") * 200},
        carl | {"username": "dora", "role": spy.secret("role"), "secret": spy.secret("misnamed-user")},
    ):
        assert spy.send("POST", users, wrong).status_code in (409, 422)
    assert spy.send("PUT", f"{users}/carl", {"password": spy.secret("changed-user")}).status_code == 200
    assert spy.send("PUT", f"{users}/carl", {"password": {"is": spy.secret("nested-user")}}).status_code == 422
    token = spy.client.post(tokens, json={"name": "scraper", "role": "viewer"}).json()["token"]
    spy.replies.pop()  # shown once, to who made it
    spy.secrets.add(token)
    for headers in ({"Authorization": f"Bearer {token}"}, {"Authorization": f"Bearer {token}{spy.secret('wrong')}"}):
        with spy.server.client() as scraper:
            reply = scraper.get("/metrics", headers=headers | {"X-Forwarded-For": "192.0.2.1"}, params={"token": token})
            spy.replies.append(f"{reply.headers} {reply.text}")
            reply = scraper.post("/api/simulator/stop", headers=headers)
            assert reply.status_code in (401, 403)
            spy.replies.append(f"{reply.headers} {reply.text}")
    with spy.server.socket(token) as socket:
        spy.replies.append(json.dumps(socket.frame_of("full_state")))


def identities(spy: Spy, name: str) -> list[dict[str, Any]]:
    """Right, wrong and impossible ways of saying who we are, each with secrets of its own."""
    secret = spy.secret
    return [
        {"community": secret(f"{name}-community")},
        {"community": secret(f"{name}-community-1"), "version": "1"},
        {"community": [secret(f"{name}-listed")]},
        {"community": secret(f"{name}-long") * 40},
        as_user(),
        as_user(auth_password=secret(f"{name}-wrong-password")),
        as_user(priv_password=secret(f"{name}-wrong-privacy")),
        as_user(auth_password={"password": secret(f"{name}-nested")}),
        as_user(auth_password=None, auth_key=KEY, priv_password=None, priv_key=KEY),
        as_user(auth_password=None, auth_key=secret(f"{name}-no-hex")),
        as_user(auth_key=KEY),
        as_user(community=secret(f"{name}-both")),
        {"credential": "bert"},
        {"credential": "bert", "community": secret(f"{name}-beside-a-name")},
    ]


def save_credentials(spy: Spy) -> None:
    roles = {"for_receiver": True, "for_simulator": True}
    path = "/api/credentials"
    assert spy.send("POST", path, {"name": "bert", "kind": "user", **as_user(), **roles}).status_code == 201
    saved = {"name": "read", "kind": "community", "community": spy.secret("saved-community"), **roles}
    assert spy.send("POST", path, saved).status_code == 201
    assert spy.send("POST", path, saved).status_code == 409
    for number, identity in enumerate(identities(spy, "saved")):
        kind = "user" if "user" in identity else "community"
        spy.send("POST", path, {"name": f"try {number}", "kind": kind, **identity})
    spy.send("PATCH", f"{path}/read", {"community": spy.secret("changed-community")})
    spy.send("PATCH", f"{path}/read", {"auth_password": spy.secret("password-of-a-community")})
    spy.send("PATCH", f"{path}/bert", {"priv_password": "tiny-7", "auth_key": "zz"})
    spy.send("GET", path)
    spy.send("GET", f"{path}/bert")


def save_destinations(spy: Spy) -> None:
    """Everything that arrives is forwarded with them, to nobody who is there."""
    path = "/api/traps/destinations"
    hook = {"kind": "webhook", "name": "hook", "url": "http://127.0.0.1:9/", "allow_internal": True}
    right = hook | {"headers": {"Authorization": spy.secret("header")}}
    assert spy.send("POST", path, right).status_code == 201
    read = {"kind": "snmp", "name": "nms", "host": "127.0.0.1", "port": 9, "send_as": "inform", "credential": "read"}
    assert spy.send("POST", path, read).status_code == 201
    for wrong in (
        right,
        hook | {"name": "b", "headers": {"X-Key": spy.secret("broken-header") + "\r\n"}},
        hook | {"name": "b", "headers": {"X-Key": [spy.secret("listed-header")]}},
        hook | {"name": "b", "headers": [spy.secret("no-header")]},
        hook | {"name": "b", "url": f"http://me:{spy.secret('url')}@127.0.0.1/"},
    ):
        assert spy.send("POST", path, wrong).status_code in (409, 422)
    spy.send("PUT", f"{path}/hook", hook | {"headers": {"Authorization": spy.secret("changed-header")}})
    assert spy.send("POST", f"{path}/hook/test").json()["delivered"] is False
    rule = {"name": "everything", "forward": ["hook", "nms"]}
    assert spy.send("POST", "/api/traps/rules", rule).status_code == 201


def serve(spy: Spy) -> tuple[int, int]:
    """Ports of simulator and receiver, both started with a community."""
    community = {"port": 0, "community": SIMULATOR_COMMUNITY}
    simulator = spy.send("POST", "/api/simulator/start", community).json()["port"]
    assert spy.send("POST", "/api/traps/start", {"port": 0, "community": [spy.secret("listed")]}).status_code == 422
    started = spy.send("POST", "/api/traps/start", {"port": 0, "community": spy.secret("receiver")})
    for wrong in ({"community": spy.secret("restart") * 40}, {"community": {"a": spy.secret("nested-restart")}}):
        assert spy.send("POST", "/api/simulator/restart", wrong).status_code == 422
    refused = {"communities": [{"community": spy.secret("access"), "security_name": "x" * 40}]}
    assert spy.send("PUT", "/api/simulator/access", refused).status_code == 422
    twice = [{"community": spy.secret("twice"), "security_name": name} for name in ("one", "two")]
    assert spy.send("PUT", "/api/simulator/access", {"communities": twice}).status_code == 422
    return simulator, started.json()["port"]


def ask_and_send(spy: Spy, simulator: int, receiver: int) -> None:
    quick = {"target": "127.0.0.1", "timeout_s": 0.05, "retries": 0}
    walk = quick | {"port": simulator, "oid": SYS_NAME, "operation": "get"}
    assert spy.send("POST", "/api/walk/execute", walk | {"community": SIMULATOR_COMMUNITY}).json()["count"] == 1
    assert spy.send("POST", "/api/walk/execute", walk | {"timeout_s": 5, "credential": "bert"}).json()["count"] == 1
    for identity in identities(spy, "asked"):
        spy.send("POST", "/api/walk/execute", walk | identity)
    for identity in identities(spy, "streamed")[:6]:
        spy.send("POST", "/api/walk/stream", walk | identity)
    for identity in identities(spy, "tried"):
        spy.send("POST", "/api/credentials/test", {**quick, "port": simulator, **identity})
    trap = quick | {"port": receiver, "oid": LINK_DOWN}
    for kind in ("trap", "inform"):
        for identity in identities(spy, kind):
            spy.send("POST", "/api/traps/send", trap | {"kind": kind, **identity})


def notify_as_real_senders_do(spy: Spy, port: int) -> None:
    """net-snmp's traps: believed and not, with passwords and communities, also as a proxy adds them."""
    right = ["-v3", "-ubert", "-lauthPriv", "-aSHA-256", f"-A{USER_PASSWORD}", "-xAES", f"-X{PRIV_PASSWORD}"]
    proxied = ["1.3.6.1.6.3.18.1.4.0", "s", spy.secret("proxied")]
    for options, bindings in (
        (right, []),
        ([*right, "-A", spy.secret("trapped-password")], []),
        ([*right, "-X", spy.secret("trapped-privacy")], []),
        (["-v2c", "-c", spy.secret("trapped-community")], []),
        (["-v2c", "-c", "receiver-Xk93Qv7"], proxied),
    ):
        own = ["-e", f"0x{SENDER_ENGINE}"] if "-v3" in options else []
        command = [find_tool("snmptrap"), *options, *own, f"127.0.0.1:{port}", "42", LINK_DOWN, *bindings]
        subprocess.run(command, check=True, timeout=20, capture_output=True)


def wait_for(found: Callable[[], object]) -> None:
    deadline = time.monotonic() + 15
    while not found():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def read_everything(spy: Spy) -> None:
    """Every list, detail and number that a logged-in user may read."""
    for area in ("simulator", "traps"):
        spy.send("GET", f"/api/{area}/status")
        for drop in spy.send("GET", f"/api/{area}/drops").json()["data"]:
            spy.send("GET", f"/api/{area}/drops/{drop['reason']}")
    for record in spy.send("GET", "/api/traps/", params={"limit": 1000}).json()["data"]:
        spy.send("GET", f"/api/traps/{record['id']}")
    for path in ("simulator/log", "simulator/access", "simulator/data", "settings/app", "stats/", "ready", "meta"):
        spy.send("GET", f"/api/{path}")
    for path in ("destinations", "outbox", "rules"):
        spy.send("GET", f"/api/traps/{path}")
    for path in ("me", "sessions?all=true", "tokens?all=true", "users", "about", "audit?limit=1000"):
        assert spy.send("GET", f"/api/settings/{path}").status_code == 200
    for file_format in ("csv", "json"):
        assert "carl" in spy.send("GET", f"/api/settings/audit/export?format={file_format}").text
    for path in ("/metrics", "/openapi.json", "/docs"):
        spy.send("GET", path)
    with spy.server.socket(spy.client.headers["X-Auth-Token"]) as socket:
        spy.replies.append(json.dumps(socket.frame_of("full_state")))


def processes_of(pid: int) -> Iterator[Path]:
    """A process and all that it started."""
    yield Path(f"/proc/{pid}")
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            yield from processes_of(int(child))


def forms_of(secret: str) -> set[bytes]:
    """A text as octets, in hexadecimal and in base64 at each of its three alignments."""
    octets = secret.encode()
    forms = {octets, octets.hex().encode(), octets.hex().upper().encode(), octets.hex(" ").encode()}
    for shift in range(3):
        coded = base64.b64encode(bytes(shift) + octets + bytes(-(shift + len(octets)) % 3))
        forms.add(coded[4 : len(coded) - 4])
    return forms


def keys_of(password: str) -> set[bytes]:
    """The master key and the key at the engine that sent, raw and in hexadecimal."""
    sha = AuthProtocol.SHA256
    master = KeyMaterial.password(password).master(sha).secret.reveal()
    keys = {master, localized_key(sha, master, bytes.fromhex(SENDER_ENGINE))}
    return keys | {key.hex().encode() for key in keys}


def test_no_secret_is_in_logs_replies_metrics_process_lists_or_files(spy: Spy) -> None:
    log_in_wrongly_and_change_the_password(spy)
    make_users_and_tokens(spy)
    save_credentials(spy)
    save_destinations(spy)
    simulator, receiver = serve(spy)
    ask_and_send(spy, simulator, receiver)
    notify_as_real_senders_do(spy, receiver)
    wait_for(lambda: spy.client.get("/api/traps/status").json()["drops"].get("wrong_digest", 0) > 1)
    wait_for(lambda: any(row["version"] == "3" for row in spy.client.get("/api/traps/").json()["data"]))
    wait_for(lambda: any(entry["attempts"] for entry in spy.client.get("/api/traps/outbox").json()["data"]))
    read_everything(spy)
    assert spy.server.process is not None
    lines = [(path / "cmdline").read_bytes() for path in processes_of(spy.server.process.pid)]
    assert len(lines) >= 3, "server, simulator and receiver run"
    places = {f"reply {number}": reply.encode() for number, reply in enumerate(spy.replies)}
    places |= {f"process {number}": line for number, line in enumerate(lines)}
    places |= files_below(spy.server.data_dir) | files_of_a_backup(spy)
    spy.server.end()
    places |= {f"{name} at rest": octets for name, octets in files_below(spy.server.data_dir).items()}
    places["log"] = spy.server.log.encode()
    searched = {secret: forms_of(secret) for secret in spy.secrets}
    searched |= {f"key of {password}": keys_of(password) for password in (USER_PASSWORD, PRIV_PASSWORD)}
    searched["key"] = {bytes.fromhex(KEY), KEY.lower().encode()}
    leaks = [
        f"{secret} in {place}: {octets[max(0, (at := octets.index(form)) - 80) : at + 120]!r}"
        for secret, forms in searched.items()
        for place, octets in places.items()
        for form in forms
        if form in octets
    ]
    assert not leaks, "\n".join(leaks)
    told = [place for place, octets in places.items() if SIMULATOR_COMMUNITY.encode() in octets]
    assert told
    assert not [place for place in told if place == "log" or place.startswith("process")]


def files_of_a_backup(spy: Spy) -> dict[str, bytes]:
    """What is in an archive of everything, but for the key itself; its name and headers are a reply like others."""
    octets = spy.client.get("/api/settings/backup").raise_for_status().content
    with tarfile.open(fileobj=io.BytesIO(octets)) as archive:
        files = {member.name: archive.extractfile(member) for member in archive if member.isfile()}
        return {
            f"backup {name}": name.encode() + file.read()
            for name, file in files.items()
            if file is not None and not name.endswith("credentials.key")
        }


def files_below(folder: Path) -> dict[str, bytes]:
    """All files but the key itself; the MIB library is the same everywhere."""
    found = {}
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "library"]
        for name in names:
            if name != "credentials.key":
                found[f"file {name}"] = Path(root, name).read_bytes()
    return found
