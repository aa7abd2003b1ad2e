"""The workbench opens in order, starts what starts by itself, and comes up although a port is taken."""

from __future__ import annotations

import socket
import stat
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.unit.conftest import ADMIN_PASSWORD
from trishul.errors import InvalidInput
from trishul.protocol.security.secrets import Secret
from trishul.services.accounts.passwords import PasswordKeeper
from trishul.services.configuration import Configuration
from trishul.services.credentials.credentials import CredentialInUse
from trishul.services.credentials.forms import CredentialDraft
from trishul.services.mibs.builder import LibraryBuilder
from trishul.services.workbench import Workbench
from trishul.store.database import StoreUnavailable


async def test_an_opened_workbench_lets_its_administrator_in(workbench: Workbench) -> None:
    assert workbench.made_up_password is None
    assert (await workbench.sessions.login("admin", ADMIN_PASSWORD, "192.0.2.1")).token
    assert not workbench.simulator.status().running
    assert not workbench.traps.status().running


async def test_the_data_directory_is_private(workbench: Workbench) -> None:
    assert stat.S_IMODE(workbench.configuration.data_dir.stat().st_mode) == 0o700


async def test_without_a_given_password_a_random_one_is_made_once(
    configuration: Configuration, passwords: PasswordKeeper, idle_builder: LibraryBuilder
) -> None:
    nameless = configuration.model_copy(update={"admin_password": None})
    first = await Workbench.open(nameless, passwords, idle_builder)
    assert first.made_up_password
    await first.close()
    second = await Workbench.open(nameless, passwords, idle_builder)
    assert second.made_up_password is None
    assert await second.sessions.login("admin", first.made_up_password, "192.0.2.1")
    await second.close()


async def test_a_renamed_credential_keeps_its_targets_and_templates(workbench: Workbench) -> None:
    await workbench.credentials.create(CredentialDraft("lab", "community", Secret("hidden")))
    target = await workbench.walk_targets.create({"name": "core", "host": "192.0.2.1", "credential": "lab"})
    await workbench.trap_templates.save("port down", {"credential": "lab"})
    await workbench.trap_templates.save("nobody's", {})
    renamed = await workbench.credentials.update("lab", {"name": "floor 2"})
    assert renamed.used_by == ["the target 'core'"]
    assert workbench.walk_targets.get(target.id).credential == "floor 2"
    templates = (await workbench.trap_templates.all()).templates
    assert [template.trap.credential for template in templates] == [None, "floor 2"]
    with pytest.raises(CredentialInUse, match="the target 'core'"):
        await workbench.credentials.delete("floor 2")


async def test_the_session_timeout_follows_the_settings(workbench: Workbench) -> None:
    begun = await workbench.sessions.login("admin", ADMIN_PASSWORD, "192.0.2.1")
    session = workbench.sessions.find(begun.token)
    assert session is not None
    session.last_used_at -= 100
    assert workbench.sessions.find(begun.token)
    await workbench.settings.update({"session_timeout": 60})
    assert workbench.sessions.find(begun.token) is None


async def test_what_cannot_start_by_itself_is_logged_and_the_rest_runs(
    workbench: Workbench, configuration: Configuration, passwords: PasswordKeeper, idle_builder: LibraryBuilder
) -> None:
    await workbench.settings.update({"auto_start_simulator": True, "auto_start_trap_receiver": True})
    await workbench.close()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        crowded = configuration.model_copy(update={"snmp_port": taken.getsockname()[1]})
        with capture_logs() as lines:
            again = await Workbench.open(crowded, passwords, idle_builder)
        assert not again.simulator.status().running
        assert again.traps.status().running
        await again.close()
    assert [line["code"] for line in lines if line["event"] == "could not start by itself"] == ["address_in_use"]


async def test_a_first_password_that_is_too_short_closes_everything_again(
    configuration: Configuration, passwords: PasswordKeeper, idle_builder: LibraryBuilder
) -> None:
    short = Configuration.model_validate(configuration.model_dump() | {"admin_password": "short"})
    with pytest.raises(InvalidInput):
        await Workbench.open(short, passwords, idle_builder)
    opened = await Workbench.open(configuration, passwords, idle_builder)
    await opened.close()


async def test_a_data_directory_that_cannot_be_made_is_said_in_words(
    tmp_path: Path, configuration: Configuration
) -> None:
    (tmp_path / "file").write_text("")
    elsewhere = configuration.model_copy(update={"data_dir": tmp_path / "file" / "data"})
    with pytest.raises(StoreUnavailable, match="cannot be made"):
        await Workbench.open(elsewhere)
