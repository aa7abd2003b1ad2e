"""No process that is started knows a setting, whoever starts it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import trishul
from trishul.child_environment import child_environment


def test_everything_but_our_settings_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRISHUL_ADMIN_PASSWORD", "never told")
    monkeypatch.setenv("LANGUAGE_OF_THIS_TEST", "de")
    environment = child_environment()
    assert environment["LANGUAGE_OF_THIS_TEST"] == "de"
    assert not [name for name in environment if name.startswith("TRISHUL_")]


def test_whoever_starts_a_process_of_the_server_gives_it_that_environment() -> None:
    starts = [
        (path.name, call)
        for path in sorted(Path(trishul.__file__).parent.rglob("*.py"))
        if "cli" not in path.parts  # which runs what its user tells it to
        and any(word in path.read_text() for word in ("create_subprocess_exec", "Popen"))
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(("create_subprocess_exec", "Popen"))
    ]
    assert len(starts) >= 5
    for name, call in starts:
        given = {each.arg: ast.unparse(each.value) for each in call.keywords}
        assert given.get("env") == "child_environment()", name
