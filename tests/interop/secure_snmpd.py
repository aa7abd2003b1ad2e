"""net-snmp's snmpd with users of every pair of protocols who may read and write, on a free port."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.interop.conftest import FindTool, NetSnmp, Peer, running, snmpd_command, wait_for_answer
from tests.interop.security import PAIRS, create_user_lines, user_name
from tests.ports import free_port

WRITERS = "\n".join(f"rwuser {user_name(auth, priv)} {'auth' if auth else 'noauth'}" for auth, priv in PAIRS)


@contextmanager
def serving_snmpd(tool: FindTool, netsnmp: NetSnmp, folder: Path, *lines: str) -> Iterator[Peer]:
    """Runs snmpd with the users and these lines of configuration; it has answered when the block begins."""
    configuration = folder / "users.conf"
    configuration.write_text("\n".join([create_user_lines(), WRITERS, *lines, ""]))
    peer = Peer("127.0.0.1", free_port())
    command = snmpd_command(tool, configuration, peer)
    environment = netsnmp.environment | {"SNMP_PERSISTENT_DIR": str(folder)}
    with running(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)) as process:
        ask = "snmpget", "-v3", "-uuser", "-lnoAuthNoPriv"
        wait_for_answer(netsnmp, process, *ask, peer, "1.3.6.1.2.1.1.5.0")
        yield peer
