"""The documentation says everything that the code has, its links lead somewhere, and samples fit the program."""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import trishul.snmp
import trishul.testing
from docs.generator.errors import error_codes
from docs.generator.pages import all_pages
from tests.regressions.faults import FAULTS
from tests.structure.sources import ROOT
from trishul.cli.command_outline import outlines
from trishul.engine.drops import DropReason
from trishul.engine.faults import FaultKind
from trishul.search.fields import FIELDS, FLAGS
from trishul.services.configuration import describe_settings
from trishul.simulation.fault_presets import PRESETS
from trishul.web.frames import FRAME_TYPES
from trishul.web.metric_families import METRICS
from trishul.web.problems import PROBLEMS

DEPLOY = ROOT / "deploy"
METRIC = re.compile(r"\btrishul_[a-z_]+")


@cache
def pages() -> dict[str, str]:
    """The generated pages, made once."""
    return all_pages()


def not_told(page: str, names: list[str]) -> list[str]:
    """Names that a page does not have as a word of code."""
    return [name for name in names if f"`{name}`" not in pages()[page]]


def test_every_error_code_is_told() -> None:
    assert not_told("errors.md", [*PROBLEMS, *error_codes()]) == []


def test_every_error_of_the_tree_has_words() -> None:
    assert [code for code, meanings in error_codes().items() if not all(meanings)] == []


def test_every_setting_is_told() -> None:
    assert not_told("settings.md", [each.variable for each in describe_settings()]) == []


def test_every_command_is_told_with_its_whole_help() -> None:
    commands = [each for each in outlines() if not each.is_group]
    assert not_told("cli.md", [each.path for each in commands]) == []
    silent = [
        f"{each.path} {option}"
        for each in commands
        for option, _ in each.options
        if option.split(",")[-1].split()[0] not in pages()["cli.md"]
    ]
    assert silent == []


def test_every_metric_is_told() -> None:
    assert not_told("metrics.md", [each.exposed_name for each in METRICS.values()]) == []


def test_every_drop_reason_is_told() -> None:
    assert not_told("drops.md", list(DropReason)) == []


def test_every_kind_of_fault_and_every_preset_is_told() -> None:
    assert not_told("faults.md", [*FaultKind, *PRESETS]) == []


def test_every_fault_that_is_gone_is_told_with_its_test() -> None:
    told = pages()["regressions.md"]
    assert [fault for faults in FAULTS.values() for fault in faults if f"| {fault} | `" not in told] == []


def test_every_public_name_for_python_programs_is_told() -> None:
    told = pages()["python.md"]
    names = [*trishul.snmp.__all__, *trishul.testing.__all__]
    assert [name for name in names if not re.search(rf"^##+ {name}$", told, re.MULTILINE)] == []


def test_every_field_of_the_search_language_is_told() -> None:
    assert not_told("search.md", [*FIELDS, *FLAGS]) == []


def test_every_frame_is_told() -> None:
    assert not_told("frames.md", [str(frame.__struct_config__.tag) for frame in FRAME_TYPES]) == []


def test_every_call_of_the_api_is_told() -> None:
    document = json.loads((ROOT / "ui/openapi.json").read_text())
    calls = [f"{method.upper()} {path}" for path, methods in document["paths"].items() for method in methods]
    assert not_told("rest/index.md", calls) == []
    everything = "\n".join(text for name, text in pages().items() if name.startswith("rest/"))
    assert [call for call in calls if f"\n## {call}\n" not in everything] == []


def test_nothing_of_this_machine_is_in_the_reference() -> None:
    assert [name for name, text in pages().items() if str(Path.home()) in text] == []


def test_documents_point_at_files_that_are_there() -> None:
    links = re.compile(r"\]\(([^)#:]+)(#[^)]*)?\)")
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip
    written = {ROOT / "docs/reference" / name: text for name, text in pages().items()}
    texts = {ROOT / name: (ROOT / name).read_text() for name in listing.stdout.splitlines()} | written
    broken = [
        f"{page.relative_to(ROOT)}: {link[1]}"
        for page, text in texts.items()
        for link in links.finditer(text)
        if (target := (page.parent / link[1]).resolve()) not in written and not target.exists()
    ]
    assert broken == []


def test_every_page_is_in_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text().partition("\nnav:\n")[2]
    written = [f"reference/{name}" for name in pages()]
    by_hand = [
        path.relative_to(ROOT / "docs").as_posix()
        for path in (ROOT / "docs").rglob("*.md")
        if path.relative_to(ROOT / "docs").parts[0] != "reference"
    ]
    assert [
        name for name in (*written, *by_hand) if not re.search(rf"\s{re.escape(name)}$", navigation, re.MULTILINE)
    ] == []


@pytest.mark.parametrize("name", ["grafana.json", "trishul-alerts.yml"])
def test_boards_and_alerts_ask_for_metrics_that_there_are(name: str) -> None:
    asked = set(METRIC.findall((DEPLOY / name).read_text()))
    assert asked
    assert asked - {each.exposed_name for each in METRICS.values()} == set()


def test_the_sample_of_prometheus_scrapes_the_default_port() -> None:
    sample: dict[str, Any] = yaml.safe_load((DEPLOY / "prometheus.yml").read_text())
    assert sample["scrape_configs"][0]["static_configs"][0]["targets"] == ["127.0.0.1:8080"]
    assert all((DEPLOY / name).exists() for name in sample["rule_files"])


def test_the_unit_waits_for_ready_and_names_variables_that_there_are() -> None:
    unit = (DEPLOY / "trishul.service").read_text()
    assert "\nType=notify\n" in unit
    assert "\nNoNewPrivileges=yes\n" in unit
    variables = {each.variable for each in describe_settings()}
    assert set(re.findall(r"TRISHUL_\w+", unit)) <= variables


def test_the_image_runs_without_root_and_its_compose_file_without_a_writable_root() -> None:
    text = (DEPLOY / "Dockerfile").read_text()
    assert re.search(r"^USER trishul$", text, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK ", text, re.MULTILINE)
    assert set(re.findall(r"TRISHUL_\w+", text)) <= {each.variable for each in describe_settings()}
    for source in re.findall(r"^COPY (\S+) ", text, re.MULTILINE):
        assert source.startswith("--from=") or (ROOT / source).exists(), source
    service = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["trishul"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["build"]["dockerfile"] == "deploy/Dockerfile"
