"""net-snmp's snmpd with users of every pair of protocols who may read and write, on a free port."""

from __future__ import annotations

import subprocess
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from tests.interop.conftest import FindTool, NetSnmp, NotReady, Peer, running, snmpd_command, wait_for_answer
from tests.interop.security import PAIRS, create_user_lines, user_name
from tests.ports import free_port

WRITERS = "\n".join(f"rwuser {user_name(auth, priv)} {'auth' if auth else 'noauth'}" for auth, priv in PAIRS)

STARTS, ANSWERS_WITHIN_S = 3, 20.0
"""Once in hundreds of starts a snmpd ran and answered nobody, for a minute; what it is about is not known."""


@contextmanager
def serving_snmpd(tool: FindTool, netsnmp: NetSnmp, folder: Path, *lines: str) -> Iterator[Peer]:
    """Runs snmpd with the users and these lines of configuration; it has answered when the block begins."""
    configuration = folder / "users.conf"
    configuration.write_text("\n".join([create_user_lines(), WRITERS, *lines, ""]))
    ask = "snmpget", "-v3", "-uuser", "-lnoAuthNoPriv"
    with ExitStack() as ends:
        for starts_left in reversed(range(STARTS)):
            peer = Peer("127.0.0.1", free_port())
            state, asking = folder / f"state-{starts_left}", folder / f"asking-{starts_left}"
            state.mkdir()
            asking.mkdir()
            command = snmpd_command(tool, configuration, peer)
            environment = netsnmp.environment | {"SNMP_PERSISTENT_DIR": str(state)}
            started = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
            process = ends.enter_context(running(started))
            try:
                wait_for_answer(NetSnmp(asking), process, *ask, peer, "1.3.6.1.2.1.1.5.0", within_s=ANSWERS_WITHIN_S)
            except NotReady as silent:
                if not starts_left:
                    raise
                warnings.warn(f"{silent}; {doings(process.pid)}", stacklevel=1)
            else:
                break
        yield peer


def doings(pid: int) -> str:
    """What a process is about, as the system tells it: state and signals, system call, and its place in the kernel."""
    told = []
    for name in ("status", "syscall", "wchan"):
        with suppress(OSError):
            text = Path(f"/proc/{pid}/{name}").read_text()
            lines = [line for line in text.splitlines() if name != "status" or line.startswith(("State", "Sig", "Shd"))]
            told.append(f"{name}: {'; '.join(lines)}")
    return ", ".join(told)
