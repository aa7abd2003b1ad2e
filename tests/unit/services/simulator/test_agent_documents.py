"""What may be said about an agent, and what the worker makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from trishul.errors import InvalidInput
from trishul.services.simulator.agent_documents import parse_listen, read_agent, recording_path, spec_of

LEAST: dict[str, Any] = {"name": "router", "addresses": {"community": "lab"}}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 65}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"name": 5}, "name"),
        ({"addresses": {}}, "addresses"),
        ({"addresses": {"listen": "127.0.0.2:161"}}, "addresses"),
        ({"addresses": {"community": "x" * 256}}, "addresses.community"),
        ({"addresses": {"context": "x" * 33}}, "addresses.context"),
        ({"addresses": {"community": "\ud800"}}, "addresses.community"),
        ({"addresses": {"community": "lab", "listen": "127.0.0.2"}}, "addresses.listen"),
        ({"source": {"kind": "magic"}}, "source.kind"),
        ({"engine_id": "xyz"}, "engine_id"),
        ({"seed": -1}, "seed"),
        ({"colour": "red"}, None),
    ],
)
def test_what_cannot_be_meant_is_named(changes: dict[str, Any], field: str | None) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_agent(LEAST | changes)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("text", "meant"), [("127.0.0.2:161", ("127.0.0.2", 161)), ("[::1]:1161", ("::1", 1161)), ("sim:5", ("sim", 5))]
)
def test_an_address_is_host_and_port(text: str, meant: tuple[str, int]) -> None:
    assert parse_listen(text) == meant


@pytest.mark.parametrize("text", ["", ":161", "127.0.0.2:", "127.0.0.2:0", "127.0.0.2:65536", "::1:161", "a:1x"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_listen(text)


@pytest.mark.parametrize("path", ["", "nowhere.snmprec", "../secret.snmprec", "/etc/passwd", "a\0b", "folder"])
def test_a_recording_lies_in_the_folder(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "recordings"
    (folder / "folder").mkdir(parents=True)
    (tmp_path / "secret.snmprec").write_text("")
    with pytest.raises(InvalidInput):
        recording_path(path, folder)


def test_the_worker_is_told_octets() -> None:
    document = read_agent({**LEAST, "source": {"kind": "recording", "path": "a.snmprec"}, "engine_id": "80001f8804aa"})
    spec = spec_of("7", document, Path("/data"), 2)
    assert (spec.community, spec.recording, spec.source) == (b"lab", "/data/a.snmprec", "a.snmprec")
    assert (spec.engine_id.hex(), spec.context_name, spec.sockets) == ("80001f8804aa", b"lab", 2)
