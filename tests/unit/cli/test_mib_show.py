"""`trishul mib show`: an object, an instance, a module; as a page, as JSON, as its author wrote it."""

from __future__ import annotations

import json

import pytest

from tests.unit.cli.conftest import VENDOR_MIB
from trishul.cli.main import run

pytestmark = pytest.mark.usefixtures("data_dir")


@pytest.mark.parametrize("text", ["vendorMode", "VENDOR-MIB::vendorMode", "1.3.6.1.4.1.99999.1"])
def test_an_object_is_shown_with_all_that_is_known(capsys: pytest.CaptureFixture[str], text: str) -> None:
    assert run(["mib", "show", text]) == 0
    assert (
        capsys.readouterr().out
        == """\
VENDOR-MIB::vendorMode
  kind          scalar
  OID           .1.3.6.1.4.1.99999.1
  path          iso.org.dod.internet.private.enterprises.vendor.vendorMode
  syntax        INTEGER { fast(1), slow(2) }
  units         steps
  access        read-write
  status        current
  default       fast
  reference     A book

  How it goes.
  \N{REPLACEMENT CHARACTER}[31mRed.
"""
    )


def test_an_instance_is_named_above_its_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "show", "1.3.6.1.4.1.99999.2.1.3.3.119.101.115"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "VENDOR-MIB::vendorQuota"
    assert "VENDOR-MIB::vendorQuota.3.'wes'" in lines[1]
    assert "  index         vendorRank, vendorUser (the last one without its length)" in lines


def test_a_module_is_shown_with_what_it_lacks(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "show", "VENDOR-MIB"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "  file          vendor.mib (uploaded)" in lines
    assert "  identity      vendor  .1.3.6.1.4.1.99999" in lines
    assert "  last updated  2026-02-03" in lines
    assert "  not loaded    NOWHERE-MIB" in lines
    assert "  revision      2026-02-03  The first one." in lines
    assert lines[-1] == "  What a vendor's device has."


def test_source_is_the_definition_and_no_more(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "show", "--source", "vendorQuota"]) == 0
    assert capsys.readouterr().out == (
        "vendorQuota OBJECT-TYPE SYNTAX Integer32 MAX-ACCESS read-only STATUS current\n"
        '    DESCRIPTION "A quota ""::= { none 1 }""." ::= { vendorEntry 3 }\n'
    )


def test_source_of_a_module_is_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "show", "--source", "VENDOR-MIB"]) == 0
    assert capsys.readouterr().out.rstrip() == VENDOR_MIB.replace("\x1b", "\N{REPLACEMENT CHARACTER}").rstrip()


def test_json_of_an_object_and_of_a_module(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "show", "-o", "json", "vendorGone"]) == 0
    assert json.loads(capsys.readouterr().out)["objects"] == ["vendorQuota"]
    assert run(["mib", "show", "-o", "json", "VENDOR-MIB"]) == 0
    module = json.loads(capsys.readouterr().out)
    assert module["missing"] == ["NOWHERE-MIB"]
    assert module["kinds"]["column"] == 3


def test_unknown_names_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mib", "show", "vendorMod"]) == 2
    assert "near it are vendorMode" in capsys.readouterr().err
