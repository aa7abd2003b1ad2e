"""A fault found below gets the name of the field it came from."""

from __future__ import annotations

import pytest

from trishul.errors import InvalidInput, InvalidQuery
from trishul.services.wrong_fields import field_named


@pytest.mark.parametrize(
    ("found", "instead_of", "named"),
    [(None, None, "target"), ("host", "host", "target"), ("version", "host", "version"), ("host", None, "host")],
)
def test_the_field_is_named_where_it_has_no_name_or_one_that_users_do_not_know(
    found: str | None, instead_of: str | None, named: str
) -> None:
    with pytest.raises(InvalidInput, match="it is wrong") as failure, field_named("target", instead_of=instead_of):
        raise InvalidInput("it is wrong", field=found)
    assert failure.value.field == named


def test_what_is_right_passes() -> None:
    with field_named("target"):
        pass


def test_a_query_keeps_the_place_at_which_it_is_wrong() -> None:
    with pytest.raises(InvalidQuery) as failure, field_named("cleared_by"):
        raise InvalidQuery("There is no such version", 4, 1, ("1", "2c", "3"))
    assert (failure.value.field, failure.value.column, failure.value.length) == ("cleared_by", 4, 1)
