"""Boots and time (RFC 3414 §2.2, §2.3, §3.2 step 7)."""

import pytest

from trishul.errors import InvalidInput
from trishul.protocol.security.time_window import MAX_BOOTS, MAX_TIME, LocalClock, RemoteClock

START = 1000.0


class TestAuthoritative:
    """RFC 3414 §3.2 step 7a."""

    @pytest.mark.parametrize(
        ("boots", "time", "is_inside"),
        [
            (5, 1000, True),
            (5, 850, True),
            (5, 849, False),
            (5, 1150, True),
            (5, 1151, False),
            (4, 1000, False),
            (6, 1000, False),
            (0, 0, False),
        ],
    )
    def test_messages_are_150_seconds_away_at_most(self, boots: int, time: int, *, is_inside: bool) -> None:
        assert LocalClock(5, START).accepts(boots, time, START + 1000.9) is is_inside

    def test_an_engine_that_has_used_up_its_boots_accepts_nothing(self) -> None:
        assert not LocalClock(MAX_BOOTS, START).accepts(MAX_BOOTS, 0, START)

    def test_time_counts_from_the_start(self) -> None:
        clock = LocalClock(1, START)
        assert clock.read(START) == (1, 0)
        assert clock.read(START + 59.9) == (1, 59)
        assert clock.read(START - 5) == (1, 0)

    def test_time_that_runs_full_counts_as_a_boot(self) -> None:
        """RFC 3414 §2.2.2."""
        clock = LocalClock(1, START)
        assert clock.read(START + MAX_TIME - 1) == (1, MAX_TIME - 1)
        assert clock.read(START + MAX_TIME + 3) == (2, 3)
        assert LocalClock(MAX_BOOTS, START).read(START + MAX_TIME) == (MAX_BOOTS, 0)

    def test_boots_are_31_bits(self) -> None:
        for boots in (-1, 2**31):
            with pytest.raises(InvalidInput):
                LocalClock(boots, START)


class TestNonAuthoritative:
    """RFC 3414 §2.3 and §3.2 step 7b."""

    @pytest.fixture
    def clock(self) -> RemoteClock:
        clock = RemoteClock()
        assert clock.accepts(5, 1000, START)
        return clock

    def test_a_new_clock_sends_zeros_and_believes_the_first_authentic_message(self) -> None:
        clock = RemoteClock()
        assert (clock.is_known, clock.read(START)) == (False, (0, 0))
        assert clock.accepts(7, 12345, START)
        assert (clock.is_known, clock.read(START + 10)) == (True, (7, 12355))

    def test_a_later_message_moves_the_notion(self, clock: RemoteClock) -> None:
        assert clock.accepts(5, 1002, START + 1)
        assert clock.read(START + 1) == (5, 1002)

    def test_an_earlier_message_inside_the_window_is_taken_and_moves_nothing(self, clock: RemoteClock) -> None:
        assert clock.accepts(5, 900, START + 20)
        assert clock.read(START + 20) == (5, 1020)

    @pytest.mark.parametrize(("time", "is_inside"), [(870, True), (869, False)])
    def test_more_than_150_seconds_back_is_a_replay(self, clock: RemoteClock, time: int, *, is_inside: bool) -> None:
        assert clock.accepts(5, time, START + 20) is is_inside

    def test_a_reboot_is_followed(self, clock: RemoteClock) -> None:
        assert clock.accepts(6, 3, START + 20)
        assert clock.read(START + 21) == (6, 4)
        assert not clock.accepts(5, 5000, START + 21)

    def test_a_clock_far_ahead_is_followed(self, clock: RemoteClock) -> None:
        assert clock.accepts(5, 100_000, START + 1)
        assert clock.read(START + 1) == (5, 100_000)

    def test_boots_that_are_used_up_are_not_believed(self, clock: RemoteClock) -> None:
        assert not clock.accepts(MAX_BOOTS, 1, START + 1)

    def test_a_guess_dates_requests_and_decides_nothing(self) -> None:
        clock = RemoteClock()
        clock.guess(900, 5, START)
        assert clock.read(START + 1) == (900, 6)
        assert clock.accepts(3, 70, START + 1)
        assert clock.read(START + 1) == (3, 70)
        clock.guess(900, 5, START + 2)
        assert clock.read(START + 2) == (3, 71)
