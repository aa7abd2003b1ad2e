"""Mended texts of a corpus have none of the findings that were mended, whatever else is wrong with them."""

from __future__ import annotations

from tests.mibs.corpora import Texts
from trishul.smi.compiling import compile_modules
from trishul.smi.diagnostics import Diagnostic
from trishul.smi.edits import mend_until_clean
from trishul.smi.source import decode_source

SHARE = 90
"""Every n-th text; each is compiled by itself a few times."""
MAX_OCTETS = 300_000


def check(data: bytes) -> tuple[Diagnostic, ...]:
    """All findings about one text."""
    return compile_modules([decode_source("x", data)]).diagnostics


def test_what_can_be_mended_is_mended(texts: dict[str, Texts]) -> None:
    left = []
    lost = []
    applied = 0
    for number, (name, data) in enumerate(texts["librenms"]):
        if number % SHARE or len(data) > MAX_OCTETS:
            continue
        mended = mend_until_clean(data, check)
        applied += len(mended.applied)
        left += [(name, one.code, one.line) for one in check(mended.data) if one.edit is not None]
        if nodes_of(data) - nodes_of(mended.data):
            lost.append(name)
    print(f"{applied} findings mended")
    assert left == []
    assert lost == []
    assert applied > 100


def nodes_of(data: bytes) -> set[tuple[str, str]]:
    """Names and OIDs of a text."""
    modules = compile_modules([decode_source("x", data)]).modules.values()
    return {(node.name, str(node.oid)) for module in modules for node in module.nodes}
