"""Every error code of the server has its title in the interface's dictionaries, in English word for word."""

from __future__ import annotations

import re

from tests.structure.sources import ROOT
from trishul.web.problems import PROBLEMS

TEXTS = ROOT / "ui/src/texts"
ROW = re.compile(r'^  (\w+): "(.*)",$', re.MULTILINE)


def test_each_error_code_has_its_title_in_the_interface() -> None:
    titles = dict(ROW.findall((TEXTS / "problems.ts").read_text(encoding="utf-8")))
    assert titles == {code: title for code, (_, title) in PROBLEMS.items()}


def test_each_error_code_has_its_title_in_german() -> None:
    titles = dict(ROW.findall((TEXTS / "german" / "problems.ts").read_text(encoding="utf-8")))
    assert sorted(titles) == sorted(PROBLEMS)
