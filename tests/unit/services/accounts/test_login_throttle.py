"""Guessing gets slower and slower; memory stays bounded; an owner is not locked out by a stranger's few tries."""

from __future__ import annotations

from trishul.services.accounts.login_throttle import (
    FORGOTTEN_AFTER_S,
    FREE_FAILURES_PER_ADDRESS,
    LONGEST_PAUSE_S,
    LoginThrottle,
)


def fail(throttle: LoginThrottle, times: int, *, account: str = "admin", address: str = "192.0.2.1") -> None:
    for _ in range(times):
        throttle.failed(account, address, now=0.0)


def test_a_few_mistakes_cost_nothing() -> None:
    throttle = LoginThrottle()
    fail(throttle, FREE_FAILURES_PER_ADDRESS - 1)
    assert throttle.pause_s("admin", "192.0.2.1", now=0.0) == 0


def test_then_the_pause_doubles_up_to_a_minute() -> None:
    throttle = LoginThrottle()
    fail(throttle, FREE_FAILURES_PER_ADDRESS - 1)
    pauses = []
    for _ in range(8):
        fail(throttle, 1)
        pauses.append(throttle.pause_s("admin", "192.0.2.1", now=0.0))
    assert pauses == [1, 2, 4, 8, 16, 32, LONGEST_PAUSE_S, LONGEST_PAUSE_S]
    assert throttle.pause_s("admin", "192.0.2.1", now=LONGEST_PAUSE_S) == 0


def test_an_address_that_tries_many_names_is_slowed_for_all_of_them() -> None:
    throttle = LoginThrottle()
    for number in range(10):
        fail(throttle, 1, account=f"user{number}")
    assert throttle.pause_s("never tried", "192.0.2.1", now=0.0) > 0
    assert throttle.pause_s("user1", "192.0.2.9", now=0.0) == 0


def test_an_account_tried_from_many_addresses_is_slowed_for_all_of_them() -> None:
    throttle = LoginThrottle()
    for number in range(20):
        fail(throttle, 1, address=f"192.0.2.{number}")
    assert throttle.pause_s("ADMIN", "198.51.100.1", now=0.0) > 0


def test_one_ipv6_network_counts_as_one_address() -> None:
    """RFC 4291 §2.5.4: a host chooses freely within its /64."""
    throttle = LoginThrottle()
    for number in range(10):
        fail(throttle, 1, account=f"user{number}", address=f"2001:db8::{number:x}")
    assert throttle.pause_s("other", "2001:db8::ffff", now=0.0) > 0
    assert throttle.pause_s("other", "2001:db8:1::1", now=0.0) == 0


def test_ipv4_hosts_at_a_socket_of_both_families_are_hosts_of_their_own() -> None:
    """RFC 4291 §2.5.5.2: otherwise one of them would slow all others."""
    throttle = LoginThrottle()
    for number in range(10):
        fail(throttle, 1, account=f"user{number}", address="::ffff:192.0.2.1")
    assert throttle.pause_s("other", "192.0.2.1", now=0.0) > 0
    assert throttle.pause_s("other", "::ffff:192.0.2.2", now=0.0) == 0


def test_a_clock_that_goes_back_locks_nobody_out() -> None:
    throttle = LoginThrottle()
    fail(throttle, 20)
    yesterday = -86_400.0
    assert throttle.pause_s("admin", "192.0.2.1", now=yesterday) == LONGEST_PAUSE_S
    assert throttle.pause_s("admin", "192.0.2.1", now=yesterday + LONGEST_PAUSE_S) == 0


def test_success_starts_afresh_and_time_forgets() -> None:
    throttle = LoginThrottle()
    fail(throttle, 8)
    throttle.succeeded("admin", "192.0.2.1")
    assert throttle.pause_s("admin", "192.0.2.1", now=0.0) == 0
    fail(throttle, 8)
    throttle.failed("admin", "192.0.2.1", now=FORGOTTEN_AFTER_S + 1)
    assert throttle.pause_s("admin", "192.0.2.1", now=FORGOTTEN_AFTER_S + 1) == 0


def test_memory_is_bounded_in_entries_and_in_length() -> None:
    throttle = LoginThrottle(max_entries=50)
    for number in range(1000):
        fail(throttle, 1, account=f"{number}" * 1000, address=f"host{number}")
    assert len(throttle) == 50
