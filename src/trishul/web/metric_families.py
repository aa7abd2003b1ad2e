"""The metrics of `/metrics` as a table: name, kind, labels and meaning of each.

The route, the documentation and the check of the sample Grafana board read it. Does not own the values.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from trishul.services.counters import COUNTER_NAMES

# Counters of contract §3 that follow a state; all others only grow.
_STATES = frozenset({"oids_loaded", "last_request_at"})


class MetricDescription(NamedTuple):
    """One metric."""

    name: str
    """As it is registered; a counter is exposed with `_total` behind it."""
    kind: Literal["counter", "gauge"]
    meaning: str
    labels: tuple[str, ...] = ()

    @property
    def exposed_name(self) -> str:
        """As Prometheus stores it."""
        return f"{self.name.removesuffix('_total')}_total" if self.kind == "counter" else self.name


def _saved_counters() -> tuple[MetricDescription, ...]:
    return tuple(
        MetricDescription(f"trishul_{module}_{name}", "gauge" if name in _STATES else "counter", meaning)
        for module, names in COUNTER_NAMES.items()
        for name, meaning in names.items()
    )


_DESCRIPTIONS = (
    MetricDescription("trishul_info", "gauge", "Version of this server", ("version",)),
    *_saved_counters(),
    MetricDescription("trishul_service_running", "gauge", "1 while the service answers", ("service",)),
    MetricDescription("trishul_tcp_connections", "gauge", "SNMP connections over TCP now", ("service",)),
    MetricDescription("trishul_tcp_connections_accepted", "counter", "SNMP connections over TCP so far", ("service",)),
    MetricDescription("trishul_datagrams_received", "counter", "Datagrams taken from the socket", ("service",)),
    MetricDescription("trishul_datagrams_dropped", "counter", "Datagrams not served", ("service", "reason")),
    MetricDescription(
        "trishul_datagrams_dropped_last_seconds", "gauge", "Unix time of the last drop, or 0", ("service", "reason")
    ),
    MetricDescription("trishul_notifications_waiting", "gauge", "Received and not yet stored"),
    MetricDescription("trishul_notifications_pruned", "counter", "Deleted by a limit of the policy"),
    MetricDescription("trishul_outbox_waiting", "gauge", "Notifications that are to be forwarded"),
    MetricDescription("trishul_outbox_delivered", "counter", "Forwarded notifications that arrived"),
    MetricDescription("trishul_outbox_failed", "counter", "Notifications that could not be forwarded for good"),
    MetricDescription("trishul_outbox_refused", "counter", "Not taken for forwarding because too many waited"),
    MetricDescription("trishul_mib_modules", "gauge", "MIB modules by state", ("state",)),
    MetricDescription("trishul_mib_notifications", "gauge", "Notifications that MIBs define"),
    MetricDescription("trishul_mib_index_bytes", "gauge", "Size of the MIB index"),
    MetricDescription("trishul_mib_building", "gauge", "1 while the MIB index is built"),
    MetricDescription("trishul_sessions", "gauge", "Live sessions"),
    MetricDescription("trishul_http_connections_refused", "counter", "Connections refused because too many were open"),
    MetricDescription("trishul_websocket_clients", "gauge", "Open WebSockets"),
    MetricDescription("trishul_websocket_frames_queued", "gauge", "Frames waiting"),
    MetricDescription("trishul_websocket_frames_missed", "counter", "Frames lost to slow clients"),
    MetricDescription("trishul_websocket_clients_dropped", "counter", "Clients cut off"),
    MetricDescription("trishul_websocket_traps_skipped", "counter", "Notifications stored and not pushed"),
    MetricDescription("trishul_asyncio_tasks", "gauge", "Tasks of the server's event loop"),
    MetricDescription("trishul_counter_saves_failed", "counter", "Failed saves of counters"),
)
METRICS: Mapping[str, MetricDescription] = MappingProxyType({each.name: each for each in _DESCRIPTIONS})
"""By the registered name."""

Family = CounterMetricFamily | GaugeMetricFamily


def family(name: str, value: float | None = None) -> Family:
    """A metric to be filled, or one with its only value; KeyError for a name that is not in the table."""
    described = METRICS[name]
    kind = CounterMetricFamily if described.kind == "counter" else GaugeMetricFamily
    return kind(name, described.meaning, value=value, labels=described.labels or None)
