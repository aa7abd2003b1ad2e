"""Where data lies: the option, then the environment, then the platform's place."""

from __future__ import annotations

from pathlib import Path

import pytest

from trishul.services.data_directory import data_directory, default_data_dir


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {"XDG_DATA_HOME": "/data"}, Path("/data/trishul")),
        ("linux", {}, Path.home() / ".local/share/trishul"),
        ("darwin", {}, Path.home() / "Library/Application Support/trishul"),
        ("win32", {"LOCALAPPDATA": "/local"}, Path("/local/trishul")),
    ],
)
def test_data_lie_where_the_platform_keeps_them(platform: str, environment: dict[str, str], expected: Path) -> None:
    assert default_data_dir(platform, environment) == expected


def test_a_user_whom_the_system_does_not_know_has_the_root_as_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr("os.getuid", lambda: 4_000_000_000)
    assert default_data_dir("linux", {}) == Path("/.local/share/trishul")


def test_an_option_beats_the_environment_and_the_environment_the_platform() -> None:
    environment = {"TRISHUL_DATA_DIR": "/srv/trishul"}
    assert data_directory(Path("/given"), environment) == Path("/given")
    assert data_directory(None, environment) == Path("/srv/trishul")
    assert data_directory(None, {"TRISHUL_DATA_DIR": "", "XDG_DATA_HOME": "/d"}) == Path("/d/trishul")
