"""The build hook decides rightly when to build the interface and with which Node, and packs the standard modules."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

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


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty environment that the build runs in."""
    root = tmp_path / "environment"
    root.mkdir()
    monkeypatch.setattr(sys, "prefix", str(root))
    return root


@pytest.fixture
def texts(hook: ModuleType, environment: Path) -> Path:
    """The folder of a package of standard modules that lies where `make` puts it."""
    packages = environment / hook.PRIVATE_PACKAGES
    folder = packages / hook.TEXTS_FOLDER
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "B-MIB").write_bytes(b"B-MIB DEFINITIONS ::= BEGIN END\r\n")
    (folder / "A-MIB").write_bytes(b"A-MIB DEFINITIONS ::= BEGIN END\n")
    (packages / hook.TEXTS_ORIGINS).write_text('{"modules": {"A-MIB": {"source": "rfc", "rfc": 1}}}')
    facts = packages / f"pysnmp_pysmi-{hook.TEXTS_VERSION}.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text(f"Name: {hook.TEXTS_PACKAGE}\nVersion: {hook.TEXTS_VERSION}\n")
    (facts / "LICENSE.rst").write_text("Redistribution is permitted")
    (facts / "RECORD").write_text(f"{facts.name}/LICENSE.rst,,\n")
    return folder


def build_hook(hook: ModuleType, root: Path) -> Any:
    """The hook as hatchling makes it for a wheel."""
    return hook.BuildHook(str(root), {}, None, None, str(root), "wheel")


def requirements(hook: ModuleType, root: Path) -> list[str]:
    """What the hook asks pip to install for the interface."""
    return [name for name in build_hook(hook, root).dependencies() if hook.TEXTS_PACKAGE not in name]


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
        hook._build_interface(checkout, str(tmp_path / "node"), [str(npm)])
    assert not (checkout / hook.STATIC / hook.FINGERPRINT).exists()


def test_the_package_of_standard_modules_is_asked_for_where_it_is_not_there(
    hook: ModuleType,
    environment: Path,
    checkout: Path,
) -> None:
    assert f"{hook.TEXTS_PACKAGE}=={hook.TEXTS_VERSION}" in build_hook(hook, checkout).dependencies()


def test_the_lock_brings_the_version_that_the_hook_packs(hook: ModuleType) -> None:
    pin = f"{hook.TEXTS_PACKAGE}=={hook.TEXTS_VERSION}"
    assert pin in (ROOT / "requirements/standard-mibs.in").read_text().splitlines()
    assert (ROOT / "requirements/standard-mibs.txt").read_text().startswith(f"{pin} ")
    assert f"$(VENV)/{hook.PRIVATE_PACKAGES}" in (ROOT / "Makefile").read_text()


def test_texts_are_packed_with_a_list_of_what_they_are(hook: ModuleType, texts: Path, checkout: Path) -> None:
    assert not [name for name in build_hook(hook, checkout).dependencies() if hook.TEXTS_PACKAGE in name]
    hook._pack_archive(checkout)
    with zipfile.ZipFile(checkout / hook.ARCHIVE) as archive:
        assert archive.namelist() == [hook.PROVENANCE, "A-MIB", "B-MIB"]
        provenance = json.loads(archive.read(hook.PROVENANCE))
        assert archive.read("B-MIB") == (texts / "B-MIB").read_bytes()
    assert provenance["version"] == hook.TEXTS_VERSION
    assert provenance["licence_text"] == "Redistribution is permitted"
    assert provenance["texts"][0] == {
        "name": "A-MIB",
        "sha256": hashlib.sha256((texts / "A-MIB").read_bytes()).hexdigest(),
        "size_bytes": 32,
        "publisher": "rfc",
        "rfc": 1,
    }


def test_the_same_texts_make_the_same_archive(hook: ModuleType, texts: Path, checkout: Path) -> None:
    hook._pack_archive(checkout)
    first = (checkout / hook.ARCHIVE).read_bytes()
    (texts / "A-MIB").touch()
    hook._pack_archive(checkout)
    assert (checkout / hook.ARCHIVE).read_bytes() == first


def test_an_archive_is_packed_again_when_another_version_is_wanted_and_only_then(
    hook: ModuleType,
    texts: Path,
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not hook._archive_is_built(checkout)
    hook._pack_archive(checkout)
    assert hook._archive_is_built(checkout)
    monkeypatch.setattr(hook, "TEXTS_VERSION", "7.0.0")
    assert not hook._archive_is_built(checkout)
    (checkout / hook.ARCHIVE).write_bytes(b"not an archive")
    assert not hook._archive_is_built(checkout)


def test_missing_texts_are_told_with_the_way_to_get_them(
    hook: ModuleType,
    environment: Path,
    checkout: Path,
) -> None:
    with pytest.raises(SystemExit, match=r"pysnmp-pysmi .* is not there.* `make run` .*`pip install \.`"):
        hook._pack_archive(checkout)
    assert not (checkout / hook.ARCHIVE).exists()


def test_this_checkouts_archive_holds_what_its_list_says(hook: ModuleType) -> None:
    with zipfile.ZipFile(ROOT / hook.ARCHIVE) as archive:
        listed = json.loads(archive.read(hook.PROVENANCE))["texts"]
        hashes = {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()[1:]}
    assert {text["name"]: text["sha256"] for text in listed} == hashes
    assert len(hashes) > 480
