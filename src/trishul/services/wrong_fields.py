"""Names the field of a request that cannot be meant: lower layers know the fault, the service knows the field."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec

from trishul.errors import InvalidInput, InvalidQuery

_Struct = TypeVar("_Struct", bound=msgspec.Struct)


@contextlib.contextmanager
def field_named(field: str, *, instead_of: str | None = None) -> Iterator[None]:
    """Gives an InvalidInput from inside the field's name, where it has none or the name `instead_of`."""
    try:
        yield
    except InvalidQuery as error:
        error.field = field  # the place inside the query stays with it
        raise
    except InvalidInput as error:
        if error.field is None or error.field == instead_of:
            raise InvalidInput(str(error), field=field) from None
        raise


def read_struct(data: Any, struct: type[_Struct]) -> _Struct:
    """The struct in a JSON value. Raises InvalidInput with the field that is wrong."""
    try:
        return msgspec.convert(data, struct)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$")
        raise InvalidInput(reason, field=place.rstrip("`").removeprefix(".") or None) from None
