"""Tests of other programs: what is done inside of a block must cause notifications."""

from __future__ import annotations

import socket

import pytest

from tests.unit.workers.test_receiver import a_notification
from trishul.errors import InvalidQuery
from trishul.testing import ExpectedTraps, TrapNotSeen, expect_trap


def send(expected: ExpectedTraps) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(a_notification(), (expected.host, expected.port))


def test_what_comes_inside_of_the_block_counts() -> None:
    with expect_trap("trap:linkDown", count=2) as expected:
        assert expected.traps == []
        send(expected)
        send(expected)
    assert [trap.trap_type for trap in expected.traps] == ["linkDown"] * 2


def test_too_few_fail_with_the_nearest_miss() -> None:
    told = "the nearest of 1 others fails by ver:1: it came by version 2c"
    with pytest.raises(TrapNotSeen, match=told) as failed, expect_trap("ver:1", within_s=0.5) as expected:
        send(expected)
    assert failed.value.verdict.seen == 1


def test_absence_is_expected_too() -> None:
    with expect_trap(absent=True, within_s=0.01):
        pass


def test_a_wrong_query_and_an_error_inside_come_out_as_they_are() -> None:
    with pytest.raises(InvalidQuery), expect_trap("ver:"):
        raise AssertionError
    with pytest.raises(KeyError), expect_trap():
        raise KeyError
