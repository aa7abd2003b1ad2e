"""Configuration: the contract's defaults, three sources in order, and words for what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from trishul.errors import InvalidInput
from trishul.services.configuration import Configuration, describe_settings, load_configuration


def test_defaults_are_those_of_the_contract() -> None:
    found = load_configuration({})
    assert (found.host, found.port) == ("127.0.0.1", 8080)
    assert (found.snmp_host, found.snmp_port, found.snmp_community.get_secret_value()) == ("127.0.0.1", 1061, "public")
    assert (found.trap_host, found.trap_port) == ("127.0.0.1", 1162)
    assert (found.admin_user, found.admin_password, found.session_timeout) == ("admin", None, 3600)
    assert (found.allowed_origins, found.log_level, found.log_format) == ((), "info", "console")
    assert found.effective_database_url == f"sqlite:///{found.data_dir / 'trishul.db'}"


def test_options_win_over_variables_and_variables_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "trishul.toml"
    file.write_text('port = 1\nsnmp_port = 2\ntrap_port = 3\nallowed_hosts = ["bench.lan"]\n')
    found = load_configuration(
        {"TRISHUL_PORT": "11", "TRISHUL_SNMP_PORT": "12", "TRISHUL_HOST": ""}, file, {"port": "21", "host": None}
    )
    assert (found.port, found.snmp_port, found.trap_port) == (21, 12, 3)
    assert found.host == "127.0.0.1"
    assert found.allowed_hosts == ("bench.lan",)


def test_the_file_may_be_named_by_a_variable(tmp_path: Path) -> None:
    file = tmp_path / "trishul.toml"
    file.write_text("session_timeout = 600\n")
    assert load_configuration({"TRISHUL_CONFIG": str(file)}).session_timeout == 600


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"TRISHUL_PORT": "70000"}, "TRISHUL_PORT: Input should be less than or equal to 65535"),
        ({"TRISHUL_PORT": "http"}, "TRISHUL_PORT: "),
        ({"TRISHUL_SESSION_TIMEOUT": "59"}, "TRISHUL_SESSION_TIMEOUT: "),
        ({"TRISHUL_ALLOWED_ORIGINS": "trishul.example"}, "is not an origin"),
        ({"TRISHUL_ALLOWED_ORIGINS": "https://trishul.example/path"}, "is not an origin"),
        ({"TRISHUL_LOG_FORMAT": "xml"}, "TRISHUL_LOG_FORMAT: "),
        ({"TRISHUL_TRAP_RATE_PER_SOURCE": "-1"}, "TRISHUL_TRAP_RATE_PER_SOURCE: "),
        ({"TRISHUL_SNMP_RATE_PER_SOURCE": "nan"}, "TRISHUL_SNMP_RATE_PER_SOURCE: "),
        ({"TRISHUL_SNMP_RATE_PER_SOURCE": "inf"}, "TRISHUL_SNMP_RATE_PER_SOURCE: "),
        ({"TRISHUL_CONFIG": "/nonexistent/trishul.toml"}, "cannot be read"),
    ],
)
def test_a_wrong_value_is_named_with_where_it_came_from(environment: dict[str, str], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        load_configuration(environment)


def test_an_unknown_line_of_the_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "trishul.toml"
    file.write_text("prot = 1\n")
    with pytest.raises(InvalidInput, match="prot: no such setting"):
        load_configuration({}, file)
    file.write_text("prot = = 1\n")
    with pytest.raises(InvalidInput, match="no TOML file"):
        load_configuration({}, file)


def test_secrets_do_not_show_when_printed() -> None:
    found = load_configuration({"TRISHUL_ADMIN_PASSWORD": "hunter22", "TRISHUL_SNMP_COMMUNITY": "s3cret"})
    assert "hunter22" not in repr(found)
    assert "s3cret" not in repr(found)


def test_origins_are_split_at_commas() -> None:
    found = load_configuration({"TRISHUL_ALLOWED_ORIGINS": "https://A.example, http://b.example:81,"})
    assert found.allowed_origins == ("https://a.example", "http://b.example:81")


def test_every_setting_is_described_with_its_variable() -> None:
    described = {line.name: line for line in describe_settings()}
    assert set(described) == set(Configuration.model_fields)
    assert described["snmp_port"].variable == "TRISHUL_SNMP_PORT"
    assert all(line.description for line in described.values())
    assert {line.name for line in described.values() if line.is_secret} == {"admin_password", "snmp_community"}
