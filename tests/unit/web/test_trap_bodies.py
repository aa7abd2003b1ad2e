"""Notifications in request bodies."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from trishul.errors import InvalidInput
from trishul.web.trap_bodies import TrapBody


def test_a_body_is_what_the_service_sends() -> None:
    trap = TrapBody(
        target="sw1", generic=6, enterprise=" 1.3.6.1.4.1.9 ", specific=7, agent_address="", uptime=5
    ).to_send()
    assert (trap.oid, trap.uptime) == ("", 5)
    assert (trap.v1.generic, trap.v1.enterprise, trap.v1.specific, trap.v1.agent_address) == (
        6,
        "1.3.6.1.4.1.9",
        7,
        None,
    )


def test_something_must_name_the_notification() -> None:
    with pytest.raises(InvalidInput):
        TrapBody(target="sw1", oid=" ").to_send()
    with pytest.raises(ValidationError):
        TrapBody(target="sw1", generic=7)
