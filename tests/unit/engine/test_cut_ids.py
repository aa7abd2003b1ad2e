"""Which request-ids a device may have cut to what it answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.engine.cut_ids import MAX_GUESSES, ids_cut_to

OLDEST = 0x01000000


@given(request_id=st.integers(OLDEST, 2**31 - 1), later=st.integers(0, 65535), signed=st.booleans())
def test_the_low_half_with_or_without_sign_leads_back_to_the_id(request_id: int, later: int, *, signed: bool) -> None:
    low = (request_id & 0xFFFF).to_bytes(2, "big")
    found = list(ids_cut_to(int.from_bytes(low, "big", signed=signed), request_id, request_id + later))
    assert found == [request_id]


@pytest.mark.parametrize("answered", [-32769, 65536, 2**24, 2**31 - 1, -(2**31)])
def test_what_no_device_can_have_cut_leads_nowhere(answered: int) -> None:
    assert list(ids_cut_to(answered, OLDEST, OLDEST + 200_000)) == []


def test_ids_of_several_laps_fit_newest_first_and_few_are_looked_at() -> None:
    assert list(ids_cut_to(5, OLDEST, OLDEST + 70_000)) == [OLDEST + 65_541, OLDEST + 5]
    assert len(list(ids_cut_to(5, OLDEST, 2**31 - 1))) == MAX_GUESSES
