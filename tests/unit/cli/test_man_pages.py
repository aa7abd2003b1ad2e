"""`trishul admin man-pages`: a page for every command, without a macro that its words have made."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from trishul.cli.command_outline import CommandOutline, outlines
from trishul.cli.man_pages import man_page, man_pages, page_name

MACROS = {".TH", ".SH", ".B", ".BR", ".TP", ".PP", ".nf", ".fi"}


def test_every_command_has_its_page(tmp_path: Path) -> None:
    folder = tmp_path / "share/man/man1"
    outcome = CliRunner().invoke(man_pages, [str(folder)])
    assert outcome.exit_code == 0
    assert {path.stem for path in folder.iterdir()} == {page_name(each) for each in outlines()}
    for path in folder.iterdir():
        text = path.read_text()
        assert text.startswith('.TH "TRISHUL')
        assert ".SH SYNOPSIS" in text
        assert {line.split()[0] for line in text.splitlines() if line.startswith(".")} <= MACROS, path.name
        assert not re.search(r"(?<!\\)-", text), path.name  # a bare hyphen cannot be copied into a shell


def test_words_are_no_requests() -> None:
    odd = CommandOutline(
        "trishul odd", "Odd", "", ".so here\n\n'quoted\n\na\\b", (("-x", ".hidden"),), (), "", False, ""
    )
    page = man_page(odd, [odd], "1.0")
    assert "\\&.so here\n.PP\n\\&'quoted\n.PP\na\\eb" in page
    assert "\\&.hidden" in page
