"""What the build of the pages wrote down about its libraries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from trishul.services.installed_packages import InstalledPackage
from trishul.web import interface_packages as module
from trishul.web.interface_packages import interface_packages


@pytest.fixture
def static(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    monkeypatch.setattr(module, "files", lambda _: tmp_path)
    interface_packages.cache_clear()
    (tmp_path / "static").mkdir()
    yield tmp_path / "static"
    interface_packages.cache_clear()


def test_the_pages_libraries_are_read_from_what_their_build_wrote(static: Path) -> None:
    (static / "licences.json").write_text('[{"name": "react", "version": "19.3.1", "licence": "MIT"}]')
    assert interface_packages() == (InstalledPackage("react", "19.3.1", "MIT"),)


def test_pages_that_are_not_built_have_no_libraries(static: Path) -> None:
    assert interface_packages() == ()


def test_a_damaged_list_is_none(static: Path) -> None:
    (static / "licences.json").write_text("[{")
    assert interface_packages() == ()
