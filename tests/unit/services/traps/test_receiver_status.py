"""What is told of the receiver can be told as JSON."""

from __future__ import annotations

import msgspec

from trishul.services.traps.receiver_status import ReceiverStarted, UnusableUser


def test_a_start_and_a_user_who_cannot_be_used_are_told_by_their_fields() -> None:
    assert msgspec.json.encode(ReceiverStarted("started", 7, 1162, True)) == (
        b'{"status":"started","pid":7,"port":1162,"resolve_mibs":true}'
    )
    assert msgspec.to_builtins(UnusableUser("ops", "no cipher")) == {"user": "ops", "reason": "no cipher"}
