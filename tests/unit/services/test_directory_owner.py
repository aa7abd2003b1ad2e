"""What root writes into another's data directory can be read by its owner."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from trishul.services.directory_owner import hand_to_owner

SERVICE = 61_234


def test_what_root_wrote_becomes_the_owners_but_for_what_lies_elsewhere_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, tuple[int, int]] = {}
    own = os.stat
    about_it = {str(tmp_path / "data"), str(tmp_path / "link")}

    def as_root(path: int | str | Path, **kwargs: object) -> os.stat_result:
        fields = list(own(path, **kwargs))  # type: ignore[arg-type] -- what the caller gave
        fields[4:6] = (SERVICE, SERVICE) if str(path) in about_it else (0, 0)
        return os.stat_result(fields)

    (tmp_path / "data/mibs").mkdir(parents=True)
    (tmp_path / "data/mibs/A-MIB").touch()
    (tmp_path / "outside").touch()
    (tmp_path / "data/second-name").hardlink_to(tmp_path / "outside")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("os.stat", as_root)
    monkeypatch.setattr("os.chown", lambda name, user, group, **_: given.update({name: (user, group)}))
    (tmp_path / "link").symlink_to(tmp_path / "data")
    hand_to_owner(tmp_path / "link")
    assert given == {"mibs": (SERVICE, SERVICE), "A-MIB": (SERVICE, SERVICE)}


def test_another_user_than_root_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr("os.chown", lambda *_, **__: pytest.fail("changed an owner"))
    hand_to_owner(tmp_path)
