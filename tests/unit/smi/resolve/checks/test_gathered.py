"""What checks work on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("module", "is_smiv2"), [("SNMPv2-SMI", True), ("SNMPv2-CONF", True), ("RFC1155-SMI", False), ("OTHER-MIB", False)]
)
def test_what_a_module_imports_from_tells_its_version(
    compiled: Callable[..., Any], module: str, *, is_smiv2: bool
) -> None:
    text = f"A-MIB DEFINITIONS ::= BEGIN IMPORTS enterprises FROM {module}; a OBJECT IDENTIFIER ::= {{ iso 3 }} END"
    assert compiled(text).modules["A-MIB"].is_smiv2 is is_smiv2
