"""Search: what is found, in which order, within which bounds, whatever the query."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trishul.library import search
from trishul.library.library import Library
from trishul.library.sources import LibraryPlaces
from trishul.smi.model import NodeKind


@pytest.fixture(scope="module")
def opened(library_places: LibraryPlaces) -> Iterator[Library]:
    """One library for many questions."""
    library = Library.open(library_places.index, library_places.standard_archive)
    yield library
    library.close()


def found(library: Library, query: str, **filters: object) -> list[tuple[str, str]]:
    """Names and reasons of the first page."""
    page = library.search(query, **filters)  # type: ignore[arg-type]
    return [(hit.node.full_name, hit.match) for hit in page.results]


def test_the_exact_name_comes_first_then_names_that_begin_with_it(opened: Library) -> None:
    hits = found(opened, "ifIndex")
    assert hits[:2] == [("IF-MIB::ifIndex", "exact"), ("RFC1213-MIB::ifIndex", "exact")]
    hits = found(opened, "ifInOct")
    assert hits[0] == ("IF-MIB::ifInOctets", "prefix")


def test_case_does_not_matter_but_the_right_one_is_better(opened: Library) -> None:
    assert found(opened, "IFDESCR")[0] == ("IF-MIB::ifDescr", "exact")


@pytest.mark.parametrize("query", ["hcoct", "octets", "hc octets", "example octets", "HCOctets"])
def test_a_name_is_found_by_any_of_its_words(opened: Library, query: str) -> None:
    assert ("EXAMPLE-MIB::exampleHCOctets", "name") in found(opened, query)


@pytest.mark.parametrize("query", ["marbles", "marble", "counts the MARBLES", "octets marbles"])
def test_a_description_is_found_by_its_words_and_their_other_forms(opened: Library, query: str) -> None:
    assert ("EXAMPLE-MIB::exampleHCOctets", "text") in found(opened, query)


def test_words_of_names_come_before_words_of_descriptions(opened: Library) -> None:
    matches = [match for _, match in found(opened, "interface", limit=1000)]
    assert "text" in matches
    order = ["exact", "prefix", "module", "name", "syntax", "text"]
    assert matches == sorted(matches, key=order.index)


def test_an_oid_finds_itself_and_what_is_below(opened: Library) -> None:
    hits = found(opened, "1.3.6.1.4.1.9999")
    assert [name.partition("::")[2] for name, _ in hits] == [
        "example",
        "exampleLost",
        "exampleHCOctets",
        "exampleLabel",
    ]
    assert found(opened, ".1.3.6.1.4.1.9999") == hits


def test_a_half_oid_finds_what_is_below_it(opened: Library) -> None:
    assert found(opened, "1.3.6.1.4.1.9999.") == found(opened, "1.3.6.1.4.1.9999")[1:]


def test_the_last_number_of_an_oid_may_be_half_typed(opened: Library) -> None:
    assert found(opened, "1.3.6.1.4.1.9999.2") == [("EXAMPLE-MIB::exampleLabel", "oid")]
    assert ("EXAMPLE-MIB::example", "oid") in found(opened, "1.3.6.1.4.1.99")


def test_an_oid_with_nothing_at_or_below_it_finds_the_nearest_above(opened: Library) -> None:
    assert found(opened, "1.3.6.1.4.1.9999.3.") == [("EXAMPLE-MIB::example", "oid")]


def test_an_instance_finds_its_object(opened: Library) -> None:
    assert found(opened, "1.3.6.1.4.1.9999.200.0") == [("EXAMPLE-MIB::exampleLabel", "oid")]
    assert found(opened, "exampleLabel.0")[0] == ("EXAMPLE-MIB::exampleLabel", "exact")


def test_roots_have_one_number(opened: Library) -> None:
    assert found(opened, "1")[0][0].endswith("::org")
    assert found(opened, "0") == [("SNMPv2-SMI::zeroDotZero", "oid")]
    assert found(opened, "2") == []


def test_a_name_may_have_its_module(opened: Library) -> None:
    assert {name for name, _ in found(opened, "IF-MIB::ifD")} == {"IF-MIB::ifDescr"}
    assert found(opened, "if-mib::ifDescr") == [("IF-MIB::ifDescr", "exact")]
    assert found(opened, "NONE-MIB::ifDescr") == []
    assert {name.partition("::")[0] for name, _ in found(opened, "EXAMPLE-MIB::")} == {"EXAMPLE-MIB"}


def test_a_module_is_found_with_all_in_it(opened: Library) -> None:
    hits = found(opened, "EXAMPLE-MIB")
    assert [match for _, match in hits[:4]] == ["module"] * 4
    assert ("EXAMPLE-MIB::example", "module") in found(opened, "EXAMPLE-M")


@pytest.mark.parametrize("query", ["syntax:DisplayString", "Syntax: displaystring", "DisplayString"])
def test_a_type_finds_its_objects(opened: Library, query: str) -> None:
    assert ("EXAMPLE-MIB::exampleLabel", "syntax") in found(opened, query)


def test_filters_hold_for_every_kind_of_query(opened: Library) -> None:
    only_traps = {"kinds": (NodeKind.NOTIFICATION,)}
    assert found(opened, "example", **only_traps) == [("EXAMPLE-MIB::exampleLost", "name")]
    assert found(opened, "marbles", **only_traps) == [("EXAMPLE-MIB::exampleLost", "text")]
    assert found(opened, "1.3.6.1.4.1", **only_traps) == [("EXAMPLE-MIB::exampleLost", "oid")]
    assert {name for name, _ in found(opened, "i", module="EXAMPLE-MIB")} == set()
    assert {name for name, _ in found(opened, "ifDescr", module="RFC1213-MIB")} == {"RFC1213-MIB::ifDescr"}
    assert found(opened, "ifDescr", module="NONE-MIB") == []
    assert found(opened, "IF-MIB::ifDescr", module="RFC1213-MIB") == []


def test_kinds_of_a_wide_range_come_from_their_own_list(opened: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    hits = found(opened, "1.3", kinds=(NodeKind.NOTIFICATION,))
    monkeypatch.setattr(search, "MAX_SCANNED", 10)
    opened._searcher.forget()
    assert found(opened, "1.3", kinds=(NodeKind.NOTIFICATION,)) == hits


def test_without_a_query_filters_list_all_they_let_through(opened: Library) -> None:
    assert found(opened, "") == []
    assert len(found(opened, "", module="EXAMPLE-MIB")) == 4
    listed = found(opened, "", kinds=(NodeKind.NOTIFICATION,))
    assert ("EXAMPLE-MIB::exampleLost", "module") in listed


def test_pages_follow_each_other(opened: Library) -> None:
    whole = opened.search("if", limit=40)
    pages = [opened.search("if", limit=10, offset=start).results for start in (0, 10, 20, 30)]
    assert sum(pages, ()) == whole.results
    assert opened.search("if", limit=10, offset=10**6).results == ()
    assert opened.search("if", limit=-1, offset=-1).results == ()


def test_what_is_gathered_is_bounded_and_says_so(opened: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    assert opened.search("i").is_complete
    monkeypatch.setattr(search, "MAX_GATHERED", 20)
    opened._searcher.forget()
    page = opened.search("i", limit=1000)
    assert (len(page.results), page.total, page.is_complete) == (20, 20, False)
    opened._searcher.forget()


def test_searches_kept_are_bounded(opened: Library) -> None:
    for number in range(100):
        opened.search(f"if{number}")
    assert len(opened._searcher._kept) <= search.MAX_KEPT


ODD_QUERIES = (
    '"', '""', "*", "if*", "NOT", "a AND", "NEAR(", "words:if", "^if", "-if", "{if}", "if OR", "%", "_",
    "'; DROP TABLE x",
    "\0", "if\0Descr", "😀", "\ud800", "\ue000notification", "x" * 500, "a " * 300, "1." * 300, "::", "IF-MIB::::",
    "syntax:", ".", "..", "1.3.6.1.4.1.4294967295.", "2.4294967295", "1.39.1", "\u017f", "İ", "ǆ", "中文",
)  # fmt: skip


@pytest.mark.parametrize("query", ODD_QUERIES)
def test_any_text_is_answered(opened: Library, query: str) -> None:
    opened.search(query)
    opened.search(query, module="IF-MIB", kinds=tuple(NodeKind))


FRAGMENTS = st.sampled_from((*ODD_QUERIES, "if", "IF-MIB", "1.3.6.1.", "Descr", " ", ".", "::", "interface", "the"))


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.text(max_size=40), st.lists(FRAGMENTS, max_size=4).map("".join)),
    st.sampled_from((None, "IF-MIB", "")),
    st.sets(st.sampled_from(NodeKind), max_size=3),
)
def test_every_query_is_answered_within_its_filters(
    opened: Library, query: str, module: str | None, kinds: set[NodeKind]
) -> None:
    page = opened.search(query, module=module, kinds=kinds)
    assert all(hit.node.module == module for hit in page.results if module)
    assert all(hit.node.node.kind in kinds for hit in page.results if kinds)
    assert len(page.results) <= min(50, page.total)
