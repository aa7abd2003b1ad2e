"""What the outbox keeps of a notification is all that a record shows."""

from __future__ import annotations

import msgspec
import pytest

from tests.unit.notification_rows import stored_row
from trishul.services.forwarding.parcels import pack, unpack


def test_a_row_comes_out_as_it_went_in_without_its_datagram() -> None:
    row = stored_row(7, severity=3, tags=("a", "b"), peer_address="[fe80::1]:162")
    assert unpack(pack(row)) == row._replace(raw=b"")


def test_a_field_that_this_version_does_not_know_is_left_out() -> None:
    fields = {**stored_row(7)._asdict(), "later": 1}
    assert unpack(msgspec.msgpack.encode(fields)).id == 7


@pytest.mark.parametrize("content", [b"", b"\xc1", msgspec.msgpack.encode([1]), msgspec.msgpack.encode({"id": 1})])
def test_other_octets_are_refused(content: bytes) -> None:
    with pytest.raises((msgspec.MsgspecError, TypeError)):
        unpack(content)
