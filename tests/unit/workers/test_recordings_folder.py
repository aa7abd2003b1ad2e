"""The folder of recordings: every file is an agent before it is read, everything else a sentence."""

from __future__ import annotations

import os
from pathlib import Path

from trishul.workers.recordings_folder import FolderIndex, id_of_recording, index_folder


def write(folder: Path, *places: str) -> None:
    for place in places:
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("1.3.6.1.2.1.1.5.0|4|edge-1\n")


def test_files_are_agents_under_their_paths(tmp_path: Path) -> None:
    write(tmp_path, "router.snmprec", "core/switch.snmpwalk")
    agents = index_folder(tmp_path).agents
    assert {agent.community: agent.source for agent in agents.values()} == {
        b"router": "router.snmprec",
        b"core/switch": "core/switch.snmpwalk",
    }
    assert agents[id_of_recording("router.snmprec")].name == "router"


def test_the_device_without_a_name_is_asked_for_as_self(tmp_path: Path) -> None:
    write(tmp_path, "self.snmprec", "self/core.snmprec")
    assert {agent.community for agent in index_folder(tmp_path).agents.values()} == {b"self", b"core"}


def test_a_file_is_not_read_to_be_an_agent(tmp_path: Path) -> None:
    (tmp_path / "broken.snmprec.bz2").write_bytes(b"BZh9 no more")
    index = index_folder(tmp_path)
    assert (len(index.agents), index.warnings) == (1, [])


def test_of_two_files_with_one_community_one_is_served_and_the_other_named(tmp_path: Path) -> None:
    write(tmp_path, "router.snmprec", "router.snmpwalk")
    index = index_folder(tmp_path)
    assert [agent.source for agent in index.agents.values()] == ["router.snmprec"]
    assert "router.snmpwalk" in index.warnings[0]


def test_a_community_that_is_taken_is_not_served_and_that_is_said(tmp_path: Path) -> None:
    write(tmp_path, "public.snmprec")
    index = index_folder(tmp_path, taken={b"public"})
    assert index.agents == {}
    assert index.warnings == ["public.snmprec: another agent answers to its community and is served instead"]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    index = index_folder(tmp_path / "nowhere")
    assert index.agents == {}
    assert index.warnings


def settle(folder: Path) -> None:
    """Gives all folders a time at which nothing happens any more."""
    for parent in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        os.utime(parent, ns=(1, 1))


def test_files_that_come_and_go_change_the_folder(tmp_path: Path) -> None:
    write(tmp_path, "core/router.snmprec")
    settle(tmp_path)
    index = index_folder(tmp_path)
    assert not index.has_changed()
    (tmp_path / "core" / "router.snmprec").unlink()
    assert index.has_changed()


def test_a_folder_that_has_just_changed_is_looked_at_again(tmp_path: Path) -> None:
    write(tmp_path, "router.snmprec")
    assert index_folder(tmp_path).has_changed()


def test_nothing_was_looked_at_in_no_folder() -> None:
    assert not FolderIndex().has_changed()


def test_names_that_are_no_text_are_agents_with_readable_names(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"r\xff.snmprec")).write_text("1.3.6.1.2.1.1.5.0|4|edge-1\n")
    (agent,) = index_folder(tmp_path).agents.values()
    assert (agent.community, agent.name) == (b"r\xff", "r�")


def test_agents_below_a_transport_id_are_found_by_their_source(tmp_path: Path) -> None:
    write(tmp_path, "router.snmprec")
    assert index_folder(tmp_path).probing() is None
    write(tmp_path, "router/1.3.6.1.6.1.1.0/192.0.2.9.snmprec")
    probing = index_folder(tmp_path).probing()
    assert probing is not None
    assert probing.find(b"router", ("192.0.2.9", 1)) == b"router/1.3.6.1.6.1.1.0/192.0.2.9"
