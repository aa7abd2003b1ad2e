"""Every command that the documentation shows is run, in the order of its page, against one server with both services.

Blocks of `sh` are run as they stand, but for ports: those of the pages stand for the ones that were free. What a test
cannot do stands in blocks of `console` and is listed here with its reason.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import find_tool
from tests.contract.served import PASSWORD, Server
from tests.standard_library import give_library
from trishul.cli.main import run
from trishul.services.configuration import load_configuration

ROOT = Path(__file__).resolve().parents[2]
LAST = "docs/guides/operate.md"
"""Changes the password, which ends the session of all other pages."""
PAGES = sorted(
    (
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"))
        if "reference" not in path.relative_to(ROOT).parts
    ),
    key=lambda name: (name == LAST, name),
)
NOT_RUN = {
    "make": "sets up the machine that runs the tests",
    "pip": "installs what is being tested",
    "trishul serve": "the server of all these tests is one",
    "docker": "a machine of tests has no daemon of it",
    "python3 -m venv": "makes an environment outside of the tests",
    "install": "changes the system",
    "/opt/trishul": "is there once the environment is made",
    "systemctl": "changes the system",
    "trishul admin restore": "needs the server stopped",
    "journalctl": "reads the system's journal",
}
"""How commands begin that stand in blocks of `console`, and why they are not run."""
UNTIL_TOLD = ("trishul simulate", "trishul trap listen")
"""Commands that go on: they are started, and ended with their page."""
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LISTEN = re.compile(r"--listen 127\.0\.0\.1:(\d+)")
PLAIN = re.compile(r"trishul [^|<>$&;`]*(?:> (?P<file>\S+))?\Z")
"""Can be run without a shell."""


def blocks(page: str) -> list[tuple[str, str]]:
    """Language and text of each block of a page."""
    return [(found[1], found[2]) for found in BLOCK.finditer((ROOT / page).read_text())]


def commands(block: str) -> list[str]:
    """Single commands; continued lines and here-documents belong to the line that begins them."""
    found: list[str] = []
    waits_for = None
    for line in block.splitlines():
        if waits_for or (found and found[-1].endswith("\\")):
            found[-1] += f"\n{line}"
        elif line.strip() and not line.lstrip().startswith("#"):
            found.append(line)
        here = re.search(r"<<'(\w+)'", line)
        waits_for = here[1] if here else None if line == waits_for else waits_for
    return found


@dataclass
class Reader:
    """Who types what a page shows, in a folder of its own."""

    folder: Path
    environment: dict[str, str]
    ports: dict[str, str]
    ends: ExitStack = field(default_factory=ExitStack)

    def type(self, command: str, capture: pytest.CaptureFixture[str]) -> None:
        """Runs one command; it must end well."""
        for written, bound in self.ports.items():
            command = re.sub(rf"\b{written}\b", bound, command)
        if command.startswith(UNTIL_TOLD):
            self.ends.enter_context(self._started(command))
        elif plain := PLAIN.match(command):
            capture.readouterr()
            code = run(shlex.split(command.partition(" > ")[0].replace("\\\n", " "), comments=True)[1:])
            said = capture.readouterr()
            assert code == 0, f"{command}\n{said.out}{said.err}"
            if plain["file"]:
                (self.folder / plain["file"]).write_text(said.out)
        else:
            shell = [find_tool("bash"), "-euo", "pipefail", "-c", command]
            done = subprocess.run(
                shell, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False, timeout=90
            )
            assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"

    @contextmanager
    def _started(self, command: str) -> Iterator[None]:
        """A command that goes on, at a free port, from when it says its address until the page is over."""
        written = LISTEN.search(command)
        arguments = [*shlex.split(LISTEN.sub("", command), comments=True)[1:], "--listen", "127.0.0.1:0"]
        process = subprocess.Popen(
            [sys.executable, "-m", "trishul.cli.main", *arguments],
            cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stderr is not None
        said: list[str] = []
        for line in process.stderr:
            said.append(line)
            if bound := re.search(r"127\.0\.0\.1:(\d+)", line):
                break
        assert bound is not None, f"{command}\n{''.join(said)}"
        if written:
            self.ports[written[1]] = bound[1]
        yield
        if "--count" not in command:
            process.terminate()  # children of a suite in the background ignore Ctrl-C
        process.communicate(timeout=120)  # it has a time limit of its own
        assert process.returncode in {0, -signal.SIGTERM}, command


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[str, str]]]:
    """A server with both services, and what the ports of the pages stand for."""
    for name in ("curl", "snmpwalk", "snmptrap"):
        find_tool(name)
    folder = tmp_path_factory.mktemp("documented")
    (folder / "bin").mkdir()
    program = folder / "bin/trishul"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m trishul.cli.main "$@"\n')
    program.chmod(0o755)
    with Server(folder / "data") as server:
        with server.client(server.login()) as client:
            simulator = client.post("/api/simulator/start").json()["port"]
            receiver = client.post("/api/traps/start").json()["port"]
        yield server, {"8080": str(server.port), "1061": str(simulator), "1162": str(receiver)}


@pytest.fixture
def reader(served: tuple[Server, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    server, ports = served
    password = PASSWORD
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "TRISHUL_URL": server.url,
        "TRISHUL_TOKEN": server.login(),
        "TRISHUL_DATA_DIR": str(server.data_dir),
        "PASSWORD": password,
        "PATH": f"{server.data_dir.parent / 'bin'}:{os.environ['PATH']}",
    }.items():
        monkeypatch.setenv(name, value)
    reader = Reader(tmp_path, dict(os.environ), dict(ports))
    with reader.ends:
        yield reader


def assert_tests_pass(text: str, folder: Path) -> None:
    """Runs what a page shows as tests, in a project of their own."""
    (folder / "test_shown.py").write_text(text)
    options = ("-p", "trishul.testing.plugin", "-p", "no:cacheprovider")
    command = [sys.executable, "-m", "pytest", *options, "test_shown.py"]
    own = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}
    done = subprocess.run(command, cwd=folder, env=os.environ | own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_a_page_does_what_it_says(
    page: str, reader: Reader, capsys: pytest.CaptureFixture[str]
) -> None:
    for language, text in blocks(page):
        if language == "sh":
            if "--data-dir new" in text:
                give_library(reader.folder / "new")  # a cold start costs more than all pages together
            for command in commands(text):
                reader.type(command, capsys)
        elif language == "python" and "def test_" in text:
            assert_tests_pass(text, reader.folder)
        elif language == "python":
            for written, bound in reader.ports.items():
                text = text.replace(written, bound)  # noqa: PLW2901 -- the ports of this server
            exec(compile(text, page, "exec"), {"__name__": "shown"})
            assert capsys.readouterr().out


@pytest.mark.parametrize("page", PAGES)
def test_what_is_not_run_has_its_reason_and_settings_can_be_loaded(page: str, tmp_path: Path) -> None:
    for language, text in blocks(page):
        assert language in {"sh", "console", "python", "toml", "nginx", "caddyfile"}, (
            f"{page}: a block without a language"
        )
        if language == "console":
            unknown = [line for line in commands(text) if not line.startswith(tuple(NOT_RUN))]
            assert unknown == []
        elif language == "toml":
            (tmp_path / "trishul.toml").write_text(text)
            assert load_configuration({}, tmp_path / "trishul.toml").model_fields_set == set(tomllib.loads(text))
