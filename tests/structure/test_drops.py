"""A drop reason is a promise: words for people, and a test that provokes it with real datagrams."""

from __future__ import annotations

import pytest

from tests.interop.drop_cases import CASES, LISTENERS, SHOWN_ELSEWHERE
from tests.structure.sources import ROOT
from trishul.engine.drops import DropReason, Role

PROVOKED = {(case.role, case.reason) for case in CASES}


@pytest.mark.parametrize("reason", DropReason)
def test_every_reason_has_words(reason: DropReason) -> None:
    assert all((reason.label, reason.explanation, reason.advice))


@pytest.mark.parametrize("role", LISTENERS)
def test_every_reason_of_simulator_and_receiver_is_provoked_there_or_listed(role: Role) -> None:
    missing = set(DropReason.of(role)) - {reason for at, reason in PROVOKED if at is role}
    assert sorted(missing - set(SHOWN_ELSEWHERE)) == []


def test_every_listed_reason_is_shown_by_the_test_that_is_named_and_by_no_case() -> None:
    assert sorted(set(SHOWN_ELSEWHERE) & {reason for _, reason in PROVOKED}) == []
    assert set(DropReason) == set(SHOWN_ELSEWHERE) | {reason for _, reason in PROVOKED}
    for place in SHOWN_ELSEWHERE.values():
        path, _, name = place.partition("::")
        assert f"def {name}(" in (ROOT / path).read_text(), place
