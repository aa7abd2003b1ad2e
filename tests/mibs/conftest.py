"""The modules that are compared with other compilers: those that everybody uses, and a share of the vendors' ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mibs.corpora import RejectedTexts, Texts
from trishul.smi.model import CompiledSet
from trishul.smi.parser import parse_source
from trishul.smi.resolve.modules import resolve_modules
from trishul.smi.source import decode_source

STANDARD = ("IF-MIB", "IP-MIB", "ENTITY-MIB", "HOST-RESOURCES-MIB", "SNMPv2-MIB", "BGP4-MIB")
VENDOR_SHARE = 20
"""Every n-th module of the corpus is compared beside the standard ones."""


@pytest.fixture(scope="session")
def rejected_texts() -> RejectedTexts:
    """What other compilers reject, parsed once for all files."""
    return RejectedTexts()


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory, shared_dir: Path) -> dict[str, Texts]:
    """Each corpus, unpacked once for all files."""
    names = ("librenms", "cisco-v2")
    return {name: Texts.unpacked(shared_dir / f"mibs/{name}.tar.xz", tmp_path_factory.mktemp(name)) for name in names}


@pytest.fixture(scope="session")
def folder(texts: dict[str, Texts]) -> Path:
    """All texts of the corpus that is compared."""
    return texts["librenms"].folder


@pytest.fixture(scope="session")
def names(folder: Path) -> list[str]:
    return sorted({*STANDARD, *sorted(path.name for path in folder.iterdir())[::VENDOR_SHARE]})


@pytest.fixture(scope="session")
def compiled(folder: Path, names: list[str]) -> CompiledSet:
    """The modules and all they import from."""
    parsed = {}
    wanted = list(names)
    while wanted:
        name = wanted.pop()
        if name not in parsed and (folder / name).exists():
            parsed[name] = parse_source(decode_source(name, (folder / name).read_bytes()))
            wanted += {one.module for module in parsed[name].modules for one in module.imports}
    return resolve_modules(parsed.values())
