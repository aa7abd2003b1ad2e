"""What the operator decides before the server starts: `TRISHUL_…` variables and an optional TOML file.

Owns names, defaults and checks of contract §7. Does not own what users change while the server runs (`settings`). The
object is frozen and passed in; nothing else in the package reads the environment. Order: environment, TOML, default.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, ValidationInfo, field_validator

from trishul.errors import InvalidInput
from trishul.services.data_directory import default_data_dir

ENVIRONMENT_PREFIX = "TRISHUL_"
CONFIG_FILE_VARIABLE = "TRISHUL_CONFIG"

SECRET_SETTINGS = frozenset({"admin_password", "snmp_community"})
"""Never taken from the command line, which every user of the host can read."""

Port = Annotated[int, Field(ge=0, le=65535)]
Rate = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Configuration(BaseModel):
    """One frozen object with everything that is fixed while the server runs."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    host: str = Field("127.0.0.1", min_length=1, description="Address of the web interface")
    port: Port = Field(8080, description="Port of the web interface; 0 takes any free port")
    data_dir: Path = Field(
        default_factory=default_data_dir, description="Directory of the database and of all other saved data"
    )
    database_url: str = Field("", description="SQLAlchemy URL; empty means an SQLite file in the data directory")
    admin_user: str = Field("admin", min_length=1, max_length=128, description="Name of the first administrator")
    admin_password: SecretStr | None = Field(
        None, description="Password of the first administrator; without it a random one is printed once"
    )
    snmp_host: str = Field("127.0.0.1", min_length=1, description="Address of the simulator")
    snmp_port: Port = Field(1061, description="UDP port of the simulator; 0 takes any free port")
    snmp_community: SecretStr = Field(SecretStr("public"), description="Community of the simulator's default device")
    snmp_rate_per_source: Rate = Field(
        0, description="Datagrams a second that the simulator takes from one host; 0 for any number"
    )
    trap_host: str = Field("127.0.0.1", min_length=1, description="Address of the notification receiver")
    trap_port: Port = Field(1162, description="UDP port of the notification receiver; 0 takes any free port")
    trap_rate_per_source: Rate = Field(
        0,
        description="Datagrams a second that the receiver takes from one host, until its policy is changed; 0 for any",
    )
    trap_sync_informs: bool = Field(
        False, description="Acknowledge informs only when they are on the disk: safe from a power failure, but slower"
    )
    session_timeout: int = Field(
        3600, ge=60, le=86400, description="Seconds without a request after which a session ends"
    )
    session_lifetime: int = Field(
        604800, ge=3600, le=31536000, description="Seconds after its login at which a session ends, used or not"
    )
    audit_days: int = Field(365, ge=1, le=3650, description="Days that entries of the audit log stay")
    allowed_origins: tuple[str, ...] = Field(
        (), description="Other origins whose pages may use the API, as https://host[:port], comma separated"
    )
    allowed_hosts: tuple[str, ...] = Field(
        (), description="Further host names under which the server is reached, comma separated"
    )
    tls_certificate: Path | None = Field(
        None, description="File with the certificate of the web interface and its chain, in PEM; none for plain HTTP"
    )
    tls_key: Path | None = Field(
        None, description="File with the private key of that certificate; none where it stands in the same file"
    )
    trusted_proxies: tuple[str, ...] = Field(
        (), description="Addresses or networks of proxies whose X-Forwarded-For is believed, comma separated"
    )
    mib_fetch_private: bool = Field(
        False, description="Fetch MIBs also from private, loopback and link-local addresses"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least severe level logged")
    log_format: Literal["console", "json"] = Field("console", description="console for people, json for machines")

    @field_validator("allowed_origins", "allowed_hosts", "trusted_proxies", mode="before")
    @classmethod
    def _split_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("allowed_origins")
    @classmethod
    def _require_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            scheme, separator, authority = origin.partition("://")
            if scheme not in ("http", "https") or not separator or not authority or "/" in authority:
                raise ValueError(f"'{origin}' is not an origin such as https://trishul.example:8443")
        return tuple(origin.lower() for origin in value)

    @field_validator("trusted_proxies")
    @classmethod
    def _require_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for proxy in value:
            try:
                ip_network(proxy)
            except ValueError:
                raise ValueError(f"'{proxy}' is no address or network such as 192.0.2.1 or 10.0.0.0/8") from None
        return value

    @field_validator("tls_key")
    @classmethod
    def _require_certificate(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if value is not None and info.data.get("tls_certificate") is None:
            raise ValueError("a key needs its certificate: set TRISHUL_TLS_CERTIFICATE too")
        return value

    @field_validator("snmp_community")
    @classmethod
    def _require_community(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value():
            raise ValueError("a community has at least one character")
        return value

    @property
    def effective_database_url(self) -> str:
        """The URL that the store opens."""
        return self.database_url or f"sqlite:///{self.data_dir / 'trishul.db'}"


@dataclass(frozen=True, slots=True)
class SettingDescription:
    """One line of `trishul serve --help` and of the reference."""

    name: str
    variable: str
    default: str
    description: str
    is_secret: bool


def describe_settings() -> tuple[SettingDescription, ...]:
    """All settings in the order of the class, defaults as one would type them."""
    special = {
        "data_dir": str(default_data_dir()),
        "database_url": "trishul.db there",
        "admin_password": "random",
        "tls_certificate": "none",
        "tls_key": "none",
    }
    lines = []
    for name, field in Configuration.model_fields.items():
        default = field.default
        if isinstance(default, SecretStr):
            default = default.get_secret_value()  # the published default community is no secret
        shown = special.get(name, ", ".join(default) or "none" if isinstance(default, tuple) else str(default))
        variable = ENVIRONMENT_PREFIX + name.upper()
        lines.append(SettingDescription(name, variable, shown, field.description or "", name in SECRET_SETTINGS))
    return tuple(lines)


def load_configuration(
    environment: Mapping[str, str], config_file: Path | None = None, overrides: Mapping[str, object] | None = None
) -> Configuration:
    """Command line over environment over TOML over defaults; InvalidInput names what is wrong and where."""
    path = config_file or (Path(named) if (named := environment.get(CONFIG_FILE_VARIABLE)) else None)
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for name, value in (_read_toml(path) if path else {}).items():
        values[name], origins[name] = value, f"{path}: {name}"
    for name in Configuration.model_fields:
        variable = ENVIRONMENT_PREFIX + name.upper()
        if environment.get(variable):
            values[name], origins[name] = environment[variable], variable
    for name, value in (overrides or {}).items():
        if value is not None:
            values[name], origins[name] = value, "--" + name.replace("_", "-")
    try:
        return Configuration(**values)
    except ValidationError as error:
        raise InvalidInput(_sentence_of(error, origins)) from None  # the chained error would repeat a secret's input


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path} is no TOML file: {error}") from error


def _sentence_of(error: ValidationError, origins: Mapping[str, str]) -> str:
    parts = []
    for finding in error.errors(include_input=False, include_url=False):
        name = str(finding["loc"][0]) if finding["loc"] else "configuration"
        reason = "no such setting" if finding["type"] == "extra_forbidden" else finding["msg"]
        parts.append(f"{origins.get(name, name)}: {reason.removeprefix('Value error, ')}")
    return "; ".join(parts)
