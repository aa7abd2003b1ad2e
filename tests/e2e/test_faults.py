"""What a page says of a server that is started anew in a form, of a locked database, and of a worker that is killed."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import time

from playwright.sync_api import expect

from tests.contract.served import DATABASE, PATIENCE_S
from tests.e2e.pages import Workbench

KILLS = 3
"""Behind the last of them two seconds pass before a new one is started."""


def test_edits_outlive_a_restart_of_the_server_and_the_page_says_what_happened(workbench: Workbench) -> None:
    page, server = workbench.page, workbench.server
    workbench.go("settings")
    workbench.go("settings?tab=addresses")
    field = page.get_by_label("Receiver of notifications")
    field.fill("127.0.0.1:0")
    port = server.port
    server.end()
    expect(page.get_by_text("No live connection since")).to_be_visible()
    server.start(port=port)
    workbench.expect_dot("online", timeout_s=35)
    expect(page.get_by_text("No live connection since")).to_have_count(0)
    expect(field).to_have_value("127.0.0.1:0")
    page.get_by_role("button", name="Save settings").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    with server.client(server.login()) as client:
        assert client.get("/api/settings/app").json()["receiver_address"] == "127.0.0.1:0"


def test_a_locked_database_is_told_in_the_form_with_what_to_do_and_the_form_saves_afterwards(
    workbench: Workbench,
) -> None:
    page, server = workbench.page, workbench.server
    workbench.go("settings")
    workbench.go("settings?tab=addresses")
    field, save = page.get_by_label("Receiver of notifications"), page.get_by_role("button", name="Save settings")
    field.fill("127.0.0.2:0")
    with contextlib.closing(sqlite3.connect(server.data_dir / DATABASE, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        save.click()
        page.get_by_text("Another program holds it: end what it does, or wait, and try again.").wait_for()
        holder.execute("ROLLBACK")
    expect(field).to_have_value("127.0.0.2:0")
    save.click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()


def test_a_killed_worker_and_its_next_start_are_told_where_it_is_controlled(workbench: Workbench) -> None:
    page, server = workbench.page, workbench.server
    workbench.go("traps")
    with server.client(server.login()) as client:
        pid = client.post("/api/traps/start").json()["pid"]
        for kill in range(KILLS):
            os.kill(pid, signal.SIGKILL)
            if kill == KILLS - 1:
                page.get_by_text("ended by SIGKILL; it is started again in 2 s").first.wait_for()
            deadline = time.monotonic() + PATIENCE_S
            while (now := client.get("/api/traps/status").json())["pid"] in {pid, None}:
                assert time.monotonic() < deadline
                time.sleep(0.05)
            pid = now["pid"]
        expect(page.get_by_text("it is started again")).to_have_count(0)
        client.post("/api/traps/stop")
