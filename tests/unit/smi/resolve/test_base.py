"""What the SMI itself defines is known without any module."""

from __future__ import annotations

import pytest

from trishul.smi.resolve.base import home_of


@pytest.mark.parametrize(
    ("name", "home"),
    [
        ("OBJECT-GROUP", "SNMPv2-CONF"),
        ("TruthValue", "SNMPv2-TC"),
        ("Counter", "RFC1155-SMI"),
        ("enterprises", "SNMPv2-SMI"),
        ("INTEGER", None),
        ("ifIndex", None),
    ],
)
def test_every_name_of_the_smi_has_a_home(name: str, home: str | None) -> None:
    assert home_of(name) == home
