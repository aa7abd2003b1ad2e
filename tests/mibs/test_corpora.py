"""Thousands of real modules: none crashes the compiler, none is lost because of another one.

The archives lie in ../shared/mibs. The ordinary run takes a sample; TRISHUL_FULL_CORPORA=1
takes all.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mibs.corpora import SAMPLE, Corpus, RejectedTexts, Texts, read_corpus, rejected
from trishul.smi.resolve.modules import resolve_modules
from trishul.smi.syntax import Definition, NotificationType, ParsedSource, TypeDefinition

ONLY_MACROS = frozenset(("SNMPv2-CONF",))
"""Modules that define macros and nothing else."""


@pytest.fixture(scope="module", params=["librenms", "cisco-v2"])
def corpus(
    request: pytest.FixtureRequest, shared_dir: Path, texts: dict[str, Texts], rejected_texts: RejectedTexts
) -> Corpus:
    """Parsed once for all tests of this file, and given up when the next one is."""
    return read_corpus(request.param, shared_dir / "mibs", texts[request.param], rejected_texts)


def test_no_file_is_lost_and_none_takes_long(corpus: Corpus) -> None:
    without_module = [
        (source.source, [one.code for one in source.diagnostics]) for source in corpus.parsed if not source.modules
    ]
    print(f"{corpus.name}: {len(corpus.parsed)} files, {len(without_module)} without a module")
    assert without_module == []
    assert corpus.slow == []


def test_modules_that_other_compilers_reject_load(shared_dir: Path, corpus: Corpus) -> None:
    wanted = {module for corpus_name, module in rejected(shared_dir / "mibs") if corpus_name == corpus.name}
    found = {source.source for source in corpus.parsed if source.modules and source.modules[0].definitions}
    missing = sorted(wanted - found - ONLY_MACROS)
    print(f"{corpus.name}: {len(wanted)} rejected elsewhere, {len(wanted & found)} loaded")
    assert missing == []


def test_what_is_not_resolved_is_reported_where_it_begins(corpus: Corpus) -> None:
    parsed = corpus.parsed
    compiled = resolve_modules(parsed)
    lost = {
        (module, one.name): one for module, one in values_of(parsed) if not compiled.modules[module].find_node(one.name)
    }
    lost_names = {one.name for one in lost.values()}
    explained = {one.module for one in compiled.diagnostics if one.code in REASONS}
    begins = [place for place, one in lost.items() if parent_of(one) not in lost_names]
    nodes = sum(len(module.nodes) for module in compiled.modules.values())
    print(f"{corpus.name}: {len(compiled.modules)} modules, {nodes} nodes, {len(lost)} without OID")
    assert [place for place in begins if place[0] not in explained] == []
    if SAMPLE == 1:  # a sample lacks most of the modules that its parents are defined in
        assert len(lost) < nodes / 50


REASONS = frozenset(("unknown-parent", "missing-oid", "bad-oid", "oid-loop"))
"""Findings that explain why a name has no OID; what stands below it is not reported again."""


def values_of(parsed: list[ParsedSource]) -> Iterator[tuple[str, Definition]]:
    """Module and definition of everything that should have an OID."""
    for source in parsed:
        for module in source.modules:
            for one in module.definitions:
                if not isinstance(one, TypeDefinition):
                    yield module.name, one


def parent_of(definition: Definition) -> str:
    """The name that a definition's OID begins with."""
    if isinstance(definition, NotificationType) and definition.enterprise:
        return definition.enterprise
    return str(definition.oid[0]) if definition.oid else ""
