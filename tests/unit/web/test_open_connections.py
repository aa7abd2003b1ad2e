"""Connections have a bound that leaves descriptors for everything else, and refusals are counted."""

from __future__ import annotations

import resource

import pytest
from structlog.testing import capture_logs

from trishul.web.open_connections import LARGEST_BOUND, OpenConnections, bound_of_process


def test_what_is_too_many_is_counted_each_time_and_said_once_each_time_it_begins() -> None:
    connections = OpenConnections(2)
    with capture_logs() as lines:
        taken = [connections.take(now) for now in (1, 2, 3, 4, 2, 3)]
    assert taken == [True, True, False, False, True, False]
    assert connections.refused == 3
    assert [line["bound"] for line in lines] == [2, 2]


@pytest.mark.parametrize(
    ("limits", "bound", "asked_for"),
    [
        ((1024, 524_288), LARGEST_BOUND, 65_536),
        ((1024, 4096), LARGEST_BOUND, 4096),
        ((256, 256), 128, None),
        ((resource.RLIM_INFINITY, resource.RLIM_INFINITY), LARGEST_BOUND, None),
    ],
)
def test_half_of_what_the_system_grants_is_for_connections(
    monkeypatch: pytest.MonkeyPatch, limits: tuple[int, int], bound: int, asked_for: int | None
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits)
    monkeypatch.setattr(resource, "setrlimit", lambda _, wanted: asked.append(wanted[0]))
    assert bound_of_process() == bound
    assert asked == ([] if asked_for is None else [asked_for])


def test_a_system_that_grants_no_more_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_kind: int, _limits: tuple[int, int]) -> None:
        raise ValueError("not allowed to raise maximum limit")

    monkeypatch.setattr(resource, "getrlimit", lambda _: (100, 4096))
    monkeypatch.setattr(resource, "setrlimit", refuse)
    assert bound_of_process() == 50
