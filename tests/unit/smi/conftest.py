"""A module around a few definitions, parsed or compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from trishul.smi.compiling import compile_modules
from trishul.smi.diagnostics import Preset
from trishul.smi.model import CompiledSet, Module
from trishul.smi.parser import parse_source
from trishul.smi.source import decode_source
from trishul.smi.syntax import ParsedModule

HEADER = """T-MIB DEFINITIONS ::= BEGIN
IMPORTS
    MODULE-IDENTITY, OBJECT-TYPE, OBJECT-IDENTITY, NOTIFICATION-TYPE, Integer32, enterprises FROM SNMPv2-SMI
    OBJECT-GROUP, NOTIFICATION-GROUP, MODULE-COMPLIANCE, AGENT-CAPABILITIES FROM SNMPv2-CONF
    TRAP-TYPE FROM RFC-1215
    TEXTUAL-CONVENTION, DisplayString FROM SNMPv2-TC;
root MODULE-IDENTITY LAST-UPDATED "202601010000Z" ORGANIZATION "o" CONTACT-INFO "c" DESCRIPTION "d"
    ::= { enterprises 99999 }
"""


@pytest.fixture
def parse() -> Callable[[str], ParsedModule]:
    """Definitions, parsed inside an otherwise faultless module."""

    def parse_body(body: str) -> ParsedModule:
        return parse_source(decode_source("T-MIB", f"{HEADER}{body}\nEND\n".encode())).modules[0]

    return parse_body


@pytest.fixture
def definition(parse: Callable[[str], ParsedModule]) -> Callable[[str], Any]:
    """The last of some definitions."""
    return lambda body: parse(body).definitions[-1]


@pytest.fixture
def codes(parse: Callable[[str], ParsedModule]) -> Callable[[str], list[str]]:
    """What the parser finds in some definitions."""
    return lambda body: [found.code for found in parse(body).diagnostics]


@pytest.fixture
def compiled() -> Callable[..., CompiledSet]:
    """Whole texts, compiled together."""
    return lambda *texts: compile_modules(
        [decode_source(f"file-{number}", text.encode()) for number, text in enumerate(texts)]
    )


@pytest.fixture
def module(compiled: Callable[..., CompiledSet]) -> Callable[[str], Module]:
    """Definitions, compiled inside an otherwise faultless module."""
    return lambda body: compiled(f"{HEADER}{body}\nEND\n").modules["T-MIB"]


@pytest.fixture
def warnings(compiled: Callable[..., CompiledSet]) -> Callable[[str], list[str]]:
    """What is found in some definitions by parsing and resolving, style aside."""

    def found(body: str) -> list[str]:
        diagnostics = compiled(f"{HEADER}{body}\nEND\n").diagnostics
        return [one.code for one in diagnostics if Preset.NORMAL.shows(one.severity)]

    return found


@pytest.fixture
def findings(compiled: Callable[..., CompiledSet]) -> Callable[[str], list[str]]:
    """What is found in some definitions, style and all; imports that they do not use aside."""

    def found(body: str) -> list[str]:
        diagnostics = compiled(f"{HEADER}{body}\nEND\n").diagnostics
        return [one.code for one in diagnostics if one.code != "unused-import"]

    return found
