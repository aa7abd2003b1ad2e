"""`make soak`: mixed load for SOAK_SECONDS (600), then: does anything leak, is memory flat, does the ledger add up?

The load is what a busy workbench has at once: notifications, requests to the simulator, walks, uploads, sockets that
come and go, sessions that begin and end, and a browser with the page open where one is installed. A quarter of the time
warms up; what the processes hold at rest after it is what they are judged by at the end. A slow machine does less in
that time and is judged by the same numbers. Prints a table; the exit code says whether all held.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx

from bench import clients, leaks, mixed_load, product
from bench.leaks import Verdict
from bench.processes import free_udp_port
from tests.standard_library import give_library

_TRAPS_PER_S = 200
_WARM_UP_SHARE = 0.25
_QUIET_S = 2.0
_PATIENCE_S = 120.0


class Soak:
    """One workbench, its load, and what was done."""

    def __init__(self, folder: Path) -> None:
        self.done: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()
        give_library(folder / "data")  # compiling it is no part of the load
        self.workbench = product.start_workbench(folder)
        self._log = folder / "log"
        self._trap_port, self._agent_port = free_udp_port(), free_udp_port()
        self._sent = 0

    def run(self, seconds: float) -> list[Verdict]:
        """Everything, to the end of the server."""
        workbench = self.workbench
        with workbench.server:
            workbench.call("POST", "/api/traps/start", {"port": self._trap_port, "community": "public"})
            workbench.call("POST", "/api/simulator/start", {"port": self._agent_port, "community": "public"})
            with _browser(workbench):
                self._put_load(seconds * _WARM_UP_SHARE)
                before = leaks.at_rest(workbench)
                self._put_load(seconds * (1 - _WARM_UP_SHARE))
                after = leaks.at_rest(workbench)
            verdicts = [*leaks.judge(before, after), *_ledger(workbench, self._sent)]
        traces = self._log.read_text(errors="replace").count("Traceback")
        verdicts.append(Verdict("stack traces in the log", 0, traces, "", not traces))
        verdicts.append(Verdict("failures of the load", 0, self.failures.total(), "", not self.failures))
        return verdicts

    def _put_load(self, seconds: float) -> None:
        load = _load(self.workbench, self._agent_port)
        flood = clients.start_flood(self._trap_port, _TRAPS_PER_S, round(_TRAPS_PER_S * seconds), hosts=20)
        with load:
            self._sent += clients.flood_result(flood, seconds + _PATIENCE_S).sent
        self.done += load.done
        self.failures += load.failures


def main() -> int:
    """Runs the load, judges, prints."""
    seconds = float(os.environ.get("SOAK_SECONDS") or 600)
    with tempfile.TemporaryDirectory(prefix="trishul-soak-") as folder:
        soak = Soak(Path(folder))
        verdicts = soak.run(seconds)
    width = max(len(verdict.what) for verdict in verdicts)
    print(f"{'after ' + f'{seconds:,.0f} s of mixed load':{width}}  {'warmed up':>12} {'at the end':>12}")
    for verdict in verdicts:
        state = "held" if verdict.has_held else "FAILED"
        print(f"{verdict.what:{width}}  {verdict.before:12,.1f} {verdict.after:12,.1f} {verdict.unit:4} {state}")
    print("done: " + ", ".join(f"{count:,} {name}" for name, count in sorted(soak.done.items())))
    for failure, count in soak.failures.items():
        print(f"{count} times {failure}")
    return 0 if all(verdict.has_held for verdict in verdicts) else 1


def _load(workbench: product.Workbench, agent_port: int) -> mixed_load.MixedLoad:
    load = mixed_load.MixedLoad(workbench)
    load.add("walks", 0.5, mixed_load.walk_of(agent_port, "1.3.6.1"))
    load.add("bursts of requests", 1.0, mixed_load.requests_to(agent_port, 0.2))
    load.add("uploads", 2.0, mixed_load.upload_of(mixed_load.modules(5, 20)))
    load.add("sessions", 1.0, _log_in_and_out)
    for _ in range(3):
        load.add("pages of notifications", 0.3, lambda client: _ask(client, "/api/traps/?limit=100"))
    load.add("scrapes", 2.0, lambda client: _ask(client, "/metrics"))
    for _ in range(3):
        load.add_watcher(renewed_every_s=3.0)
    return load


def _ask(client: httpx.Client, path: str) -> None:
    client.get(path).raise_for_status()


def _log_in_and_out(client: httpx.Client) -> None:
    begun = client.post("/api/settings/login", json={"username": "admin", "password": product.PASSWORD})
    token = begun.raise_for_status().json()["token"]
    client.post("/api/settings/logout", headers={"X-Auth-Token": token}).raise_for_status()


@contextlib.contextmanager
def _browser(workbench: product.Workbench) -> Iterator[None]:
    """Chromium on the list of notifications; without one the soak goes on and says so."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        found = next((path for path in _BROWSERS if Path(path).exists()), None)
        try:
            browser = playwright.chromium.launch(
                executable_path=found, args=["--no-sandbox"], timeout=_PATIENCE_S * 1000
            )
        except Error:
            print("no browser: none is installed", file=sys.stderr)
            yield
            return
        page = browser.new_page(base_url=workbench.url)
        page.set_default_timeout(_PATIENCE_S * 1000)
        page.add_init_script(f"sessionStorage.setItem('snmp_token', {workbench.token!r})")
        page.goto("/#traps")
        yield
        browser.close()


_BROWSERS = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser")


def _ledger(workbench: product.Workbench, sent: int) -> Iterator[Verdict]:
    """Once nothing moves any more every notification that was sent is in one place of it."""
    ledger = workbench.call("GET", "/api/traps/drops")["ledger"]
    ends_at = time.monotonic() + _PATIENCE_S
    while time.monotonic() < ends_at:
        time.sleep(_QUIET_S)
        ledger, last = workbench.call("GET", "/api/traps/drops")["ledger"], ledger
        if ledger == last:
            break
    accounted = ledger["received"] + ledger["kernel_drops"]
    yield Verdict("notifications sent and accounted for", sent, accounted, "", accounted == sent)
    yield Verdict("difference of the ledger", 0, ledger["difference"], "", not ledger["difference"])


if __name__ == "__main__":
    sys.exit(main())
