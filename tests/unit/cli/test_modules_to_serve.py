"""Modules on the command line make one device, the same again for a seed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.small_library import make_archive
from trishul.cli.main import run
from trishul.cli.modules_to_serve import ModulesToServe
from trishul.errors import InvalidInput
from trishul.library import sources
from trishul.library.building import build_library
from trishul.library.sources import LibraryPlaces


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with a library of few modules."""
    folder = tmp_path_factory.mktemp("modules")
    archive = make_archive(folder / "standard.zip")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sources, "STANDARD_ARCHIVE", archive)
        build_library(LibraryPlaces(folder / "data", archive), on_progress=lambda _: None, processes=1)
    return folder / "data"


@pytest.fixture(autouse=True)
def current(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library counts as current, though the standard modules in the wheel are more."""
    monkeypatch.setattr("trishul.library.freshness.is_current", lambda _: True)


def test_one_seed_makes_one_device(data_dir: Path) -> None:
    first, same = (ModulesToServe(("IF-MIB",), 7, None).make_device(data_dir, 0.0) for _ in range(2))
    assert first.names == same.names
    assert first.varbinds == same.varbinds
    assert ModulesToServe(("IF-MIB",), 8, None).make_device(data_dir, 0.0).varbinds != first.varbinds


def test_rows_are_as_many_as_asked_for(data_dir: Path) -> None:
    few, many = (ModulesToServe(("IF-MIB",), 7, rows).make_device(data_dir, 0.0) for rows in (2, 9))
    assert len(few) < len(many)


def test_a_module_that_is_not_there_is_named(data_dir: Path) -> None:
    with pytest.raises(InvalidInput, match="NO-SUCH-MIB"):
        ModulesToServe(("NO-SUCH-MIB",), 7, None).make_device(data_dir, 0.0)


def test_two_devices_cannot_have_one_community(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "public.snmprec").write_text("1.3.6.1.2.1.1.5.0|4|here\n")
    assert run(["simulate", "--mib", "IF-MIB", str(tmp_path / "public.snmprec")]) == 2
    assert "rename it" in capsys.readouterr().err
    assert run(["simulate", "--mib", "IF-MIB", "--demo"]) == 2
    assert "--demo=COMMUNITY" in capsys.readouterr().err
