"""What a hostile or unlucky client can do to the MIB library, against the running server: one clear error each."""

from __future__ import annotations

import http.client
import io
import os
import random
import signal
import socket
import tarfile
import threading
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.contract.mib_texts import files, mib, zipped
from tests.contract.served import Server
from tests.contract.snmp_storm import storm


@pytest.fixture(scope="module")
def user(shared_server: Server) -> Iterator[httpx.Client]:
    with shared_server.client(shared_server.login()) as client:
        while client.get("/api/mibs/status").json()["building"]:
            time.sleep(0.05)
        yield client


@pytest.fixture
def unchanged(shared_server: Server, user: httpx.Client) -> Iterator[None]:
    """After the test the library and its folders are as before."""
    before = user.get("/api/mibs/status").json()
    yield
    assert user.get("/api/mibs/status").json() == before
    for folder in ("mibs", "uploads"):
        place = shared_server.data_dir / folder
        assert not place.exists() or list(place.iterdir()) == []


def send(user: httpx.Client, *pairs: tuple[str, bytes]) -> tuple[int, str, str]:
    reply = user.post("/api/mibs/upload", files=files(*pairs))
    problem = reply.json()
    return reply.status_code, problem.get("code", ""), problem.get("detail", "")


def bomb() -> bytes:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("ACME-MIB", "w", force_zip64=False) as file,
    ):
        for _ in range(64):
            file.write(b" " * (1 << 20))
    return made.getvalue()


def tar_with(name: str, kind: bytes = tarfile.REGTYPE) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
    return made.getvalue()


HOSTILE = {
    "random octets": ("x.mib", random.Random(1).randbytes(10_000), "upload_refused", "binary data"),
    "a PDF": ("x.mib", b"%PDF-1.7\n" + bytes(1000), "upload_refused", "a PDF document"),
    "a web page": ("x.mib", b"<html><body>Not found</body></html>", "upload_refused", "a web page"),
    "nothing": ("x.mib", b"", "upload_refused", "empty"),
    "prose": ("x.mib", b"Please find the MIB attached.", "upload_refused", "No module begins"),
    "50 MB": ("x.mib", b"-- filler\n" * (5 << 20), "upload_refused", "larger than 32 MB"),
    "a path": ("../../x.mib", mib("ACME-MIB"), "file_name_refused", "path"),
    "an absolute path": ("/etc/x.mib", mib("ACME-MIB"), "file_name_refused", "path"),
    "an at sign": ("x@y.mib", mib("ACME-MIB"), "file_name_refused", "'@'"),
    "a reserved name": ("NUL.mib", mib("ACME-MIB"), "file_name_refused", "reserved"),
    "a long name": ("x" * 300, mib("ACME-MIB"), "file_name_refused", "128 characters"),
    "a hidden name": (".bashrc", mib("ACME-MIB"), "file_name_refused", "dot"),
    "a zip bomb": ("x.zip", bomb(), "upload_refused", "100 times"),
    "a zip with a path": ("x.zip", zipped({"../../x.mib": mib("ACME-MIB")}), "upload_refused", "points out"),
    "a tar with a path": ("x.tgz", tar_with("/etc/x.mib"), "upload_refused", "absolute"),
    "a tar with a link": ("x.tgz", tar_with("ACME-MIB", tarfile.SYMTYPE), "upload_refused", "a link"),
    "a tar with a device": ("x.tgz", tar_with("ACME-MIB", tarfile.CHRTYPE), "upload_refused", "no plain file"),
    "half a zip": ("x.zip", zipped({"ACME-MIB": mib("ACME-MIB")})[:60], "upload_refused", "damaged"),
    "a zip without MIBs": ("x.zip", zipped({"README": b"nothing"}), "upload_refused", "no MIB in this archive"),
    "zips in zips": (
        "x.zip",
        zipped({"a.zip": zipped({"b.zip": zipped({"ACME-MIB": mib("ACME-MIB")})})}),
        "upload_refused",
        "2 deep",
    ),
}


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("what", HOSTILE)
def test_each_hostile_file_gives_one_clear_error(user: httpx.Client, what: str) -> None:
    name, octets, code, words = HOSTILE[what]
    status, found, detail = send(user, (name, octets))
    assert (status, found) == (422, code)
    assert words in detail


@pytest.mark.usefixtures("unchanged")
def test_a_body_that_is_no_form_is_refused(user: httpx.Client) -> None:
    form = {"content-type": "multipart/form-data; boundary=x"}
    for headers, body, status, code in (
        ({"content-type": "application/json"}, b"{}", 415, "unsupported_media_type"),
        ({"content-type": "text/plain"}, b"x", 415, "unsupported_media_type"),
        ({"content-type": "multipart/form-data"}, b"x", 422, "malformed_upload"),
        (form, b"nonsense", 422, "malformed_upload"),
        (
            form,
            b'--x\r\nContent-Disposition: form-data; name="files"; filename="A"\r\n\r\nhalf',
            422,
            "malformed_upload",
        ),
        (form, b'--x\r\nContent-Disposition: form-data; name="files"\r\n\r\nA\r\n--x--\r\n', 422, "malformed_upload"),
        (
            form,
            b'--x\r\nContent-Disposition: form-data; name="other"; filename="A"\r\n\r\nA\r\n--x--\r\n',
            422,
            "malformed_upload",
        ),
        (form, b"--x--\r\n", 422, "malformed_upload"),
        ({**form, "content-encoding": "gzip"}, b"x", 415, "unsupported_media_type"),
        (form, b"--x\r\n" + b"X: y\r\n" * 1000, 422, "malformed_upload"),
    ):
        reply = user.post("/api/mibs/upload", content=body, headers=headers)
        assert (reply.status_code, reply.json()["code"]) == (status, code), body[:80]
    assert user.post("/api/mibs/upload").status_code in (415, 422)


@pytest.mark.fault("Uploads had no limit")
@pytest.mark.usefixtures("unchanged")
def test_more_than_an_upload_may_have_is_refused_before_it_is_sent(shared_server: Server, user: httpx.Client) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", shared_server.port, timeout=10)
    connection.putrequest("POST", "/api/mibs/upload")
    connection.putheader("X-Auth-Token", user.headers["X-Auth-Token"])
    connection.putheader("Content-Type", "multipart/form-data; boundary=x")
    connection.putheader("Content-Length", str(10 << 30))
    connection.endheaders()
    reply = connection.getresponse()
    assert reply.status == 413
    connection.close()


@pytest.mark.usefixtures("unchanged")
def test_a_client_that_goes_away_in_the_middle_leaves_nothing(shared_server: Server, user: httpx.Client) -> None:
    head = (
        "POST /api/mibs/upload HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"X-Auth-Token: {user.headers['X-Auth-Token']}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n"
        '--x\r\nContent-Disposition: form-data; name="files"; filename="ACME-MIB"\r\n\r\nACME'
    )
    with socket.create_connection(("127.0.0.1", shared_server.port), timeout=5) as connection:
        connection.sendall(head.encode())
        time.sleep(0.3)
        assert any((shared_server.data_dir / "uploads").iterdir())
    deadline = time.monotonic() + 5
    while any((shared_server.data_dir / "uploads").iterdir()):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_same_file_from_many_at_once_is_stored_once(server: Server) -> None:
    with server.client(server.login()) as client:

        def upload(_: int) -> int:
            return client.post("/api/mibs/upload", files=files(("ACME-MIB", mib("ACME-MIB")))).status_code

        with ThreadPoolExecutor(6) as pool:
            codes = sorted(pool.map(upload, range(6)))
        assert codes.count(200) == 1
        assert set(codes) <= {200, 409, 429}
        assert client.get("/api/mibs/list").json()["mibs"] == ["ACME-MIB"]


def test_uploads_and_deletions_at_the_same_time_end_in_order(server: Server) -> None:
    with server.client(server.login()) as client:

        def change(number: int) -> int:
            if number % 2:
                return client.delete("/api/mibs/ACME-MIB").status_code
            return client.post(
                "/api/mibs/upload", params={"replace": "true"}, files=files(("ACME-MIB", mib("ACME-MIB")))
            ).status_code

        with ThreadPoolExecutor(4) as pool:
            codes = list(pool.map(change, range(8)))
        assert set(codes) <= {200, 404, 429}
        stored = [place.name for place in (server.data_dir / "mibs").iterdir()]
        listed = client.get("/api/mibs/list").json()["mibs"]
        known = client.get("/api/mibs/resolve", params={"oid": "acmeValue.0"}).status_code
        assert stored == listed
        assert known == (200 if stored else 404)


def builder_of(server: Server) -> int | None:
    assert server.process is not None
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    for pid in children:
        if b"trishul.library.builder" in Path(f"/proc/{pid}/cmdline").read_bytes():
            return int(pid)
    return None


def test_a_builder_that_is_killed_costs_the_upload_and_nothing_else(server: Server) -> None:
    with server.client(server.login()) as client:
        while (before := client.get("/api/mibs/status").json())["building"]:
            time.sleep(0.05)
        killed = threading.Event()

        def kill() -> None:
            while not killed.is_set():
                pid = builder_of(server)
                if pid is not None:
                    os.kill(pid, signal.SIGKILL)
                    killed.set()

        killer = threading.Thread(target=kill)
        killer.start()
        reply = client.post("/api/mibs/upload", files=files(("ACME-MIB", mib("ACME-MIB"))))
        killed.set()
        killer.join()
        assert (reply.status_code, reply.json()["code"]) == (503, "library_build_failed")
        after = client.get("/api/mibs/status").json()
        assert (after["loaded"], after["mibs"]) == (before["loaded"], before["mibs"])
        assert "signal 9" in after["problem"]
        assert list((server.data_dir / "mibs").iterdir()) == []
        again = client.post("/api/mibs/upload", files=files(("ACME-MIB", mib("ACME-MIB"))))
        assert again.status_code == 200
        assert client.get("/api/mibs/status").json()["problem"] is None


def test_a_server_that_is_killed_during_an_upload_takes_it_back_at_its_next_start(server: Server) -> None:
    with server.client(server.login()) as client:
        while client.get("/api/mibs/status").json()["building"]:
            time.sleep(0.05)

        def send_in_vain() -> None:
            with suppress(httpx.HTTPError):
                client.post("/api/mibs/upload", files=files(("ACME-MIB", mib("ACME-MIB"))))

        sending = threading.Thread(target=send_in_vain)
        sending.start()
        deadline = time.monotonic() + 10
        while builder_of(server) is None and time.monotonic() < deadline:
            time.sleep(0.001)
        server.end(9)
        sending.join()
    server.start()
    assert list((server.data_dir / "mibs").iterdir()) == []
    assert list((server.data_dir / "uploads").iterdir()) == []


def test_no_request_is_lost_while_the_library_changes(server: Server) -> None:
    """10,000 GETs through the worker while uploads replace the index under it."""
    with server.client(server.login()) as client:
        port = client.post("/api/simulator/start").json()["port"]
        changing = threading.Event()

        def change() -> None:
            for traps in range(1, 50):
                if changing.is_set():
                    return
                client.post(
                    "/api/mibs/upload",
                    params={"replace": "true"},
                    files=files(("ACME-MIB", mib("ACME-MIB", traps=traps))),
                )

        changer = threading.Thread(target=change)
        changer.start()
        answered = storm(port, 10_000)
        changing.set()
        changer.join()
        assert client.get("/api/stats/mibs").json()["upload_count"] >= 1
    assert answered == 10_000
