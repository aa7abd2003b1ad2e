"""A backup of a running server, taken back: what was saved by then is there again, and one directory has one server."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from tests.contract.served import Server
from trishul.cli.backup import backup
from trishul.cli.restore import restore
from trishul.errors import TrishulError

MIB = b"""KEPT-MIB DEFINITIONS ::= BEGIN
IMPORTS enterprises FROM SNMPv2-SMI;
kept OBJECT IDENTIFIER ::= { enterprises 99999 }
END
"""


def run(command: object, *arguments: object) -> str:
    """What an administrator's command says, or the words of its error."""
    outcome = CliRunner().invoke(command, [str(each) for each in arguments])  # type: ignore[arg-type]
    return str(outcome.exception) if isinstance(outcome.exception, TrishulError) else outcome.output


def test_a_backup_of_a_running_server_comes_back_on_a_stopped_one(server: Server, tmp_path: Path) -> None:
    by_rest, by_command = tmp_path / "rest.tar.gz", tmp_path / "command.tar.gz"
    with server.client(server.login()) as client:
        community = {"name": "lab", "kind": "community", "community": "hidden-by-a-key"}
        assert client.post("/api/credentials", json=community).status_code == 201
        client.post("/api/mibs/upload", files={"files": ("KEPT-MIB.mib", MIB)}).raise_for_status()
        client.post("/api/settings/app", json={"kept_walks_days": 12}).raise_for_status()
        reply = client.get("/api/settings/backup")
        assert b"hidden-by-a-key" not in reply.content
        by_rest.write_bytes(reply.content)
        assert "files" in run(backup, by_command, "--data-dir", server.data_dir)
        client.post("/api/settings/app", json={"kept_walks_days": 13}).raise_for_status()
        client.delete("/api/mibs/KEPT-MIB.mib").raise_for_status()
        client.delete("/api/credentials/lab").raise_for_status()
        refused = run(restore, by_rest, "--data-dir", server.data_dir)
        assert f"used by another workbench (process {server.process.pid})" in refused  # type: ignore[union-attr]
    server.end()
    for archive in (by_rest, by_command):
        assert run(restore, archive, "--data-dir", server.data_dir).startswith("Restored")
    server.start()
    with server.client(server.login()) as client:
        assert client.get("/api/settings/app").json()["kept_walks_days"] == 12
        assert client.post("/api/mibs/reload").json()["status"] == "reloaded"
        assert client.get("/api/mibs/resolve", params={"oid": "KEPT-MIB::kept"}).json()["oid"] == "1.3.6.1.4.1.99999"
        (credential,) = client.get("/api/credentials").json()["data"]
        assert (credential["name"], credential["problem"]) == ("lab", None)
        assert "notices" not in client.get("/api/health").json()
