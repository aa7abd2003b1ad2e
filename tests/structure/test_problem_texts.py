"""What the server says by code stands in the interface's dictionaries: in English word for word, in German as well."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from tests.structure.sources import ROOT
from trishul.services.simulator.fault_documents import catalogue
from trishul.smi.diagnostics import RULES
from trishul.web.problems import PROBLEMS

TEXTS = ROOT / "ui/src/texts"
ROW = re.compile(r'^  "?([\w-]+)"?:\s+"(.*)",$', re.MULTILINE)
FAULT_ROW = re.compile(r'^  (\w+): \{\s+label: "(.*)",\s+(?:effect|story):\s+"(.*?)",?\s+\},$', re.MULTILINE)

TITLES: dict[str, dict[str, str]] = {
    "problems.ts": {code: title for code, (_, title) in PROBLEMS.items()},
    "diagnostics.ts": {code: rule.meaning for code, rule in RULES.items()},
}


def _read(name: str, row: re.Pattern[str]) -> list[tuple[str, ...]]:
    return row.findall((TEXTS / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(("file", "titles"), TITLES.items())
def test_each_code_has_its_title_in_the_interface(file: str, titles: Mapping[str, str]) -> None:
    assert dict(_read(file, ROW)) == titles


@pytest.mark.parametrize(("file", "titles"), TITLES.items())
def test_each_code_has_its_title_in_german(file: str, titles: Mapping[str, str]) -> None:
    assert sorted(name for name, _ in _read(f"german/{file}", ROW)) == sorted(titles)


def test_each_kind_of_fault_and_each_preset_has_its_words() -> None:
    offered = catalogue()
    wished = [(str(one.kind), one.label, one.effect) for one in offered.kinds]
    wished += [(one.name, one.label, one.story) for one in offered.presets]
    assert _read("faults.ts", FAULT_ROW) == wished
    assert [row[0] for row in _read("german/faults.ts", FAULT_ROW)] == [row[0] for row in wished]
