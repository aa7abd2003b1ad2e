"""`make soak`: mixed load for SOAK_SECONDS (600), then: is memory flat, does anything leak, does the ledger add up?

The load is what a busy workbench has at once: notifications, requests to the simulator, walks, uploads, sockets that
come and go, sessions that begin and end, and a browser with the page open where one is installed. The first quarter of
the time warms up; the last one is judged by the second. Prints a table; the exit code says whether all held.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench import clients, mixed_load, product
from bench.processes import free_udp_port, role_of
from bench.watched import pss_octets

_TRAPS_PER_S = 200
_SAMPLE_EVERY_S = 2.0
_QUIET_S = 2.0
_PATIENCE_S = 60.0
_SLACK_SHARE, _SLACK_OCTETS = 0.1, 16 << 20
"""Memory that may come and go: allocators and SQLite's caches are not empty after a warm-up."""
_SLACK_COUNT = 6
"""Descriptors, threads and tasks of work that is just being done."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One process, or all of one role, at one moment."""

    at_s: float
    role: str
    pss_octets: int
    descriptors: int
    threads: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line of the table."""

    what: str
    before: float
    after: float
    unit: str
    has_held: bool


def main() -> int:
    """Runs the load, judges, prints."""
    seconds = float(os.environ.get("SOAK_SECONDS") or 600)
    with tempfile.TemporaryDirectory(prefix="trishul-soak-") as folder:
        verdicts, load = _soak(Path(folder), seconds)
    width = max(len(verdict.what) for verdict in verdicts)
    print(f"{'after ' + f'{seconds:,.0f} s of mixed load':{width}}  {'before':>12} {'at the end':>12}")
    for verdict in verdicts:
        state = "held" if verdict.has_held else "FAILED"
        print(f"{verdict.what:{width}}  {verdict.before:12,.1f} {verdict.after:12,.1f} {verdict.unit:4} {state}")
    print("done: " + ", ".join(f"{count:,} {name}" for name, count in sorted(load.done.items())))
    for failure, count in load.failures.items():
        print(f"{count} times {failure}")
    return 0 if all(verdict.has_held for verdict in verdicts) else 1


def _soak(folder: Path, seconds: float) -> tuple[list[Verdict], mixed_load.MixedLoad]:
    trap_port, agent_port = free_udp_port(), free_udp_port()
    workbench = product.start_workbench(folder)
    with workbench.server:
        workbench.call("POST", "/api/traps/start", {"port": trap_port, "community": "public"})
        workbench.call("POST", "/api/simulator/start", {"port": agent_port, "community": "public"})
        load = _load(workbench, agent_port)
        flood = clients.start_flood(trap_port, _TRAPS_PER_S, round(_TRAPS_PER_S * seconds), hosts=20)
        with _browser(workbench), load:
            samples = list(_samples(workbench, seconds))
        sent = clients.flood_result(flood, _PATIENCE_S).sent
        verdicts = [*_flatness(samples), *_ledger(workbench, sent)]
    log = (folder / "log").read_text(errors="replace")
    verdicts.append(Verdict("stack traces in the log", 0, log.count("Traceback"), "", "Traceback" not in log))
    verdicts.append(Verdict("failures of the load", 0, load.failures.total(), "", not load.failures))
    return verdicts, load


def _load(workbench: product.Workbench, agent_port: int) -> mixed_load.MixedLoad:
    load = mixed_load.MixedLoad(workbench)
    load.add("walks", 0.5, mixed_load.walk_of(agent_port, "1.3.6.1"))
    load.add("bursts of requests", 1.0, mixed_load.requests_to(agent_port, 0.2))
    load.add("uploads", 5.0, mixed_load.upload_of(mixed_load.modules(5, 20)))
    load.add("sessions", 5.0, _log_in_and_out)
    load.add("pages of notifications", 0.5, lambda client: _ask(client, "/api/traps/?limit=100"))
    load.add("scrapes", 5.0, lambda client: _ask(client, "/metrics"))
    for _ in range(3):
        load.add_watcher()
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
            browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        except Error:
            print("no browser: none is installed", file=sys.stderr)
            yield
            return
        page = browser.new_page(base_url=workbench.url)
        page.add_init_script(f"sessionStorage.setItem('snmp_token', {workbench.token!r})")
        page.goto("/#traps")
        yield
        browser.close()


_BROWSERS = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser")


def _samples(workbench: product.Workbench, seconds: float) -> Iterator[Sample]:
    """All processes of the server, by role, until the time is over."""
    began = time.monotonic()
    while (at_s := time.monotonic() - began) < seconds:
        pids = [pid for pid in workbench.server.cpu_s() if role_of(pid) != "builder"]
        for role in {role_of(pid) for pid in pids} & {"server", "simulator", "receiver"}:
            own = [pid for pid in pids if role_of(pid) == role]
            yield Sample(
                at_s,
                role,
                sum(map(pss_octets, own)),
                sum(_entries(pid, "fd") for pid in own),
                sum(_entries(pid, "task") for pid in own),
            )
        time.sleep(_SAMPLE_EVERY_S)


def _entries(pid: int, folder: str) -> int:
    try:
        return sum(1 for _ in Path(f"/proc/{pid}/{folder}").iterdir())
    except OSError:  # it ended meanwhile
        return 0


def _flatness(samples: list[Sample]) -> Iterator[Verdict]:
    """The last quarter of the time against the second one; the first is the warm-up."""
    ends_at = samples[-1].at_s
    for role in sorted({sample.role for sample in samples}):
        own = [sample for sample in samples if sample.role == role]
        second = [sample for sample in own if 0.25 <= sample.at_s / ends_at < 0.5]
        last = [sample for sample in own if sample.at_s / ends_at >= 0.75]
        before, after = (statistics.median(sample.pss_octets for sample in part) for part in (second, last))
        allowed = before * (1 + _SLACK_SHARE) + _SLACK_OCTETS
        yield Verdict(f"memory of the {role}", before / 2**20, after / 2**20, "MB", after <= allowed)
        for name in ("descriptors", "threads"):
            before, after = (statistics.median(getattr(sample, name) for sample in part) for part in (second, last))
            yield Verdict(f"{name} of the {role}", before, after, "", after <= before + _SLACK_COUNT)


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
