"""`trishul serve`: its help; that it starts, serves and ends is in tests/contract."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from trishul.cli.serve import serve
from trishul.errors import AddressNotAvailable, InvalidInput
from trishul.services.configuration import describe_settings


def test_help_names_every_setting() -> None:
    text = CliRunner().invoke(serve, ["--help"]).output
    for setting in describe_settings():
        assert setting.variable in text


@pytest.mark.parametrize("option", ["--admin-password", "--snmp-community"])
def test_secrets_have_no_option(option: str) -> None:
    outcome = CliRunner().invoke(serve, [option, "x"])
    assert outcome.exit_code == 2
    assert "No such option" in outcome.output


def test_a_wrong_value_is_named_by_its_option() -> None:
    outcome = CliRunner().invoke(serve, ["--port", "http"])
    assert isinstance(outcome.exception, InvalidInput)
    assert "--port" in str(outcome.exception)


def test_nothing_is_made_when_the_port_cannot_be_had(tmp_path_factory: pytest.TempPathFactory) -> None:
    data_dir = tmp_path_factory.mktemp("serve") / "data"
    outcome = CliRunner().invoke(serve, ["--host", "192.0.2.1", "--data-dir", str(data_dir)])
    assert isinstance(outcome.exception, AddressNotAvailable)
    assert not data_dir.exists()
