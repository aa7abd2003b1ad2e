"""The table of codes is closed and consistent."""

from __future__ import annotations

import re

from trishul.smi.diagnostics import OTHER_TAGS, RULES, Diagnostic, Preset, Severity, code_of


def test_codes_are_words_with_hyphens() -> None:
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) for code in RULES)


def test_strict_shows_everything_and_permissive_only_errors() -> None:
    assert [severity for severity in Severity if Preset.STRICT.shows(severity)] == list(Severity)
    assert [severity for severity in Severity if Preset.NORMAL.shows(severity)] == [Severity.WARNING, Severity.ERROR]
    assert [severity for severity in Severity if Preset.PERMISSIVE.shows(severity)] == [Severity.ERROR]
    assert Severity.STYLE.label == "style"


def test_smilints_names_are_understood() -> None:
    assert [code_of(name) for name in ("enum-hyphen", "hyphen-in-label", "macro-not-imported", "nothing")] == [
        "enum-hyphen",
        "enum-hyphen",
        "missing-import",
        None,
    ]
    assert set(OTHER_TAGS.values()) <= set(RULES)


def test_a_diagnostic_knows_what_smilint_calls_it() -> None:
    found = Diagnostic("enum-hyphen", Severity.WARNING, "m", "h", "s", "M", 1, 1, 0, 1)
    assert found.smilint_tag == "hyphen-in-label"
