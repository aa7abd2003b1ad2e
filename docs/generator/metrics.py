"""What `/metrics` tells Prometheus, from the table that it is written by."""

from __future__ import annotations

from docs.generator.markdown import cell, code, page, table
from trishul.web.metric_families import METRICS


def metrics_page() -> str:
    """Name, kind, labels and meaning of every metric."""
    rows = (
        (code(each.exposed_name), each.kind, " ".join(map(code, each.labels)), cell(each.meaning))
        for each in METRICS.values()
    )
    return page(
        "Metrics",
        "`GET /metrics` is in Prometheus' text format. A scraper on the same host needs no secret; all others send "
        "a session's "
        "token as `Authorization: Bearer`. How to scrape it, and a board for Grafana: "
        "[Install and operate](../guides/operate.md#prometheus-and-grafana).",
        table(("Metric", "Kind", "Labels", "Meaning"), rows),
    )
