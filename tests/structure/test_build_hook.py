"""The build hook decides rightly when to build the interface and with which Node."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.structure.sources import ROOT

NodeSays = Callable[[str | None], None]


@pytest.fixture
def hook() -> ModuleType:
    """hatch_build.py, loaded as hatchling loads it."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def node_says(hook: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> NodeSays:
    """A system whose only Node answers with this version; None: no Node at all."""

    def install(version: str | None) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        if version is not None:
            for name in ("node", "npm"):
                program = tmp_path / name
                program.write_text(f"#!/bin/sh\necho {version}\n")
                program.chmod(0o755)

    return install


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose interface has one source file and was never built."""
    root = tmp_path / "checkout"
    (root / "ui/src").mkdir(parents=True)
    (root / "ui/package.json").write_text("{}")
    (root / "ui/src/main.ts").write_text("export {};")
    return root


def requirements(hook: ModuleType, root: Path) -> list[str]:
    """What the hook asks pip to install for the build."""
    return hook.InterfaceBuildHook(str(root), {}, None, None, str(root), "wheel").dependencies()


@pytest.mark.parametrize("version", [None, "v18.20.4", "v20.18.3", "v21.7.3", "v22.11.0"])
def test_node_comes_as_a_package_where_the_system_has_none_that_fits(
    hook: ModuleType,
    node_says: NodeSays,
    checkout: Path,
    version: str | None,
) -> None:
    node_says(version)
    assert requirements(hook, checkout) == [hook.NODE_WHEEL]


@pytest.mark.parametrize("version", ["v20.19.0", "v20.20.2", "v22.12.0", "v23.0.0", "v24.1.0"])
def test_a_system_node_that_fits_is_used(hook: ModuleType, node_says: NodeSays, checkout: Path, version: str) -> None:
    node_says(version)
    assert requirements(hook, checkout) == []


def test_the_nodes_taken_are_those_that_the_interface_names(hook: ModuleType) -> None:
    engines = json.loads((ROOT / "ui/package.json").read_text())["engines"]["node"]
    named = [(int(major), int(minor)) for major, minor in re.findall(r"(\d+)\.(\d+)", engines)]
    assert named == list(hook.SUPPORTED_NODES)


def test_nothing_is_asked_for_when_told_to_skip_the_interface(
    hook: ModuleType,
    node_says: NodeSays,
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    node_says(None)
    monkeypatch.setenv("TRISHUL_SKIP_UI", "1")
    assert requirements(hook, checkout) == []


def test_a_build_is_repeated_when_a_source_changed_and_only_then(
    hook: ModuleType,
    node_says: NodeSays,
    checkout: Path,
) -> None:
    node_says(None)
    built = checkout / hook.STATIC
    built.mkdir(parents=True)
    (built / hook.FINGERPRINT).write_text(hook._fingerprint(checkout / "ui"))
    (checkout / "ui/node_modules").mkdir()
    (checkout / "ui/node_modules/anything.js").write_text("installed, not a source")
    assert requirements(hook, checkout) == []
    (checkout / "ui/src/main.ts").write_text("export const changed = true;")
    assert requirements(hook, checkout) == [hook.NODE_WHEEL]


def test_a_failing_npm_is_told_with_its_last_words(
    hook: ModuleType,
    node_says: NodeSays,
    checkout: Path,
    tmp_path: Path,
) -> None:
    node_says("v22.12.0")
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho the registry does not answer >&2\nexit 1\n")
    with pytest.raises(SystemExit, match=r"npm ci .*failed in .*ui:\nthe registry does not answer"):
        hook._build(checkout, str(tmp_path / "node"), [str(npm)])
    assert not (checkout / hook.STATIC / hook.FINGERPRINT).exists()
