"""Reading ahead of a walk: the same rows as a plain walk from every agent over every link, in less time."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.engine.answers import answer, sent_pdu
from tests.unit.engine.simulated_link import ROUND_TRIP_S, Link, Next, table_agent
from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.read_ahead import MAX_IN_FLIGHT, ReadAhead
from trishul.engine.walk import Walk, WalkCut
from trishul.errors import InvalidInput, NonIncreasingOid, RequestTimedOut
from trishul.protocol.message import Version

ROOT = Oid("1.3.6.1.2.1.2.2.1")
OUTSIDE = VarBind.of("1.3.6.1.2.1.4.1.0", Value.integer(1))
NUMBER = Value.integer(7)


def walk_of(version: Version = Version.V2C, root: Oid = ROOT, **settings: Any) -> Walk:
    return Walk(root, version, 0.0, **settings)


def columns(count: int, rows: int) -> list[VarBind]:
    return [VarBind.of(ROOT.child(column, row), NUMBER) for column in range(1, count + 1) for row in range(1, rows + 1)]


TABLE = columns(10, 100)


@pytest.mark.parametrize("number", [0, MAX_IN_FLIGHT + 1])
def test_how_many_may_be_in_flight_has_limits(number: int) -> None:
    with pytest.raises(InvalidInput):
        ReadAhead(walk_of(), timeout_s=1.0, max_in_flight=number)


class TestSpeed:
    @pytest.mark.parametrize("version", [Version.V1, Version.V2C])
    @pytest.mark.parametrize("in_flight", [2, 4, 8])
    def test_columns_are_read_side_by_side(self, version: Version, in_flight: int) -> None:
        plain, link = (Link(table_agent([*TABLE, OUTSIDE]), version=version) for _ in range(2))
        plain.walk(walk_of(version, max_repetitions=5), max_in_flight=1)
        assert link.walk(walk_of(version, max_repetitions=5), max_in_flight=in_flight) == TABLE
        assert link.most_in_flight == in_flight
        assert link.now < plain.now / in_flight * 2

    def test_one_column_is_read_in_pieces(self) -> None:
        column = columns(1, 1000)
        link = Link(table_agent([*column, OUTSIDE]))
        assert link.walk(walk_of(root=ROOT.child(1), max_repetitions=10)) == column
        assert link.now < 1000 / 10 * ROUND_TRIP_S / 3

    def test_answers_grow_before_requests_multiply(self) -> None:
        link = Link(table_agent([*columns(30, 10), OUTSIDE]))
        link.walk(walk_of())
        assert link.most_in_flight == 1
        assert link.asked[:4] == [25, 50, 100, 200]

    def test_a_near_agent_is_asked_one_thing_at_a_time(self) -> None:
        link = Link(table_agent([*TABLE, OUTSIDE]), round_trip_s=0.001)
        assert link.walk(walk_of(max_repetitions=5)) == TABLE
        assert link.most_in_flight == 1

    def test_rows_in_any_order_are_followed_one_by_one(self) -> None:
        link = Link(table_agent([*TABLE, OUTSIDE]))
        assert link.walk(walk_of(max_repetitions=5, tolerates_non_increasing=True)) == TABLE
        assert link.most_in_flight == 1

    def test_a_walk_with_a_row_limit_reads_little_beyond_it(self) -> None:
        link = Link(table_agent([*TABLE, OUTSIDE]))
        walk = walk_of(max_repetitions=5, max_rows=40)
        assert link.walk(walk) == TABLE[:40]
        assert walk.cut is WalkCut.ROWS
        assert sum(link.asked) < 100

    def test_little_is_asked_in_vain(self) -> None:
        scalars = [VarBind.of(f"1.3.6.1.2.1.1.{number}.0", NUMBER) for number in range(1, 100)]
        plain, link = (Link(table_agent(scalars), version=Version.V1) for _ in range(2))
        root = Oid("1.3.6.1.2.1.1")
        plain.walk(walk_of(Version.V1, root), max_in_flight=1)
        assert link.walk(walk_of(Version.V1, root)) == scalars
        assert len(link.asked) < 3 * len(plain.asked)


class TestLosses:
    def test_larger_answers_that_never_arrive_cost_one_timeout(self) -> None:
        table = columns(5, 100)
        link = Link(table_agent([*table, OUTSIDE]), largest=60)
        assert link.walk(walk_of(), max_in_flight=1) == table
        assert 1.0 < link.now < 2.0

    def test_after_an_answer_lost_in_spite_of_all_tries_the_walk_is_plain(self) -> None:
        sent = 0

        def loses() -> bool:
            nonlocal sent
            sent += 1
            return 40 < sent <= 100

        link = Link(table_agent([*TABLE, OUTSIDE]), loses=loses)
        walk = walk_of(max_repetitions=5)
        rows = link.walk(walk)
        assert rows == TABLE[: len(rows)]
        assert isinstance(walk.error, RequestTimedOut)

    def test_an_agent_that_says_error_to_large_requests_is_asked_for_less(self) -> None:
        link = Link(table_agent([*TABLE, OUTSIDE]), cap=1000)
        plain_answer = link._answer

        def answer_small(data: bytes) -> bytes | None:
            return answer(data, status=5, index=1) if sent_pdu(data).max_repetitions > 60 else plain_answer(data)

        link._answer = answer_small  # type: ignore[method-assign]
        assert link.walk(walk_of()) == TABLE


class TestStrangeAgents:
    def test_a_row_that_appears_at_a_seam_ends_no_walk(self) -> None:
        rows = list(TABLE)
        agent = table_agent([*rows, OUTSIDE])
        late = VarBind.of(ROOT.child(2, 0), NUMBER)
        later = table_agent([*rows, late, OUTSIDE])
        asked = 0

        def changing(name: bytes) -> VarBind:
            nonlocal asked
            asked += 1
            return (agent if asked < 60 else later)(name)

        seen = Link(changing).walk(walk_of(max_repetitions=5))
        assert [row for row in seen if row != late] == rows

    def test_an_endless_agent_is_walked_until_the_limit(self) -> None:
        def counting(name: bytes) -> VarBind:
            last = Oid.from_contents(name)
            return VarBind.of(ROOT.child(1, last[-1] + 1 if len(last) > len(ROOT) + 1 else 1), NUMBER)

        walk = walk_of(max_repetitions=5, max_time_s=3.0)
        rows = Link(counting).walk(walk)
        assert walk.cut is WalkCut.TIME
        assert [row.oid for row in rows] == [ROOT.child(1, number) for number in range(1, len(rows) + 1)]

    def test_an_agent_that_goes_in_circles_is_found_out(self) -> None:
        agent = table_agent([*TABLE, OUTSIDE])
        turn, back = TABLE[237].name, TABLE[200].name

        def circling(name: bytes) -> VarBind:
            return agent(back if name == turn else name)

        walk = walk_of(max_repetitions=5)
        assert Link(circling).walk(walk) == TABLE[:238]
        assert isinstance(walk.error, NonIncreasingOid)


ARCS = st.integers(1, 4) | st.sampled_from([127, 128, 16_384, 2**32 - 1])
NAMES = st.lists(ARCS, min_size=1, max_size=3).map(lambda arcs: ROOT.child(*arcs))
DEVICES = st.lists(NAMES, unique=True, max_size=60) | st.builds(
    lambda count, rows: [row.oid for row in columns(count, rows)], st.integers(1, 12), st.integers(1, 12)
)


def rows_of(names: list[Oid]) -> list[VarBind]:
    return [VarBind.of(name, NUMBER) for name in sorted(names)]


@settings(deadline=None)
@given(
    names=DEVICES,
    repetitions=st.sampled_from([1, 2, 5, "auto"]),
    in_flight=st.integers(1, 8),
    cap=st.integers(1, 30),
    version=st.sampled_from([Version.V1, Version.V2C]),
)
def test_every_device_is_walked_whole_and_in_order(
    names: list[Oid], repetitions: Any, in_flight: int, cap: int, version: Version
) -> None:
    link = Link(table_agent([*rows_of(names), OUTSIDE]), cap=cap, version=version)
    assert link.walk(walk_of(version, max_repetitions=repetitions), max_in_flight=in_flight) == rows_of(names)
    assert link.most_in_flight <= in_flight


@settings(deadline=None)
@given(
    names=DEVICES.filter(bool),
    repetitions=st.sampled_from([1, 3, "auto"]),
    loss=st.floats(0, 0.5),
    seed=st.integers(0, 2**32),
)
def test_losses_cost_time_or_the_end_but_never_a_row_in_between(
    names: list[Oid], repetitions: Any, loss: float, seed: int
) -> None:
    rng = random.Random(seed)
    link = Link(table_agent([*rows_of(names), OUTSIDE]), loses=lambda: rng.random() < loss)
    walk = walk_of(max_repetitions=repetitions)
    rows = link.walk(walk)
    assert rows == rows_of(names)[: len(rows)]
    assert len(rows) == len(names) or isinstance(walk.error, RequestTimedOut)


_HOSTILE_NAMES = [row.name for row in columns(6, 6)]
_RIGHT_AGENT = table_agent([*columns(6, 6), OUTSIDE])
_STRANGE_NAMES = (b"\x01", b"\x81", ROOT.contents, ROOT.contents + b"\x8f\xff\xff\xff\xff\x7f")


def hostile_agent(seed: int) -> Next:
    """An agent that may give anything for a name, but always the same."""

    def next_of(name: bytes) -> VarBind:
        rng = random.Random(seed.to_bytes(5, "big") + name)
        if rng.random() < 0.97 and not name.endswith(b"\x81") and b"\xff" not in name:
            return _RIGHT_AGENT(name)
        strange = rng.choice((*_HOSTILE_NAMES, *_STRANGE_NAMES, name, name + b"\x01", name + b"\x81"))
        return VarBind(strange, rng.choice((2, 2, 2, 0x80, 0x82)), b"\x01")

    return next_of


@settings(deadline=None)
@given(seed=st.integers(0, 2**32), in_flight=st.integers(2, 8), repetitions=st.sampled_from([1, 2, 4]))
def test_a_hostile_agent_is_walked_as_by_a_plain_walk(seed: int, in_flight: int, repetitions: int) -> None:
    limits: dict[str, Any] = {"max_repetitions": repetitions, "max_rows": 300}
    plain, ahead = walk_of(**limits), walk_of(**limits)
    expected = Link(hostile_agent(seed)).walk(plain, max_in_flight=1)
    assert Link(hostile_agent(seed)).walk(ahead, max_in_flight=in_flight) == expected
    assert type(ahead.error) is type(plain.error)
    assert ahead.cut is plain.cut
