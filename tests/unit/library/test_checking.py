"""Texts are compiled against what is installed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from trishul.library.checking import check_sources
from trishul.library.library import Library
from trishul.smi.diagnostics import Severity
from trishul.smi.model import CompiledSet
from trishul.smi.source import decode_source

ROOT = b"ROOT-MIB DEFINITIONS ::= BEGIN root OBJECT IDENTIFIER ::= { iso %d } END"
LEAF = b"LEAF-MIB DEFINITIONS ::= BEGIN IMPORTS root FROM ROOT-MIB; leaf OBJECT IDENTIFIER ::= { root 1 } END"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive of standard texts."""
    path = tmp_path / "standard.zip"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("ROOT-MIB", ROOT % 3)
    return path


def leaf_oid(compiled: CompiledSet) -> str | None:
    """The OID that depends on the other module."""
    node = compiled.modules["LEAF-MIB"].find_node("leaf")
    return str(node.oid) if node else None


def test_imports_come_from_the_standard_archive(archive: Path) -> None:
    compiled = check_sources([decode_source("leaf", LEAF)], None, (), archive)
    assert leaf_oid(compiled) == "1.3.1"
    assert list(compiled.modules) == ["LEAF-MIB"]


def test_folders_go_before_the_archive_and_texts_before_folders(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "ROOT-MIB.mib").write_bytes(ROOT % 2)
    sources = [decode_source("leaf", LEAF)]
    assert leaf_oid(check_sources(sources, None, [tmp_path], archive)) == "1.2.1"
    sources.append(decode_source("root", ROOT % 1))
    assert leaf_oid(check_sources(sources, None, [tmp_path], archive)) == "1.1.1"


def test_without_an_archive_texts_are_still_checked(tmp_path: Path) -> None:
    compiled = check_sources([decode_source("leaf", LEAF)], None, (), tmp_path / "gone.zip")
    assert [one.code for one in compiled.diagnostics if one.severity > Severity.STYLE] == [
        "unknown-module",
        "unknown-parent",
    ]


def test_only_the_texts_given_have_findings(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "ROOT-MIB").write_bytes((ROOT % 2).replace(b"::= {", b":= {"))
    assert check_sources([decode_source("leaf", LEAF)], None, [tmp_path], archive).diagnostics == ()


USER = b"""APP-MIB DEFINITIONS ::= BEGIN
app OBJECT-TYPE SYNTAX IANAifType ACCESS read-only STATUS mandatory ::= { 1 3 6 1 4 1 9 }
END"""


def test_types_that_are_not_imported_are_found_in_the_library(library: Library, archive: Path) -> None:
    alone = check_sources([decode_source("app", USER)], None, (), archive)
    assert "unknown-type" in [one.code for one in alone.diagnostics]
    found = check_sources([decode_source("app", USER)], library, (), archive).diagnostics
    assert "unknown-type" not in [one.code for one in found]
    assert "Import it from IANAifType-MIB" in [one.hint for one in found]


def test_an_import_from_the_wrong_module_is_told_where_a_type_is(library: Library, archive: Path) -> None:
    wrong = USER.replace(b"BEGIN", b"BEGIN IMPORTS IANAifType FROM ROOT-MIB;")
    found = check_sources([decode_source("app", wrong)], library, (), archive).diagnostics
    assert [one.hint for one in found if one.code == "unknown-import"] == ["Found in IANAifType-MIB"]
