"""Every drop has a name: each reason is provoked with real datagrams, and REST tells it without a secret."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contract.served import Server
from tests.interop.conftest import NetSnmp
from tests.interop.drop_cases import CASES, LISTENERS, DropCase
from tests.interop.drop_stage import AREAS, SECRETS, Stage
from trishul.engine.drops import DropReason, Role


@pytest.fixture(scope="module")
def stage(netsnmp: NetSnmp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with Server(tmp_path_factory.mktemp("drops") / "data") as server, server.client(server.login()) as client:
        yield Stage(server, client, netsnmp)


@pytest.fixture(scope="module")
def limited(netsnmp: NetSnmp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Another server, which takes one datagram of a host in 100 seconds."""
    rates = {"snmp_rate_per_source": "0.01", "trap_rate_per_source": "0.01"}
    with (
        Server(tmp_path_factory.mktemp("limited") / "data", **rates) as server,
        server.client(server.login()) as client,
    ):
        yield Stage(server, client, netsnmp)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_dropped_is_told_with_its_reason_its_source_its_words_and_its_octets(
    request: pytest.FixtureRequest, case: DropCase
) -> None:
    stage: Stage = request.getfixturevalue("limited" if case.is_limited else "stage")
    before = stage.counts(case.role)
    sent = case.provoke(stage, case.role)

    def settled() -> bool:
        drops = stage.drops(case.role)
        counts = {each["reason"]: each["count"] for each in drops["data"]}
        return counts[case.reason] > before[case.reason] and drops["ledger"]["difference"] == 0

    stage.until(settled)
    (told,) = [each for each in stage.drops(case.role)["data"] if each["reason"] == case.reason]
    news = {reason for reason, count in stage.counts(case.role).items() if count > before[reason]}
    assert {case.reason} <= news <= {case.reason, *case.beside}
    assert case.detail in (told["last_detail"] or "")
    kept = stage.kept(case.role, case.reason)
    assert len(kept) == told["kept"]
    if sent is not None:
        assert told["last_source"] == kept[0]["source"] == sent.source
        assert sent.kept is None or kept[0]["raw_hex"] == sent.kept.hex()
        assert kept[0]["fault_at"] == case.fault_at
    elif case.reason != "kernel":  # the system counts, it does not tell whose they were
        assert told["last_source"].startswith("127.0.0.1:")
        assert kept[0]["tree"]["label"] == "message"


def test_the_ledger_says_what_became_of_every_message(stage: Stage) -> None:
    for role in LISTENERS:
        drops = stage.drops(role)
        ledger = drops["ledger"]
        assert ledger["received"] == ledger["dropped"] + sum(ledger["used"].values())
        fallen = [each["count"] for each in drops["data"] if DropReason(each["reason"]).is_received]
        assert ledger["dropped"] == sum(fallen)
        assert stage.status(role)["drops"].items() <= stage.counts(role).items()


def test_metrics_say_the_same_numbers(stage: Stage) -> None:
    metrics = stage.client.get("/metrics").text
    for role in LISTENERS:
        for reason, count in stage.counts(role).items():
            labels = f'{{reason="{reason}",service="{AREAS[role]}"}}'
            assert f"trishul_datagrams_dropped_total{labels} {float(count)}" in metrics


def test_no_community_key_or_password_is_told_anywhere(stage: Stage) -> None:
    """But the community that the simulator serves, which its status and its start tell who is logged in."""
    told = [
        stage.client.get(path).text
        for path in ("/metrics", "/api/traps/status", "/api/simulator/log", "/api/stats/traps")
    ]
    for role in LISTENERS:
        overview = stage.client.get(f"/api/{AREAS[role]}/drops")
        told.append(overview.text)
        reasons = [each["reason"] for each in overview.json()["data"]]
        told += [stage.client.get(f"/api/{AREAS[role]}/drops/{reason}").text for reason in reasons]
    told.append(stage.client.get("/api/traps/").text)
    told.append(stage.server.log)
    everything = "\n".join(told).lower()
    for secret in SECRETS:
        assert secret.lower() not in everything
        assert secret.encode().hex() not in everything


def test_workers_lived_through_all_of_it(stage: Stage) -> None:
    assert "Traceback" not in stage.server.log
    assert "crashed" not in stage.server.log
    assert stage.status(Role.AGENT)["state"] == stage.status(Role.RECEIVER)["state"] == "running"
