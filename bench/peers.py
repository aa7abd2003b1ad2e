"""The peers as servers: snmpd and snmptrapd of net-snmp, snmpsim, and the bare echo, configured by us."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from bench import oracles
from bench.clients import executable
from bench.measure import PeerMissing
from bench.processes import LOOPBACK, Server, answers_snmp
from bench.secured_requests import AUTH_PASSWORD, PRIV_PASSWORD, USERS

_SNMPD_CONFIGURATION = """\
rocommunity public 127.0.0.1
{users}
sysLocation a bench
sysContact nobody
sysName bench
"""

_CREATE_USERS = tuple(
    f"createUser {user.name}"
    + (f" {user.auth.label} {AUTH_PASSWORD}" if user.auth else "")
    + (f" {user.priv.label} {PRIV_PASSWORD}" if user.priv else "")
    for user in USERS
)


def start_snmpd(port: int, folder: Path) -> Server:
    """net-snmp's agent: no logging of requests, its persistent files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "snmpd.conf"
    users = [f"{line}\nrouser {user.name} noauth" for user, line in zip(USERS, _CREATE_USERS, strict=True)]
    configuration.write_text(_SNMPD_CONFIGURATION.format(users="\n".join(users)))
    command = [_tool("snmpd"), "-f", "-C", "-c", str(configuration), "-m", "", "-LE", "0", "-p", str(folder / "pid")]
    environment = {"SNMP_PERSISTENT_DIR": str(folder), "MIBS": ""}
    return _ready(
        Server("snmpd", [*command, f"udp:{LOOPBACK}:{port}"], folder / "log", environment=environment),
        lambda: answers_snmp(port),
    )


def start_snmpsim(port: int, folder: Path, recording: Path) -> Server:
    """snmpsim with one recording as community public."""
    data = folder / "data"
    for place in (folder, data):
        place.mkdir(parents=True, exist_ok=True)
        place.chmod(0o777)
    shutil.copyfile(recording, data / "public.snmprec")
    return start_snmpsim_with(port, folder, data)


def start_snmpsim_with(port: int, folder: Path, data: Path, *, timeout_s: float = 60) -> Server:
    """snmpsim with a folder of recordings, public among them; it refuses to run as root, so it becomes nobody."""
    responder = oracles.snmpsim_responder()
    if responder is None:
        raise PeerMissing("snmpsim is not installed: run `python bench/oracles.py`")
    cache = folder / "cache"
    for place in (folder, cache):
        place.mkdir(parents=True, exist_ok=True)
        place.chmod(0o777)
    command = [
        str(responder),
        f"--data-dir={data}",
        f"--cache-dir={cache}",
        f"--agent-udpv4-endpoint={LOOPBACK}:{port}",
    ]
    command += ["--logging-method=null", "--log-level=error"]
    if os.geteuid() == 0:
        command += ["--process-user=nobody", "--process-group=nogroup"]
    return _ready(Server("snmpsim", command, folder / "log"), lambda: answers_snmp(port), timeout_s=timeout_s)


def start_echo(port: int, folder: Path) -> Server:
    """A server that only receives and sends."""
    folder.mkdir(parents=True, exist_ok=True)
    server = Server("echo", [executable("echo"), str(port)], folder / "log")
    return _ready(server, lambda: "ready" in server.log.read_text())


def start_snmptrapd(
    port: int, folder: Path, *, receive_buffer_octets: int | None = None, configuration_lines: Iterable[str] = ()
) -> tuple[Server, Path]:
    """net-snmp's receiver, logging numerically to a file; returns it and that file."""
    folder.mkdir(parents=True, exist_ok=True)
    traps, configuration = folder / "traps.log", folder / "snmptrapd.conf"
    lines = [
        *configuration_lines,
        *([f"[snmp] serverRecvBuf {receive_buffer_octets}"] if receive_buffer_octets else []),
    ]
    configuration.write_text("".join(f"{line}\n" for line in lines))
    command = [_tool("snmptrapd"), "-f", "-C", "-c", str(configuration), "-m", "", "-On", "-n", "-Lf", str(traps)]
    command += ["--disableAuthorization=yes", "-p", str(folder / "pid"), f"udp:{LOOPBACK}:{port}"]
    server = Server("snmptrapd", command, folder / "log", environment={"SNMP_PERSISTENT_DIR": str(folder), "MIBS": ""})
    return _ready(server, lambda: traps.exists() and "NET-SNMP version" in traps.read_text()), traps


def _tool(name: str) -> str:
    path = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if path is None:
        raise PeerMissing(f"{name} is not installed")
    return path


def _ready(server: Server, is_ready: Callable[[], bool], timeout_s: float = 15) -> Server:
    try:
        server.wait_until(is_ready, timeout_s)
    except BaseException:
        server.stop()
        raise
    return server
