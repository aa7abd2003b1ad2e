"""`error`: who is refused with which status."""

from __future__ import annotations

import pytest

from tests.unit.simulation.variations.lines import NAME, line, read_line
from trishul.datatypes.contents import encode_integer
from trishul.engine.instances import InstanceError
from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.recordings.findings import Unreadable
from trishul.simulation.variations.variation import Reading

NONE = ErrorStatus.NO_ERROR


@pytest.mark.parametrize(
    ("options", "on_get", "on_set"),
    [
        ("status=noAccess", ErrorStatus.NO_ACCESS, ErrorStatus.NO_ACCESS),
        ("status=TOOBIG,op=get", ErrorStatus.TOO_BIG, NONE),
        ("status=wrongValue,op=set", NONE, ErrorStatus.WRONG_VALUE),
        ("status=noSuchInstance", ErrorStatus.GEN_ERR, ErrorStatus.NOT_WRITABLE),
        ("status=endOfMib,op=any", ErrorStatus.GEN_ERR, ErrorStatus.GEN_ERR),
        ("", NONE, NONE),
    ],
)
def test_a_status_is_for_questions_for_sets_or_for_both(options: str, on_get: ErrorStatus, on_set: ErrorStatus) -> None:
    refusing = line("2:error", f"value=5,{options}")
    if on_get is NONE:
        assert refusing.read(NAME, 0.0) == Reading(2, b"\5")
    else:
        with pytest.raises(InstanceError) as caught:
            refusing.read(NAME, 0.0)
        assert caught.value.status is on_get
    assert refusing.try_set(NAME, 2, b"\1", 0.0).status is on_set
    assert refusing.contents_at(0.0) == b"\5"


@pytest.mark.parametrize(
    ("value", "status"),
    [(9, "WRONG_VALUE"), (33, "NO_ACCESS"), (101, "GEN_ERR"), (50, "NO_ERROR"), (10, "NO_ERROR"), (-1, "WRONG_VALUE")],
)
def test_certain_values_are_refused_and_the_status_is_then_for_questions_only(value: int, status: str) -> None:
    picky, _ = read_line(
        "2:error", "value=5,op=set,status=readOnly,vlist=lt:10:wrongValue:eq:33:NOACCESS:gt:100:genError"
    )
    assert picky.try_set(NAME, 2, encode_integer(value), 0.0).status is ErrorStatus[status]


@pytest.mark.parametrize(("tag", "vlist", "value", "refused"), [
    ("4", "eq:abc:noAccess", b"abc", True),
    ("4x", "eq:616263:noAccess", b"abc", True),
    ("4", "lt:b:noAccess", b"abc", True),
    ("4", "gt:b:noAccess", b"abc", False),
    ("6", "lt:1.3.6.2:noAccess", b"\x2b\x06\x01", True),
    ("6", "lt:1.3.6.2:noAccess", b"\x2b\x06\x81\x00", False),
    ("64", "eq:10.0.0.1:noAccess", b"\x0a\0\0\1", True),
])  # fmt: skip
def test_values_compare_by_their_type(tag: str, vlist: str, value: bytes, *, refused: bool) -> None:
    start = {"6": "1.3", "64": "1.2.3.4"}.get(tag, "00")
    picky, _ = read_line(f"{tag}:error", f"value={start},vlist={vlist}")
    assert (picky.try_set(NAME, picky.tag, value, 0.0).status is ErrorStatus.NO_ACCESS) == refused


def test_a_value_that_is_taken_is_kept_and_another_type_is_not() -> None:
    refusing = line("2:error", "value=5")
    assert refusing.keeps_set_values
    assert refusing.try_set(NAME, 4, b"x", 0.0).status is ErrorStatus.WRONG_TYPE
    assert refusing.with_value(b"\7").read(NAME, 0.0) == Reading(2, b"\7")


@pytest.mark.parametrize(
    "options", ["status=what,value=1", "op=put,value=1", "", "status=genErr,op=set", "vlist=eq:1:x,value=1"]
)
def test_options_that_cannot_be_read_exclude_the_line(options: str) -> None:
    with pytest.raises(Unreadable):
        line("2:error", options)
