"""Faults of the predecessor in MIBs that no other test shows to be gone: one module is uploaded and looked at."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.contract.mib_texts import files, mib, zipped
from tests.contract.served import READY_WITHIN_S, Server, Socket

ROOT = "1.3.6.1.4.1.99999"
TABLE = """
acmeTable OBJECT-TYPE SYNTAX SEQUENCE OF AcmeEntry MAX-ACCESS not-accessible STATUS current
  DESCRIPTION "Who talks to whom." ::= { acme 2 }
acmeEntry OBJECT-TYPE SYNTAX AcmeEntry MAX-ACCESS not-accessible STATUS current
  DESCRIPTION "One of them." INDEX { acmeHost, acmeName, acmePort } ::= { acmeTable 1 }
AcmeEntry ::= SEQUENCE { acmeHost IpAddress, acmeName OCTET STRING, acmePort Integer32, acmeSpeed Integer32 }
acmeHost OBJECT-TYPE SYNTAX IpAddress MAX-ACCESS not-accessible STATUS current DESCRIPTION "Host." ::= { acmeEntry 1 }
acmeName OBJECT-TYPE SYNTAX OCTET STRING (SIZE (0..32)) MAX-ACCESS not-accessible STATUS current
  DESCRIPTION "Name." ::= { acmeEntry 2 }
acmePort OBJECT-TYPE SYNTAX Integer32 MAX-ACCESS not-accessible STATUS current DESCRIPTION "Port." ::= { acmeEntry 3 }
acmeSpeed OBJECT-TYPE SYNTAX Integer32 MAX-ACCESS read-only STATUS current DESCRIPTION "Speed." ::= { acmeEntry 4 }
"""
SPEED = f"{ROOT}.2.1.4.192.0.2.1.3.97.98.99.7"
"""acmeSpeed of the host 192.0.2.1, the name abc with its length in front, and port 7."""

BLOCKED_S = 6.0


@pytest.fixture(scope="module")
def acme(client: httpx.Client) -> httpx.Client:
    """The session, with the module uploaded."""
    text = mib("ACME-MIB", imports="IpAddress FROM SNMPv2-SMI", extra=TABLE)
    uploaded = client.post("/api/mibs/upload", files=files(("acme.txt", text))).raise_for_status().json()
    assert [each["status"] for each in uploaded["results"]] == ["loaded"]
    return client


@pytest.mark.fault("Uploaded MIBs never compiled")
def test_an_uploaded_mib_names_its_objects(acme: httpx.Client) -> None:
    found = acme.get("/api/mibs/resolve", params={"oid": f"{ROOT}.1.0"}).json()
    assert found["name"] == "ACME-MIB::acmeValue.0"


@pytest.mark.fault("Descriptions were empty")
def test_a_node_has_its_description(acme: httpx.Client) -> None:
    for name, text in (("acmeValue", "A value for tests."), ("acmeTrap1", "Trap 1."), ("acmeEntry", "One of them.")):
        assert acme.get(f"/api/mibs/browse/node/{name}").json()["node"]["description"] == text


@pytest.mark.fault("Notifications under {module 0} were missing from the tree")
def test_a_notification_under_module_0_is_in_the_tree(acme: httpx.Client) -> None:
    tree = acme.get("/api/mibs/browse/tree/oid", params={"root_oid": f"{ROOT}.0", "module": "ACME-MIB"}).json()
    assert [(each["oid"], each["name"], each["type"]) for each in tree["children"]] == [
        (f"{ROOT}.0.1", "acmeTrap1", "notification")
    ]


@pytest.mark.fault("Indexes of several parts were not resolved")
def test_an_index_of_several_parts_is_resolved_and_read_back(acme: httpx.Client) -> None:
    found = acme.get("/api/mibs/resolve", params={"oid": SPEED}).json()
    assert found["name"] == 'ACME-MIB::acmeSpeed.192.0.2.1."abc".7'
    back = acme.get("/api/mibs/resolve", params={"oid": found["name"], "mode": "numeric"}).json()
    assert back["oid"] == SPEED


@pytest.mark.fault("Validation named the wrong files")
def test_validation_tells_of_each_file_what_is_in_it(client: httpx.Client) -> None:
    batch = files(
        ("z.txt", mib("ALPHA-MIB", 99991)),
        ("a.txt", b"This is prose."),
        ("ALPHA-MIB.my", mib("ZULU-MIB", 99992, imports="x FROM NOWHERE-MIB")),
    )
    found = client.post("/api/mibs/validate-batch", files=batch).json()["files"]
    assert [(each["filename"], each["mib_name"], each["valid"], each["missing_deps"]) for each in found] == [
        ("z.txt", "ALPHA-MIB", True, []),
        ("a.txt", "", False, []),
        ("ALPHA-MIB.my", "ZULU-MIB", True, ["NOWHERE-MIB"]),
    ]


@pytest.mark.fault("A search without hits showed everything")
def test_a_search_without_hits_is_empty(client: httpx.Client) -> None:
    for query, is_there in (("ifDescr", True), ("nothingOfThisName", False)):
        found = client.get("/api/mibs/browse/search", params={"query": query}).json()
        assert bool(found["results"]) is is_there
    for path in ("objects", "traps", "diagnostics"):
        assert client.get(f"/api/mibs/{path}", params={"module": "NOTHING-MIB"}).status_code == 404


@pytest.mark.fault("The event loop was blocked for six seconds during an upload")
def test_others_are_answered_while_many_mibs_are_uploaded(server: Server, client: httpx.Client) -> None:
    archive = zipped({f"M{number}-MIB": mib(f"M{number}-MIB", 10_000 + number, traps=20) for number in range(50)})
    token = client.headers["X-Auth-Token"]
    uploads: list[int] = []

    def upload() -> None:
        with server.client(token) as other:
            other.timeout = None
            uploads.append(other.post("/api/mibs/upload", files=files(("many.zip", archive))).status_code)

    with server.socket(token, max_queue=None, ping_interval=None) as page, server.client() as stranger:
        page.frame_of("full_state")
        loop = LoopWatch(server, page)
        uploading = threading.Thread(target=upload)
        uploading.start()
        assert stranger.get("/api/health").status_code == 200
        while uploading.is_alive():
            loop.ask()
            uploading.join(0.01)
    assert uploads == [200]
    assert loop.longest_s < BLOCKED_S / 2, "somebody held the event loop"


class LoopWatch:
    """How long the event loop of a server took at most to answer a ping, which nobody but the loop answers.

    What its thread and ours waited for a processor is left out (proc(5), `schedstat`): that is the machine's business,
    so a loop that is held is seen beside any load, and load alone is not.
    """

    def __init__(self, server: Server, page: Socket) -> None:
        assert server.process is not None
        self.longest_s = 0.0
        self._page = page
        self._threads = (int(server.process.pid or 0), threading.get_native_id())

    def ask(self) -> None:
        """One more ping, and how long that took."""
        began_at, waited_s = time.monotonic(), self._waited_s()
        assert self._page.connection.ping().wait(READY_WITHIN_S)
        self.longest_s = max(self.longest_s, time.monotonic() - began_at - (self._waited_s() - waited_s))

    def _waited_s(self) -> float:
        delays = (Path(f"/proc/{thread}/schedstat").read_text().split()[1] for thread in self._threads)
        return sum(map(int, delays)) / 1e9
