"""How a notification came, in words (RFC 3411 §5)."""

from __future__ import annotations

import pytest

from tests.unit.services.traps.test_records import a_notification
from trishul.services.traps.security import engine_text, security_of

SECURED = {
    "version": 3,
    "security_level": 3,
    "user_name": "ops",
    "engine_id": "800000090300aabbccddee",
    "context_engine_id": "80001f8804626568696e64",
    "context_name": "vlan-7",
}


def test_a_secured_notification_says_how_it_came() -> None:
    security = security_of(a_notification(**SECURED))
    assert security is not None
    assert (security.level, security.user, security.context_name) == ("authPriv", "ops", "vlan-7")
    assert security.engine_id == "800000090300aabbccddee"
    assert security.engine == "MAC address 00:aa:bb:cc:dd:ee, enterprise 9"
    assert security.context_engine_id == "80001f8804626568696e64"


@pytest.mark.parametrize("changes", [{}, {"security_level": 9}, {"engine_id": "zz"}, {"engine_id": None}])
def test_others_and_damaged_rows_say_nothing(changes: dict[str, object]) -> None:
    assert security_of(a_notification(**(SECURED | changes if changes else {}))) is None


@pytest.mark.parametrize(
    ("engine_id", "text"),
    [
        ("80001f8804696e7465726f70", "text interop, enterprise 8072"),
        ("80001f880101020304", "IPv4 address 1.2.3.4, enterprise 8072"),
        ("80001f888001020304050607", "net-snmp random 01 02 03 04 05 06 07, enterprise 8072"),
    ],
)
def test_engine_ids_in_words(engine_id: str, text: str) -> None:
    assert engine_text(bytes.fromhex(engine_id)) == text
