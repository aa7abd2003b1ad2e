"""`trishul mib tree`: drawn with depth, access and type, below an OID or for a module."""

from __future__ import annotations

import io
import json
import sys

import pytest

from trishul.cli.main import run

pytestmark = pytest.mark.usefixtures("data_dir")


def test_a_module_is_drawn_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "tree", "VENDOR-MIB"]) == 0
    assert (
        capsys.readouterr().out
        == """\
VENDOR-MIB
└─ vendor(99999)            module identity
   ├─ vendorGone(1)         notification
   ├─ vendorMode(1)         read-write      INTEGER { fast(1), slow(2) }
   ├─ vendorTable(2)        table
   │  └─ vendorEntry(1)     row [vendorRank, vendorUser]
   │     ├─ vendorRank(1)   not-accessible  Integer32 (1..10)
   │     ├─ vendorUser(2)   not-accessible  DisplayString (SIZE (1..8))
   │     └─ vendorQuota(3)  read-only       Integer32
   └─ vendorGroup(3)        object group
"""
    )


@pytest.mark.parametrize(
    "start", ["vendorTable", "VENDOR-MIB::vendorTable", "1.3.6.1.4.1.99999.2", "enterprises.99999.2"]
)
def test_below_an_oid_depth_ends_in_dots(capsys: pytest.CaptureFixture[str], start: str) -> None:
    assert run(["mib", "tree", "--depth", "1", start]) == 0
    assert (
        capsys.readouterr().out
        == """\
VENDOR-MIB::vendorTable  .1.3.6.1.4.1.99999.2
└─ vendorEntry(1) …  row [vendorRank, vendorUser]
"""
    )


def test_json_is_nested(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "tree", "-o", "json", "vendorTable"]) == 0
    tree = json.loads(capsys.readouterr().out)
    (row,) = tree["nodes"]
    assert row["name"] == "VENDOR-MIB::vendorEntry"
    assert [child["oid"] for child in row["children"]] == [f"1.3.6.1.4.1.99999.2.1.{arc}" for arc in (1, 2, 3)]
    assert not any(child["has_children"] for child in row["children"])


def test_a_terminal_without_box_drawing_gets_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    output = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", output)
    assert run(["mib", "tree", "vendorTable"]) == 0
    output.seek(0)
    assert "`- vendorEntry(1)" in output.read()


def test_where_nothing_is_known_exits_with_1() -> None:
    assert run(["mib", "tree", "1.3.6.1.4.1.4242424"]) == 1


@pytest.mark.parametrize(
    ("start", "words"), [("nosuchname", "No loaded MIB defines"), ("1", "two numbers"), ("", "no name")]
)
def test_what_is_no_place_in_the_tree_is_refused(capsys: pytest.CaptureFixture[str], start: str, words: str) -> None:
    assert run(["mib", "tree", start]) == 2
    assert words in capsys.readouterr().err
