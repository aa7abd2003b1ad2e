"""Equal traps within a window: the first is stored as it came, the last stands for the others with their number."""

from __future__ import annotations

from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.protocol.ber import encode_varbinds
from trishul.workers.folding import Folding
from trishul.workers.messages import NotificationRow


def a_row(
    number: int, value: int = 1, *, host: str = "192.0.2.1", kind: int = 0xA7, user: str | None = None
) -> NotificationRow:
    """`number` is in what may differ: time, port, uptime and datagram."""
    varbinds = encode_varbinds(
        [
            VarBind.of("1.3.6.1.2.1.1.3.0", Value.time_ticks(number * 1000)),
            VarBind.of("1.3.6.1.6.3.1.1.4.1.0", Value.object_identifier("1.3.6.1.6.3.1.1.5.3")),
            VarBind.of("1.3.6.1.2.1.2.2.1.1.3", Value.integer(value)),
        ]
    )
    peer = f"{host}:{50000 + number}"
    return (
        number, "l", peer, 1, kind, "1.3.6.1.6.3.1.1.5.3", number, None, None, varbinds, bytes(number), "[]",
        None, user, None, None, None, None,
    )  # fmt: skip


def folding(window_s: float = 5.0, max_windows: int = 100) -> Folding:
    made = Folding(max_windows=max_windows)
    made.window_s = window_s
    return made


def test_the_first_goes_on_and_the_last_stands_for_the_others() -> None:
    on = folding()
    assert on.fold([a_row(1), a_row(2)], 10.0) == [a_row(1)]
    assert on.fold([a_row(3)], 14.9) == []
    assert (on.folded, on.due(14.9)) == (2, [])
    assert on.fold([a_row(4)], 15.0) == [a_row(4)], "a new window begins"
    assert on.due(15.0) == [(a_row(3), 2)]
    assert on.folded == 1
    assert on.due(20.0) == [], "one that had no repeats has no row more"


def test_what_differs_in_host_values_or_user_is_not_equal_and_informs_are_never_folded() -> None:
    rows = [a_row(1), a_row(2, 7), a_row(3, host="192.0.2.2"), a_row(4, user="ops"), a_row(5, kind=0xA6)]
    on = folding()
    assert on.fold(rows, 0.0) == rows
    assert on.fold([a_row(6, kind=0xA6)], 0.0) == [a_row(6, kind=0xA6)]


def test_of_too_many_windows_the_oldest_ends_early() -> None:
    on = folding(max_windows=2)
    on.fold([a_row(1, 1), a_row(2, 1), a_row(3, 2)], 0.0)
    assert on.fold([a_row(4, 3)], 0.0) == [a_row(4, 3)]
    assert on.due(0.0) == [(a_row(2, 1), 1)]


def test_at_the_end_or_when_it_is_switched_off_every_window_is_told() -> None:
    on = folding()
    on.fold([a_row(1), a_row(2), a_row(3, 9)], 0.0)
    assert on.end() == [(a_row(2), 1)]
    on.fold([a_row(4), a_row(5)], 0.0)
    on.window_s = 0.0
    assert on.due(0.0) == [(a_row(5), 1)]
    assert on.folded == 0
