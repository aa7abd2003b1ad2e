"""`trishul serve`: the workbench with its web interface, until it is told to stop.

Owns the options (one per setting, written from the configuration itself) and what is said on the console: the first
password, the ready line, a warning when more than this host is served. Holds no logic of the server.
"""

from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from trishul.services.configuration import Configuration, SettingDescription, describe_settings, load_configuration


def _with_setting_options(command: Callable[..., None]) -> Callable[..., None]:
    for setting in reversed(describe_settings()):
        if not setting.is_secret:
            command = click.option(
                "--" + setting.name.replace("_", "-"),
                setting.name,
                default=None,
                metavar="VALUE",
                help=f"{setting.description}. [{setting.variable}; default: {setting.default}]",
            )(command)
    return command


def _secret_line(setting: SettingDescription) -> str:
    return f"{setting.variable}: {setting.description}. [default: {setting.default}]"


_FILE_HELP = (
    "A TOML file (--config, or TRISHUL_CONFIG) takes the same names in lower case without TRISHUL_, for example "
    "snmp_port = 1061. Options win over variables, variables over the file."
)
_EPILOG = "\n\n".join(
    (
        "Settings that may be secret have no option, because a command line can be read by others:",
        *(_secret_line(setting) for setting in describe_settings() if setting.is_secret),
        _FILE_HELP,
    )
)


@click.command("serve", epilog=_EPILOG)
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="TOML file with settings.")
@_with_setting_options
def serve(config_file: Path | None, **options: Any) -> None:
    """Run the workbench with its web interface."""
    from trishul.services.logs import configure_logs  # structlog is slow to import; `--help` does without

    configuration = load_configuration(os.environ, config_file, options)
    configure_logs(configuration.log_level, configuration.log_format)
    asyncio.run(_run(configuration))


async def _run(configuration: Configuration) -> None:
    from trishul.services.interpreter import prepare_for_start, settle_after_start

    prepare_for_start()
    from trishul.services.service_manager import ServiceManager
    from trishul.services.workbench import Workbench
    from trishul.web import server

    manager = ServiceManager(os.environ)
    tls = server.find_tls_files(configuration)
    listener = server.bind_http(configuration.host, configuration.port)
    try:
        workbench = await Workbench.open(configuration)
        try:
            _say_password(configuration, workbench.made_up_password)

            def say_ready() -> None:
                settle_after_start()
                manager.ready(_say_ready(listener, workbench))

            await server.serve(workbench, listener, tls, say_ready, manager.stopping)
        finally:
            await workbench.close()
            await manager.close()
    finally:
        listener.close()


def _say_password(configuration: Configuration, made_up_password: str | None) -> None:
    """Once, at the first start; the store keeps only its hash."""
    if made_up_password is not None:
        _say(f"First start. Log in as {configuration.admin_user} with the password {made_up_password}")
        _say("It is not shown again. Change it in the settings, or with: trishul admin reset-password")


def _say_ready(listener: socket.socket, workbench: Any) -> str:
    """Says and returns the ready line."""
    host, port = listener.getsockname()[:2]
    is_encrypted = workbench.configuration.tls_certificate is not None
    parts = []
    for name, status in (("simulator", workbench.simulator.status()), ("receiver", workbench.traps.status())):
        address = _shown(status.host, status.port) + ("" if status.running else " (stopped)")
        parts.append(f"{name} {address}")
    if not _is_loopback(host):
        how = "by TLS" if is_encrypted else "without encryption"
        _say(f"Note: the web interface listens on {host}, which other hosts may reach, {how}.")
    from trishul.services.about import about

    scheme = "https" if is_encrypted else "http"
    line = f"{about().name} {about().version} ready: {scheme}://{_shown(host, port)}  " + "  ".join(parts)
    _say(line)
    return line


def _shown(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _is_loopback(host: str) -> bool:
    return ipaddress.ip_address(host.partition("%")[0]).is_loopback


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
