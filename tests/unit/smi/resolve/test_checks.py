"""All checks run over a module, except over those that define the SMI."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

TABLE = "aTable OBJECT-TYPE SYNTAX SEQUENCE OF A ACCESS read-only STATUS mandatory ::= {{ iso 3 }}"
TEXT = f"{{}} DEFINITIONS ::= BEGIN {TABLE} END"


def test_modules_are_checked_and_the_smi_is_not(compiled: Callable[..., Any]) -> None:
    assert "table-access" in [one.code for one in compiled(TEXT.format("A-MIB")).diagnostics]
    assert "table-access" not in [one.code for one in compiled(TEXT.format("SNMPv2-SMI")).diagnostics]
