"""The table of metrics, and families made by it."""

from __future__ import annotations

import pytest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from trishul.web.metric_families import METRICS, family


def test_a_family_has_the_kind_and_the_words_of_the_table() -> None:
    waiting = family("trishul_notifications_waiting", 3)
    assert isinstance(waiting, GaugeMetricFamily)
    assert waiting.documentation == METRICS["trishul_notifications_waiting"].meaning
    assert [sample.value for sample in waiting.samples] == [3]
    dropped = family("trishul_datagrams_dropped")
    assert isinstance(dropped, CounterMetricFamily)
    dropped.add_metric(["traps", "malformed"], 1)
    assert dropped.samples[0].labels == {"service": "traps", "reason": "malformed"}


def test_a_name_that_is_not_in_the_table_is_refused() -> None:
    with pytest.raises(KeyError):
        family("trishul_secret_number", 1)


def test_a_counter_is_exposed_with_its_ending_once() -> None:
    assert METRICS["trishul_traps_traps_sent_total"].exposed_name == "trishul_traps_traps_sent_total"
    assert METRICS["trishul_mibs_reload_count"].exposed_name == "trishul_mibs_reload_count_total"
    assert METRICS["trishul_sessions"].exposed_name == "trishul_sessions"
