"""Names the field of a request that cannot be meant: lower layers know the fault, the service knows the field."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from trishul.errors import InvalidInput


@contextlib.contextmanager
def field_named(field: str, *, instead_of: str | None = None) -> Iterator[None]:
    """Gives an InvalidInput from inside the field's name, where it has none or the name `instead_of`."""
    try:
        yield
    except InvalidInput as error:
        if error.field is None or error.field == instead_of:
            raise InvalidInput(str(error), field=field) from None
        raise
