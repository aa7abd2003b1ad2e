"""Pages of `trishul mib show`: only what is known, wrapped beside its label."""

from __future__ import annotations

from trishul.cli.mib_pages import module_page, object_page
from trishul.library.module_facts import ModuleFacts, Revision
from trishul.library.object_facts import ObjectFacts, PathStep, TypeFacts


def test_what_is_not_known_has_no_line() -> None:
    facts = ObjectFacts("thing", "A-MIB", "oid", "1.3", (PathStep(1, "iso"), PathStep(3, "")))
    assert object_page(facts).splitlines() == [
        "A-MIB::thing",
        "  kind          oid",
        "  OID           .1.3",
        "  path          iso.3",
    ]


def test_a_convention_is_named_with_its_module_and_base() -> None:
    info = TypeFacts("OCTET STRING", "TC-MIB::Name", display_hint="255a")
    facts = ObjectFacts("thing", "A-MIB", "scalar", "1.3", (), type=info)
    assert "  type          TC-MIB::Name, OCTET STRING" in object_page(facts).splitlines()
    assert "  display hint  255a" in object_page(facts).splitlines()


def test_long_facts_go_on_below_themselves() -> None:
    facts = ObjectFacts("thing", "A-MIB", "object group", "1.3", (), members=tuple(f"member{n}" for n in range(40)))
    lines = object_page(facts).splitlines()
    assert max(map(len, lines)) <= 100
    assert lines[4].startswith(" " * 16 + "member")


def test_a_module_says_how_much_it_defines_and_what_was_found() -> None:
    facts = ModuleFacts(
        name="A-MIB", file="a.mib", origin="uploaded", is_smiv2=True, root="", identity="", last_updated="9601020000Z",
        kinds={"scalar": 1, "row": 2, "module identity": 2, "capabilities": 2}, imports=(), missing=("B-MIB",),
        errors=1, warnings=0, styles=2, error="What is wrong", revisions=(Revision("202001020000Z", "One.\nTwo."),),
    )  # fmt: skip
    lines = module_page(facts).splitlines()
    assert "  last updated  1996-01-02" in lines
    assert "  defines       1 scalar, 2 rows, 2 module identities, 2 capabilities" in lines
    assert "  findings      1 error, 2 remarks on style" in lines
    assert lines[-2:] == ["  revision      2020-01-02  One.", "                Two."]
