"""`/metrics`: numbers for Prometheus.

Who may read: a scraper on this host (a loopback peer whose request came through no proxy) without more ado, everybody
else with a session's token as `Authorization: Bearer`. The numbers hold no community, address or name.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Iterator, Mapping

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from trishul.services.about import about
from trishul.services.drops import DropsOverview
from trishul.services.workbench import Workbench
from trishul.web.authentication import WorkbenchOfRequest, token_of
from trishul.web.live import Live
from trishul.web.metric_families import family
from trishul.web.open_connections import OpenConnections
from trishul.web.problems import problem

router = APIRouter()

_PROXY_HEADERS = ("forwarded", "x-forwarded-for", "via")


@router.get("/metrics", include_in_schema=False)
async def read_metrics(request: Request, workbench: WorkbenchOfRequest) -> Response:
    """All numbers in Prometheus' text format."""
    if not _is_local(request):
        token = token_of(request.scope)
        if not token or workbench.callers.use(token) is None:
            detail = "Metrics are given to a scraper on this host, or to a session's token as Authorization: Bearer."
            return problem("not_authenticated", detail, headers={"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_WorkbenchNumbers(workbench, request.app.state.live, request.app.state.open_connections))
    return Response(generate_latest(registry), headers={"content-type": CONTENT_TYPE_LATEST})


def _is_local(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in _PROXY_HEADERS):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _drops(overviews: Mapping[str, DropsOverview]) -> Iterator[Metric]:
    """Every reason of every service from the start, so that a rate can be taken of the first drop too."""
    received = family("trishul_datagrams_received")
    drops, last = family("trishul_datagrams_dropped"), family("trishul_datagrams_dropped_last_seconds")
    for service, overview in overviews.items():
        received.add_metric([service], overview.ledger.received)
        for summary in overview.data:
            drops.add_metric([service, summary.reason], summary.count)
            last.add_metric([service, summary.reason], summary.last_at or 0)
    yield from (received, drops, last)


class _WorkbenchNumbers(Collector):
    """Reads everything at scrape time."""

    def __init__(self, workbench: Workbench, live: Live, open_connections: OpenConnections) -> None:
        self._workbench = workbench
        self._live = live
        self._open_connections = open_connections

    def collect(self) -> Iterator[Metric]:
        info = family("trishul_info")
        info.add_metric([about().version], 1)
        yield info
        yield from self._saved_counters()
        yield from self._services()
        yield from self._library()
        yield from self._outbox()
        yield from self._sockets()
        yield family("trishul_asyncio_tasks", len(asyncio.all_tasks()))

    def _library(self) -> Iterator[Metric]:
        mibs = self._workbench.mibs
        numbers = mibs.status()
        modules = family("trishul_mib_modules")
        modules.add_metric(["loaded"], numbers.loaded)
        modules.add_metric(["failed"], numbers.failed)
        yield modules
        yield family("trishul_mib_notifications", numbers.traps_available)
        yield family("trishul_mib_index_bytes", mibs.index_bytes)
        yield family("trishul_mib_building", float(mibs.is_building))

    def _saved_counters(self) -> Iterator[Metric]:
        for module, values in self._workbench.counters.snapshot().items():
            yield from (family(f"trishul_{module}_{name}", value) for name, value in values.items())

    def _services(self) -> Iterator[Metric]:
        simulator, traps = self._workbench.simulator, self._workbench.traps
        running, open_now = family("trishul_service_running"), family("trishul_tcp_connections")
        accepted = family("trishul_tcp_connections_accepted")
        for name, status in (("simulator", simulator.status()), ("traps", traps.status())):
            running.add_metric([name], float(status.running))
            open_now.add_metric([name], status.connections)
            accepted.add_metric([name], status.connections_total)
        yield from (running, open_now, accepted)
        yield from _drops({"simulator": simulator.drops(), "traps": traps.drops()})
        now = traps.status()
        yield family("trishul_notifications_waiting", now.waiting)
        yield family("trishul_notifications_pruned", now.pruned)

    def _outbox(self) -> Iterator[Metric]:
        totals = list(self._workbench.forwarding.totals.values())
        yield family("trishul_outbox_waiting", sum(each.waiting for each in totals))
        yield family("trishul_outbox_delivered", sum(each.delivered for each in totals))
        yield family("trishul_outbox_failed", sum(each.failed for each in totals))
        yield family("trishul_outbox_refused", sum(each.refused for each in totals))

    def _sockets(self) -> Iterator[Metric]:
        live = self._live
        yield family("trishul_sessions", len(self._workbench.sessions))
        yield family("trishul_http_connections_refused", self._open_connections.refused)
        yield family("trishul_websocket_clients", len(live))
        yield family("trishul_websocket_frames_queued", live.frames_queued)
        yield family("trishul_websocket_frames_missed", live.frames_missed)
        yield family("trishul_websocket_clients_dropped", live.clients_dropped)
        yield family("trishul_websocket_traps_skipped", live.traps_skipped)
        yield family("trishul_counter_saves_failed", self._workbench.counters.failed_saves)
