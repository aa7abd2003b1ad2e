"""`trishul admin import-old`: what is said of an import, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from trishul.cli.import_old import MAX_SHOWN, import_old
from trishul.services.configuration import Configuration
from trishul.services.old_suite import taking_over as old_suite_import
from trishul.services.old_suite.old_suite import Finding
from trishul.services.old_suite.taking_over import ImportReport


@pytest.mark.parametrize("findings", [0, 1, MAX_SHOWN, MAX_SHOWN + 5])
def test_what_was_taken_is_counted_and_what_was_not_is_named(
    findings: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def report(directory: Path, configuration: Configuration) -> ImportReport:
        assert (directory, configuration.data_dir) == (tmp_path, tmp_path / "new")
        return ImportReport(1, 2, 3, 4, [Finding(f"line {n}", "bad") for n in range(findings)])

    monkeypatch.setattr(old_suite_import, "import_old_suite", report)
    outcome = CliRunner().invoke(
        import_old, [str(tmp_path), "--data-dir", str(tmp_path / "new")], standalone_mode=False
    )
    assert outcome.stdout == "Taken: 1 MIB files, 2 overrides, 3 notifications, 4 settings.\n"
    assert outcome.return_value == (1 if findings else 0)
    assert outcome.stderr.count(": bad\n") == min(findings, MAX_SHOWN)
    assert ("… and 5 more." in outcome.stderr) is (findings > MAX_SHOWN)


def test_a_directory_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert CliRunner().invoke(import_old, [str(tmp_path / "nowhere")]).exit_code == 2
