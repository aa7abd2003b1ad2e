"""The public face of the API: what is exported, and that asking does not load answering."""

from __future__ import annotations

import subprocess
import sys

import pytest

import trishul.snmp


def test_every_exported_name_exists_and_is_listed_once() -> None:
    assert sorted(trishul.snmp._HOMES) == sorted(trishul.snmp.__all__) == sorted(dir(trishul.snmp))
    for name in trishul.snmp.__all__:
        assert getattr(trishul.snmp, name).__name__ == name


def test_other_names_are_missing_as_python_says_it() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Trapper'"):
        _ = trishul.snmp.Trapper


def _modules_after(statement: str) -> set[str]:
    script = f"import sys\n{statement}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.split())


def test_a_manager_loads_neither_other_roles_nor_anything_heavy() -> None:
    loaded = _modules_after("from trishul.snmp import Manager, Target")
    assert "trishul.snmp.manager" in loaded
    unwanted = {"trishul.engine.agent", "trishul.engine.receiver", "trishul.snmp.agent", "trishul.simulation"}
    heavy = {"click", "rich", "pydantic", "msgspec", "sqlalchemy", "fastapi", "structlog", "encodings.idna"}
    assert loaded & (unwanted | heavy) == set()
    assert not any(name.startswith("trishul.protocol.security") for name in loaded), "loaded when SNMPv3 is asked for"


def test_importing_the_package_alone_loads_nothing() -> None:
    assert "asyncio" not in _modules_after("import trishul.snmp")
