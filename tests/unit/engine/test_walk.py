"""The walk as a machine: where it ends, what it does with agents that misbehave, and what its limits say."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engine.tables import ListTable
from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.responses import Response
from trishul.engine.walk import Walk, WalkCut, WalkRequest, follows
from trishul.errors import (
    DecodeError,
    ErrorResponse,
    InvalidInput,
    LimitReached,
    NonIncreasingOid,
    NoSuchName,
    RequestTimedOut,
)
from trishul.protocol.message import Version
from trishul.protocol.pdu import ErrorStatus, PduKind

ROOT = Oid("1.3.6.1.2.1.2.2.1")
OUTSIDE = VarBind.of("1.3.6.1.2.1.4.1.0", Value.integer(1))
TIMEOUT = RequestTimedOut("switch", 3.0, 2)


def row(suffix: str, number: int = 0) -> VarBind:
    return VarBind.of(f"{ROOT}.{suffix}", Value.integer(number))


def exception(suffix: str, tag: int = 0x82) -> VarBind:
    return VarBind(Oid(f"{ROOT}.{suffix}").contents, tag, b"")


def page(*varbinds: VarBind) -> Response:
    return Response(0, 0, list(varbinds))


def failed(status: ErrorStatus, index: int = 1) -> Response:
    return Response(status, index, [])


def walk_of(version: Version = Version.V2C, root: Oid = ROOT, **limits: Any) -> Walk:
    return Walk(root, version, 0.0, **limits)


def asked(walk: Walk) -> WalkRequest:
    request = walk.next_request()
    assert request is not None
    return request


class Answering:
    """An agent with a table that answers a walk until it ends."""

    def __init__(self, varbinds: list[VarBind], *, cap: int = 1000) -> None:
        self.table = ListTable(varbinds)
        self.rows = sorted(varbinds, key=lambda varbind: varbind.oid)
        self.cap = cap
        self.requests = 0

    def answer(self, request: WalkRequest) -> Response:
        self.requests += 1
        if request.kind is PduKind.GET:
            found = [varbind for varbind in self.rows if varbind.name == request.name]
            return page(*found) if found else page(VarBind(request.name, 0x80, b""))
        repetitions = request.max_repetitions if request.kind is PduKind.GET_BULK else 1
        start = self.table.position_after(request.name)
        found = self.rows[start : start + min(repetitions, self.cap)]
        if len(found) < repetitions and len(found) < self.cap:
            found = [*found, VarBind(found[-1].name if found else request.name, 0x82, b"")]
        return page(*found)

    def walk(self, walk: Walk) -> list[VarBind]:
        rows: list[VarBind] = []
        while (request := walk.next_request()) is not None:
            rows += walk.receive_response(self.answer(request), 0.0)
        return rows


class TestRequests:
    def test_v2c_walks_by_getbulk_from_the_root(self) -> None:
        assert asked(walk_of()) == (PduKind.GET_BULK, ROOT.contents, 25, False)

    def test_v1_walks_by_getnext(self) -> None:
        assert asked(walk_of(Version.V1)).kind is PduKind.GET_NEXT

    def test_the_next_request_starts_at_the_last_name(self) -> None:
        walk = walk_of()
        assert walk.receive_response(page(row("1.1"), row("1.2")), 0.0) == [row("1.1"), row("1.2")]
        assert asked(walk).name == row("1.2").name

    def test_asking_again_before_an_answer_asks_the_same(self) -> None:
        walk = walk_of()
        assert asked(walk) == asked(walk)

    @pytest.mark.parametrize(
        ("limits", "field"),
        [
            ({"max_repetitions": 0}, "max_repetitions"),
            ({"max_repetitions": 2**31}, "max_repetitions"),
            ({"max_rows": 0}, "max_rows"),
            ({"max_time_s": 0}, "max_time_s"),
            ({"max_time_s": float("nan")}, "max_time_s"),
        ],
    )
    def test_limits_that_cannot_be_meant_are_refused(self, limits: dict[str, Any], field: str) -> None:
        with pytest.raises(InvalidInput) as caught:
            walk_of(**limits)
        assert caught.value.field == field


class TestEnds:
    def test_at_end_of_mib_view(self) -> None:
        """RFC 3416 §4.2.2: the exception marks the end."""
        walk = walk_of()
        assert walk.receive_response(page(row("1.1"), exception("1.1"), exception("1.1")), 0.0) == [row("1.1")]
        assert walk.next_request() is None
        assert walk.has_ended
        assert (walk.cut, walk.error, walk.rows) == (None, None, 1)

    def test_at_the_first_name_outside_the_subtree(self) -> None:
        walk = walk_of()
        assert walk.receive_response(page(row("1.1"), OUTSIDE, row("1.2")), 0.0) == [row("1.1")]
        assert walk.next_request() is None

    def test_a_name_that_only_looks_like_the_root_in_text_is_outside(self) -> None:
        walk = walk_of(root=Oid("1.3.6.1.2.1.1"))
        walk.receive_response(page(VarBind.of("1.3.6.1.2.1.1.5.0", Value.integer(1))), 0.0)
        assert walk.receive_response(page(VarBind.of("1.3.6.1.2.1.10.1.0", Value.integer(1))), 0.0) == []
        assert walk.next_request() is None

    def test_at_no_such_name_of_a_v1_agent(self) -> None:
        """RFC 1157 §4.1.3: noSuchName when no name follows."""
        walk = walk_of(Version.V1)
        walk.receive_response(page(row("1.1")), 0.0)
        assert walk.receive_response(failed(ErrorStatus.NO_SUCH_NAME), 0.0) == []
        assert walk.next_request() is None
        assert walk.error is None

    def test_a_root_that_is_an_instance_is_asked_for_itself_as_snmpwalk_does(self) -> None:
        instance = row("1.1", 7)
        walk = walk_of(root=instance.oid)
        assert walk.receive_response(page(row("1.2")), 0.0) == []
        assert asked(walk) == (PduKind.GET, instance.name, 0, False)
        assert walk.receive_response(page(instance), 0.0) == [instance]
        assert walk.next_request() is None
        assert (walk.rows, walk.error) == (1, None)

    @pytest.mark.parametrize(("tag", "kind"), [(0x80, "noSuchObject"), (0x81, "noSuchInstance")])
    def test_nothing_at_and_below_the_root_is_no_such_name(self, tag: int, kind: str) -> None:
        walk = walk_of()
        walk.receive_response(page(OUTSIDE), 0.0)
        assert walk.receive_response(page(VarBind(ROOT.contents, tag, b"")), 0.0) == []
        assert isinstance(walk.error, NoSuchName)
        assert (walk.error.oid, walk.error.kind) == (str(ROOT), kind)

    def test_nothing_there_for_v1_is_no_such_name_as_well(self) -> None:
        walk = walk_of(Version.V1)
        walk.receive_response(failed(ErrorStatus.NO_SUCH_NAME), 0.0)
        walk.receive_response(failed(ErrorStatus.NO_SUCH_NAME), 0.0)
        assert isinstance(walk.error, NoSuchName)
        assert walk.next_request() is None

    def test_a_root_of_one_number_holds_all_names_that_start_with_it(self) -> None:
        """X.690 §8.19.4: the first two numbers share octets, so the root's own octets are no prefix."""
        rows = [row("1.1"), VarBind.of("1.0.8802.1", Value.integer(1)), VarBind.of("1.39.5", Value.integer(2))]
        agent = Answering([*rows, VarBind.of("2.5.4", Value.integer(3)), VarBind.of("0.9.1", Value.integer(4))])
        assert {varbind.oid for varbind in agent.walk(walk_of(root=Oid("1")))} == {varbind.oid for varbind in rows}
        assert [str(varbind.oid) for varbind in agent.walk(walk_of(root=Oid("2")))] == ["2.5.4"]
        assert [str(varbind.oid) for varbind in agent.walk(walk_of(root=Oid("0")))] == ["0.9.1"]


class TestErrors:
    def test_a_timeout_ends_the_walk_and_rows_before_it_stay_good(self) -> None:
        walk = walk_of()
        walk.receive_response(page(row("1.1")), 0.0)
        walk.receive_failure(TIMEOUT, 3.0)
        assert walk.next_request() is None
        assert walk.error is TIMEOUT
        assert walk.rows == 1

    def test_an_error_response_ends_the_walk_with_the_name_that_was_asked(self) -> None:
        walk = walk_of(max_repetitions=25)
        walk.receive_response(page(row("1.1")), 0.0)
        walk.receive_response(failed(ErrorStatus.GEN_ERR), 0.0)
        assert isinstance(walk.error, ErrorResponse)
        assert (walk.error.status_name, walk.error.oid) == ("genErr", f"{ROOT}.1.1")

    def test_generr_may_mean_toobig_so_fewer_rows_are_asked_until_one_row_is_refused(self) -> None:
        walk = walk_of()
        walk.receive_response(page(row("1.1")), 0.0)
        asked = []
        while (request := walk.next_request()) is not None:
            asked.append(request.max_repetitions)
            walk.receive_response(failed(ErrorStatus.GEN_ERR), 0.0)
        assert asked[-1] == 1
        assert asked == sorted(asked, reverse=True)
        assert isinstance(walk.error, ErrorResponse)

    def test_an_error_at_the_final_get_is_the_walks_error(self) -> None:
        walk = walk_of()
        walk.receive_response(page(OUTSIDE), 0.0)
        walk.receive_response(failed(ErrorStatus.GEN_ERR), 0.0)
        assert isinstance(walk.error, ErrorResponse)

    @pytest.mark.parametrize("strange", [page(), page(OUTSIDE)])
    def test_the_final_get_takes_nothing_but_the_root(self, strange: Response) -> None:
        walk = walk_of()
        walk.receive_response(page(OUTSIDE), 0.0)
        assert walk.receive_response(strange, 0.0) == []
        assert isinstance(walk.error, ErrorResponse)
        assert walk.rows == 0

    def test_too_big_asks_for_half_as_many_repetitions(self) -> None:
        walk = walk_of()
        repetitions = []
        for _ in range(5):
            repetitions.append(asked(walk).max_repetitions)
            assert walk.receive_response(failed(ErrorStatus.TOO_BIG, 0), 0.0) == []
        assert repetitions == [25, 12, 6, 3, 1]
        assert isinstance(walk.error, ErrorResponse)
        assert walk.error.status_name == "tooBig"

    def test_too_big_for_a_single_row_is_an_error(self) -> None:
        walk = walk_of(Version.V1)
        walk.receive_response(failed(ErrorStatus.TOO_BIG, 0), 0.0)
        assert isinstance(walk.error, ErrorResponse)

    def test_after_an_empty_answer_rows_are_asked_one_by_one_and_a_second_one_is_an_error(self) -> None:
        """RFC 3416 §4.2.3 lets agents leave out what does not fit; one that leaves out all is not asked for ever."""
        walk = walk_of()
        assert walk.receive_response(page(), 0.0) == []
        assert asked(walk).kind is PduKind.GET_NEXT
        assert walk.receive_response(page(row("1.1")), 0.0) == [row("1.1")]
        assert walk.receive_response(page(), 0.0) == []
        assert isinstance(walk.error, ErrorResponse)
        assert str(walk.error) == f"The agent answered an empty list of variable bindings for {ROOT}.1.1"

    def test_a_name_that_is_no_oid_ends_the_walk(self) -> None:
        walk = walk_of()
        broken = VarBind(ROOT.contents + b"\x01\x86", 2, b"\x01")
        assert walk.receive_response(page(row("1.1"), broken), 0.0) == [row("1.1")]
        assert isinstance(walk.error, DecodeError)


class TestOrder:
    @pytest.mark.parametrize("repeated", ["1.1", "1.2", "0.5"])
    def test_a_name_that_does_not_increase_is_an_error_after_the_good_rows(self, repeated: str) -> None:
        """RFC 3416 §4.2.2: the answer to GETNEXT is the lexicographic successor."""
        walk = walk_of()
        assert walk.receive_response(page(row("1.1"), row("1.2"), row(repeated)), 0.0) == [row("1.1"), row("1.2")]
        assert walk.next_request() is None
        assert isinstance(walk.error, NonIncreasingOid)
        assert (walk.error.previous, walk.error.received) == (f"{ROOT}.1.2", f"{ROOT}.{repeated}")

    def test_the_first_name_of_a_page_is_compared_with_the_last_of_the_page_before(self) -> None:
        walk = walk_of()
        walk.receive_response(page(row("1.5")), 0.0)
        assert walk.receive_response(page(row("1.5")), 0.0) == []
        assert isinstance(walk.error, NonIncreasingOid)

    @pytest.mark.parametrize("suffixes", [["1.127", "1.128"], ["1.16383", "1.16384"], ["1.16384.1", "1.2097152"]])
    def test_numbers_of_more_octets_are_greater_whatever_their_octets_look_like(self, suffixes: list[str]) -> None:
        walk = walk_of()
        rows = [row(suffix) for suffix in suffixes]
        assert walk.receive_response(page(*rows), 0.0) == rows
        assert walk.error is None

    def test_a_decrease_is_seen_where_octets_look_increasing(self) -> None:
        assert row("1.16384").name < row("1.16383").name
        walk = walk_of()
        walk.receive_response(page(row("1.16384"), row("1.16383")), 0.0)
        assert isinstance(walk.error, NonIncreasingOid)

    @given(*[st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=4)] * 2)
    def test_follows_is_the_order_of_the_numbers(self, one: list[int], other: list[int]) -> None:
        first, second = Oid((*ROOT, *one)), Oid((*ROOT, *other))
        assert follows(first.contents, second.contents) == (first < second)

    def test_tolerated_disorder_is_followed_as_snmpwalk_does_with_cc(self) -> None:
        walk = walk_of(tolerates_non_increasing=True)
        rows = [row("1.2"), row("1.1"), row("1.3")]
        assert walk.receive_response(page(*rows), 0.0) == rows
        assert asked(walk).name == row("1.3").name

    def test_tolerated_disorder_is_not_followed_in_circles(self) -> None:
        walk = walk_of(tolerates_non_increasing=True)
        walk.receive_response(page(row("1.2")), 0.0)
        walk.receive_response(page(row("1.1")), 0.0)
        assert walk.receive_response(page(row("1.2")), 0.0) == [row("1.2")]
        assert isinstance(walk.error, NonIncreasingOid)
        assert walk.next_request() is None

    def test_the_memory_of_tolerated_disorder_is_bounded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("trishul.engine.walk.MAX_REMEMBERED_NAMES", 3)
        walk = walk_of(tolerates_non_increasing=True)
        for number in range(3):
            walk.receive_response(page(row(f"1.{number}")), 0.0)
        assert isinstance(walk.error, LimitReached)


class TestLimits:
    def test_a_row_limit_cuts_and_says_so(self) -> None:
        walk = walk_of(max_rows=2)
        assert walk.receive_response(page(row("1.1"), row("1.2"), row("1.3")), 0.0) == [row("1.1"), row("1.2")]
        assert walk.cut is WalkCut.ROWS
        assert walk.next_request() is None
        assert walk.error is None

    def test_a_row_limit_asks_for_one_row_more_to_know_whether_it_cuts(self) -> None:
        assert asked(walk_of(max_rows=2)).max_repetitions == 3
        assert asked(walk_of(max_rows=100)).max_repetitions == 25

    def test_a_subtree_of_exactly_the_limit_is_not_cut(self) -> None:
        walk = walk_of(max_rows=2)
        agent = Answering([row("1.1"), row("1.2"), OUTSIDE])
        assert agent.walk(walk) == [row("1.1"), row("1.2")]
        assert walk.cut is None

    @pytest.mark.parametrize("size", [1, 24, 25, 26, 60])
    def test_a_row_limit_gives_exactly_that_many_rows(self, size: int) -> None:
        agent = Answering([row(f"1.{number}", number) for number in range(1, 101)])
        walk = walk_of(max_rows=size)
        assert len(agent.walk(walk)) == size
        assert walk.cut is WalkCut.ROWS

    def test_a_time_limit_cuts_after_the_page_that_comes_too_late(self) -> None:
        walk = walk_of(max_time_s=10.0)
        assert walk.receive_response(page(row("1.1")), 9.9) == [row("1.1")]
        assert walk.next_request() is not None
        assert walk.receive_response(page(row("1.2")), 10.0) == [row("1.2")]
        assert walk.cut is WalkCut.TIME
        assert walk.next_request() is None

    def test_a_subtree_that_ends_in_a_page_that_comes_too_late_is_not_cut(self) -> None:
        walk = walk_of(max_time_s=10.0)
        assert walk.receive_response(page(row("1.1"), OUTSIDE), 11.0) == [row("1.1")]
        assert walk.next_request() is None
        assert walk.cut is None

    def test_a_request_that_fails_at_the_time_limit_is_a_cut_and_no_error(self) -> None:
        walk = walk_of(max_time_s=10.0)
        assert walk.give_up_at == 10.0
        walk.receive_failure(TIMEOUT, 10.0)
        assert (walk.cut, walk.error) == (WalkCut.TIME, None)

    def test_a_request_that_fails_before_the_time_limit_is_an_error(self) -> None:
        walk = walk_of(max_time_s=10.0)
        walk.receive_failure(TIMEOUT, 9.0)
        assert (walk.cut, walk.error) == (None, TIMEOUT)


class TestWholeWalks:
    VARBINDS = tuple(
        row(f"{column}.{index}", index) for column in (1, 2, 10, 200) for index in (1, 127, 128, 300, 16384, 70000)
    )

    @pytest.mark.parametrize("version", [Version.V1, Version.V2C])
    @pytest.mark.parametrize("max_repetitions", [1, 2, 7, 25, 1000])
    @pytest.mark.parametrize("cap", [1, 5, 1000])
    def test_every_row_arrives_once_and_in_order(self, version: Version, max_repetitions: int, cap: int) -> None:
        agent = Answering([VarBind.of("1.3.6.1.2.1.1.1.0", Value.integer(0)), *self.VARBINDS, OUTSIDE], cap=cap)
        walk = walk_of(version, max_repetitions=max_repetitions)
        rows = agent.walk(walk)
        assert tuple(rows) == self.VARBINDS
        assert (walk.error, walk.cut, walk.rows) == (None, None, len(rows))

    @given(
        st.sets(st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=3).map(tuple), max_size=40),
        st.integers(1, 12),
        st.integers(1, 12),
    )
    def test_any_table_is_walked_completely(self, suffixes: set[tuple[int, ...]], repetitions: int, cap: int) -> None:
        rows = [VarBind.of(Oid((*ROOT, *suffix)), Value.integer(1)) for suffix in sorted(suffixes)]
        walk = walk_of(max_repetitions=repetitions)
        assert Answering([*rows, OUTSIDE], cap=cap).walk(walk) == rows
        assert (walk.error is None) == bool(rows)

    @given(st.lists(st.lists(st.integers(0, 300), min_size=0, max_size=6), min_size=1, max_size=60), st.booleans())
    def test_an_agent_that_answers_anything_cannot_keep_a_walk_going_for_ever(
        self, answers: list[list[int]], tolerates: object
    ) -> None:
        walk = walk_of(max_rows=200, tolerates_non_increasing=bool(tolerates))
        rows: list[VarBind] = []
        for number in range(2000):
            if walk.next_request() is None:
                break
            names = answers[number % len(answers)]
            rows += walk.receive_response(page(*(row(f"{name}") for name in names)), 0.0)
        assert walk.next_request() is None
        assert len(rows) == walk.rows <= 200
        if not tolerates:
            assert all(follows(one.name, other.name) for one, other in pairwise(rows))
