"""`numeric`: the number at a time, with every option."""

from __future__ import annotations

import pytest

from tests.unit.simulation.variations.lines import NAME, line, read_line
from trishul.datatypes.contents import decode_integer
from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.behaviours import next_wrap
from trishul.simulation.recordings.findings import Unreadable
from trishul.simulation.variations.variation import Origin, Variation

WRAPS = "Variation module 'numeric' switches 'wrap' on, whatever its value; leave it out to switch it off"


def number(variation: Variation, now: float) -> int:
    return decode_integer(variation.read(NAME, now).contents)


@pytest.mark.parametrize(
    ("options", "at", "value"),
    [
        ("rate=2", 10, 20),
        ("rate=2,initial=5", 10, 25),
        ("min=3", 0, 3),
        ("min=3", 1.9, 4),
        ("rate=-1,min=5,initial=9", 2, 7),
        ("rate=-1,min=5,initial=9", 100, 5),
        ("max=7", 100, 7),
        ("max=7,wrap", 100, 100 % 7),
        ("max=10,min=2,wrap=1", 100, (100 + 2) % 10 + 2),
        ("rate=3,scale=2,offset=1", 5, 31),
        ("rate=0,offset=-3.7,min=-9", 5, -9),
        ("function=pow%<time>%2", 5, 25),
        ("function=pow%3%2,scale=2,offset=1,initial=100", 5, 119),
        ("function=sin,scale=100,offset=100", 0, 100),
        ("function==floor,,rate==0.5", 5, 2),
        ("function=log,min=4", 0, 4),
        ("function=pow%<time>%999,min=4", 1e300, 4),
        ("function=sqrt,rate=-1,min=0", 9, 0),
        ("", 12, 12),
        ("max=1e400", 0, None),
    ],
)
def test_the_number_at_a_time(options: str, at: float, value: int | None) -> None:
    if value is None:
        with pytest.raises(Unreadable):
            line("2:numeric", options)
        return
    assert number(read_line("2:numeric", options)[0], at) == value


def test_time_counts_from_the_start_or_from_1970() -> None:
    origin = Origin.at(100.0, 1_700_000_000.0)
    assert number(line("66:numeric", "").with_origin(origin), 130.0) == 30
    assert number(line("66:numeric", "atime=1").with_origin(origin), 130.0) == 1_700_000_030


@pytest.mark.parametrize(("tag", "top"), [("2", 2**31 - 1), ("65", 2**32 - 1), ("70", 2**64 - 1)])
def test_a_number_stays_in_the_range_of_its_type(tag: str, top: int) -> None:
    assert number(line(f"{tag}:numeric", "rate=1e30"), 1) == top


def test_chance_is_a_function_of_seed_name_and_time() -> None:
    calm = line("66:numeric", "rate=0,initial=1000,deviation=10")
    seen = {number(calm, at) for at in range(200)}
    assert seen == {number(calm, at) for at in range(200)}
    assert min(seen) >= 990
    assert max(seen) < 1010
    assert len(seen) > 10
    assert [number(calm.with_origin(Origin(seed=1)), at) for at in range(9)] != [number(calm, at) for at in range(9)]


def test_a_cumulative_number_grows_with_each_question_and_looking_leaves_it() -> None:
    grows, findings = read_line("65:numeric", "cumulative=1,scale=0,offset=5,initial=100,rate=2")
    assert findings == [
        "Variation module 'numeric' adds with each question, so that the value depends on how often it is asked"
    ]
    assert [number(grows, at) for at in (1, 1, 3)] == [110, 110, 130]
    assert decode_integer(grows.contents_at(4)) == 140
    assert number(grows, 3) == 130
    falling = read_line("65:numeric", "cumulative=1,scale=0,offset=-5,initial=100")[0]
    assert [number(falling, at) for at in (1, 2)] == [100, 100]
    assert number(grows.with_origin(Origin(started_at=3.0)), 3) == 130


@pytest.mark.parametrize("flag", ["wrap=0", "wrap=no", "wrap=", "wrap"])
def test_flags_are_tested_by_presence_and_those_that_look_off_are_told(flag: str) -> None:
    variation, findings = read_line("66:numeric", f"max=4,{flag}")
    assert findings == [WRAPS]
    assert number(variation, 6) == 2


def test_options_without_a_meaning_are_told() -> None:
    assert read_line("66:numeric", "rat=4")[1] == [
        "Variation module 'numeric' has no option 'rat', which is passed over"
    ]


@pytest.mark.parametrize(
    ("tag", "options"),
    [
        ("4", "rate=1"),
        ("64", ""),
        ("66", "rate=x"),
        ("66", "rate=nan"),
        ("66", "min="),
        ("66", "function=system"),
        ("66", "function=factorial%5"),
        ("66", "function=__doc__"),
        ("66", "function=pow%<time>"),
        ("66", "function=pow%<time>%x"),
    ],
)
def test_lines_that_make_no_number_are_excluded(tag: str, options: str) -> None:
    with pytest.raises(Unreadable):
        line(f"{tag}:numeric", options)


def test_nobody_sets_it() -> None:
    assert line("2:numeric", "").try_set(NAME, 2, b"\1", 0).status is ErrorStatus.NOT_WRITABLE


@pytest.mark.parametrize(
    ("tag", "options", "wraps_at"),
    [
        ("65", "initial=4294967000,rate=10,wrap=1", 100 + 29.5),
        ("67", "initial=4294967195,rate=100,wrap=1", 100 + 1.0),
        ("70", "initial=18446744073709500000,rate=100,wrap=1", 100 + 520.0),
        ("65", "max=50,rate=2,scale=5,wrap=1", 100 + 5.0),
        ("65", "rate=10", None),
        ("66", "rate=10,wrap=1", None),
        ("65", "rate=-1,wrap=1", None),
        ("65", "rate=1e300,scale=1e300,wrap=1", None),
        ("65", "rate=10,deviation=3,wrap=1", None),
        ("65", "function=sin,wrap=1", None),
    ],
)
def test_a_line_that_counts_steadily_has_a_wrap_to_move_to(tag: str, options: str, wraps_at: float | None) -> None:
    moving = read_line(f"{tag}:numeric", options)[0].with_origin(Origin(100.0))
    found = next_wrap(moving, 100.0)
    assert found == (None if wraps_at is None else pytest.approx(wraps_at, rel=0.1))
    if found is not None:
        near = 60 if tag == "70" else 0.5  # a float that large has no finer steps
        assert number(moving, found + near) < number(moving, found - near)
