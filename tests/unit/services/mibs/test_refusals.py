"""Refusals are sentences: short, harmless to print, with what can be done."""

from __future__ import annotations

from trishul.services.mibs.refusals import ArchiveRefused, FileNameRefused, FilesExist, StandardModule, shortened


def test_names_in_sentences_are_short_and_harmless() -> None:
    assert shortened("x\n\0y") == "x??y"
    assert len(shortened("x" * 500)) == 80
    assert "\n" not in str(FileNameRefused("a\nb", "it is odd")) + str(ArchiveRefused("a\nb", "it is odd"))


def test_many_taken_names_are_counted() -> None:
    error = FilesExist([f"F{number}" for number in range(8)])
    assert "F4 and 3 more" in str(error)
    assert "replace=true" in str(error)
    assert len(error.names) == 8


def test_a_standard_module_tells_what_to_do_instead() -> None:
    assert "Upload a newer one" in str(StandardModule("IF-MIB"))
