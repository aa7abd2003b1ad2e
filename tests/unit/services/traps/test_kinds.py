"""What notifications are called."""

from __future__ import annotations

import pytest

from tests.unit.notification_rows import LINK_DOWN
from trishul.library.names import Names
from trishul.services.traps.kinds import TrapKind, trap_kind


@pytest.mark.parametrize(
    ("oid", "kind"),
    [
        (LINK_DOWN, TrapKind("linkDown", "linkDown", is_resolved=True)),
        ("1.3.6.1.4.1.9", TrapKind("1.3.6.1.4.1.9", "1.3.6.1.4.1.9", is_resolved=False)),
        ("0x2b80", TrapKind("0x2b80", "0x2b80", is_resolved=False)),
    ],
)
def test_without_mibs_generic_traps_have_their_names(oid: str, kind: TrapKind) -> None:
    assert trap_kind(oid, Names(None)) == kind


def test_without_names_everything_is_a_number() -> None:
    assert trap_kind(LINK_DOWN, None) == TrapKind(LINK_DOWN, LINK_DOWN, is_resolved=False)
