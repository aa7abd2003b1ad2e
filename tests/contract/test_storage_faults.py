"""A database that another program holds: said in words, over when it is over, and nothing acknowledged is lost."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import time

from tests.conftest import find_tool
from tests.contract.served import READY_WITHIN_S, Server

LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"


def test_what_was_acknowledged_while_the_database_was_locked_is_stored_afterwards(server: Server) -> None:
    with server.client(server.login()) as client:
        port = client.post("/api/traps/start").json()["port"]
        with contextlib.closing(sqlite3.connect(server.data_dir / "trishul.db", isolation_level=None)) as holder:
            holder.execute("BEGIN EXCLUSIVE")
            inform = [find_tool("snmpinform"), "-v2c", "-c", "public", "-t", "10", f"127.0.0.1:{port}", "", LINK_DOWN]
            subprocess.run(inform, check=True, capture_output=True, timeout=READY_WITHIN_S)
            # Each writer before it waits as long as SQLite does, one after the other.
            refused = client.post("/api/settings/app", json={"kept_walks_days": 12}, timeout=READY_WITHIN_S)
            assert (refused.status_code, refused.json()["code"]) == (503, "store_unavailable")
            assert "locked" in refused.json()["detail"]
            assert client.get("/api/health").json()["status"] == "ok"
            holder.execute("ROLLBACK")
        deadline = time.monotonic() + READY_WITHIN_S
        while not (rows := client.get("/api/traps/").json()["data"]) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert [row["trap_oid"] for row in rows] == [LINK_DOWN]
        assert client.post("/api/settings/app", json={"kept_walks_days": 12}).status_code == 200
    assert "Traceback" not in server.log
