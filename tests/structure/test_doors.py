"""One door per outside thing, where imports alone cannot tell."""

from __future__ import annotations

import ast
import re

from tests.structure.sources import PYTHON, relative

DATAGRAM_DOORS = re.compile(r"create_datagram_endpoint|SOCK_DGRAM|socket\.socket\(|socket_module\(")


def test_only_the_transport_makes_datagram_sockets() -> None:
    allowed = ("src/trishul/transport/", "src/trishul/web/server.py")  # the web server listens on TCP
    found = [
        relative(path)
        for path in PYTHON
        if not relative(path).startswith(allowed) and calls_matching(path.read_text(), DATAGRAM_DOORS)
    ]
    assert found == []


def calls_matching(text: str, pattern: re.Pattern[str]) -> list[str]:
    """Calls in a file whose source text matches; adopting an inherited descriptor does not count."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            source = ast.unparse(node.func) + "(" + ", ".join(ast.unparse(argument) for argument in node.args)
            adopts = any(keyword.arg == "fileno" for keyword in node.keywords)
            if pattern.search(source) and not adopts and not source.startswith("isinstance("):
                found.append(source)
    return found


def test_only_one_module_imports_the_password_hash() -> None:
    found = [
        relative(path) for path in PYTHON if re.search(r"^\s*(from|import) argon2", path.read_text(), re.MULTILINE)
    ]
    assert found == ["src/trishul/services/passwords.py"]
