"""One door per outside thing, where imports alone cannot tell."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.structure.sources import PYTHON, nodes, relative

CORE = ("datatypes", "protocol", "search", "smi", "engine", "simulation")
FILE_DOORS = re.compile(r"\b(open|read_text|read_bytes|write_text|write_bytes|iterdir|glob|rglob)\(")
FILE_MODULES = frozenset(("os", "io", "pathlib", "shutil", "tempfile", "glob"))
THE_CORES_FILE_READERS = {"src/trishul/simulation/recordings/files.py", "src/trishul/smi/source.py"}
"""Open recordings and MIB texts for everybody; the parsers beside them take lines and texts."""
DATAGRAM_DOORS = re.compile(r"create_datagram_endpoint|SOCK_DGRAM|socket\.socket\(|socket_module\(")


def test_only_the_transport_makes_datagram_sockets() -> None:
    allowed = (
        "src/trishul/transport/",
        "src/trishul/web/server.py",  # the web server listens on TCP
        "src/trishul/services/service_manager.py",  # systemd listens on a unix socket
    )
    found = [
        relative(path)
        for path in PYTHON
        if not relative(path).startswith(allowed) and calls_matching(path, DATAGRAM_DOORS)
    ]
    assert found == []


def calls_matching(path: Path, pattern: re.Pattern[str]) -> list[str]:
    """Calls in a file whose source text matches; adopting an inherited descriptor does not count.

    Most files have no such word, and to write every call of theirs out again would take seconds.
    """
    found: list[str] = []
    if not pattern.search(path.read_text()):
        return found
    for node in nodes(path):
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
    assert found == ["src/trishul/services/accounts/passwords.py"]


def test_only_the_ciphers_of_messages_and_the_box_of_secrets_import_the_cipher_library() -> None:
    found = [relative(path) for path in PYTHON if "cryptography" in imported_modules(path)]
    assert sorted(found) == [
        "src/trishul/protocol/security/ciphers.py",
        "src/trishul/services/credentials/secret_box.py",
    ]


def test_the_core_reads_files_in_two_places_only() -> None:
    core = [path for path in PYTHON if relative(path).split("/")[2] in CORE]
    assert {relative(path) for path in core} >= THE_CORES_FILE_READERS
    opening = {relative(path) for path in core if calls_matching(path, FILE_DOORS)}
    importing = {relative(path) for path in core if imported_modules(path) & FILE_MODULES}
    assert (opening | importing) - THE_CORES_FILE_READERS == set()


def imported_modules(path: Path) -> set[str]:
    """Top-level names of all modules that a file imports."""
    names: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names
