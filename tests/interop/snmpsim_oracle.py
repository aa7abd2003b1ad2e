"""snmpsim 1.2.2 as an oracle: a folder that it serves and we serve, what both are asked, and where they may differ."""

from __future__ import annotations

import fcntl
import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bench import oracles
from tests.interop.conftest import NetSnmp, Peer, running, wait_for_answer
from tests.ports import free_port

USER, AUTH_PASSWORD = "bert", "maplesyrup"
BERT = f"-v3 -u{USER} -lauthNoPriv -aSHA -A{AUTH_PASSWORD}"
USERS_FILE = f"createUser {USER} SHA {AUTH_PASSWORD}\n"
P = "1.3.6.1.4.1.32473"
FOREIGN = "80001f8804666f726569676e"
"""A contextEngineID of an engine that neither is."""

FILES = {
    "device.snmprec": f"""\
{P}.1.1.0|4|plain
{P}.1.2.0|4x|00ff7c0a
{P}.1.3.0|4e|\\x41\\n\\\\
{P}.1.4.0|2|-5
{P}.1.5.0|6|1.3.6.1.4.1.9
{P}.1.6.0|64|192.0.2.1
{P}.1.7.0|65|4294967295
{P}.1.8.0|66|7
{P}.1.9.0|67|360000
{P}.1.10.0|68x|9f78043da3d70a
{P}.1.11.0|70|18446744073709551615
{P}.2.1.0|65:numeric|rate=0,initial=7
{P}.2.2.0|65:numeric|rate=0,max=5,offset=7.9,wrap=0
{P}.2.3.0|65:numeric|rate=0,max=5,offset=7.9
{P}.2.4.0|2:numeric|rate=0,min=-9,offset=-3.7
{P}.2.5.0|66:numeric|function=pow%3%2,scale=2,offset=1,initial=100
{P}.2.6.0|66:numeric|function==hypot%3%4,,rate==0
{P}.2.7.0|70:numeric|rate=0,initial=4294967296
{P}.2.8.0|65:numeric|rate=0,initial=7,cumulative=0,scale=1
{P}.3.1.0|4:delay|wait=5,value=abc
{P}.3.2.0|4:delay|wait=5,hexvalue=616263
{P}.3.3.0|4:delay|wait=5
{P}.4.1.0|2:error|value=5,status=wrongValue,op=set
{P}.4.2.0|2:error|value=5,op=set,vlist=lt:10:wrongvalue:eq:33:noaccess:gt:100:generror
{P}.5.1.0|2:writecache|value=7
{P}.5.2.0|4:writecache|hexvalue=616200
{P}.5.3.0|67:writecache|value=5
{P}.5.4.0|6:writecache|value=1.3.6.1
{P}.5.5.0|64:writecache|value=1.2.3.4
{P}.5.6.0|2:writecache|value=7,vlist=eq:3:wrongvalue
{P}.5.7.0|4:writecache|value==a,b,,status==noaccess,,op==set
{P}.6.1.0|4|end
""",
    "refusing.snmprec": f"""\
{P}.1.1.0|4|plain
{P}.2.1.0|4:error|value=x,status=noAccess,op=get
{P}.3.1.0|4|between
{P}.3.2.0|4:error|value=x,status=tooBig,op=get
{P}.3.3.0|4|between
{P}.3.4.0|4:error|value=x,status=noSuchInstance
{P}.3.5.0|4|between
{P}.3.6.0|4:error|value=x,status=authorizationError
""",
    "silent.snmprec": f"{P}.1.1.0|4|plain\n{P}.2.1.0|4:delay|wait=100000,value=x\n",
    "odd.snmprec": f"""\
{P}.1.1.0|66:numeric|function=log,rate=0
{P}.1.2.0|2:writecache|value=7,vlist=eq:3:wrongValue
{P}.1.3.0|67:writecache|value=5,status=noaccess,op=set
{P}.1.4.0|4x:writecache|value=616200
{P}.1.5.0|2:numeric|rate=0,initial=3000000000
{P}.1.6.0|4|plain
""",
    "multi.snmprec": f"{P}.1.1.0|4|before\n{P}.2|:multiplex|dir=snapshots,period=100000\n{P}.9.1.0|4|behind\n",
    "chosen.snmprec": f"{P}.2|:multiplex|dir=snapshots,control={P}.3.0\n{P}.9.1.0|4|behind\n",
    "snapshots/00000.snmprec": f"{P}.2.1.0|2|10\n{P}.2.2.0|4x|00ff\n",
    "snapshots/00001.snmprec": f"{P}.2.1.0|2|20\n{P}.2.2.0|4x|00fe\n",
    "site/core.snmprec": f"{P}.1.1.0|4|core\n{P}.1.2.0|2|1\n",
    "self.snmprec": f"{P}.1.1.0|4|without a name\n",
    "self/inner.snmprec": f"{P}.1.1.0|4|inner\n",
    "placed.snmprec": f"{P}.1.1.0|4|for everybody\n",
    "placed/1.3.6.1.6.1.1.0.snmprec": f"{P}.1.1.0|4|for the address\n",
    "placed/1.3.6.1.6.1.1.0/127.0.0.1.snmprec": f"{P}.1.1.0|4|for the source\n",
    "beside.snmprec": f"{P}.1.1.0|4|for everybody\n",
    "beside/1.3.6.1.6.1.1.0.snmprec": f"{P}.1.1.0|4|for the address\n",
    "beside/1.3.6.1.6.1.1.0/192.0.2.9.snmprec": f"{P}.1.1.0|4|for another source\n",
    "behind.snmprec": f"{P}.1.1.0|4|for everybody\n",
    "behind/1.3.6.1.6.1.1.1/127.0.0.1.snmprec": f"{P}.1.1.0|4|for the source at a second address\n",
    f"0x{FOREIGN}/placed.snmprec": f"{P}.1.1.0|4|for the engine\n",
}


class Question(NamedTuple):
    """One run of one of net-snmp's tools; `who` are its options, `what` stands behind the address."""

    tool: str
    who: str
    what: str


def get(community: str, *names: str, version: str = "-v2c") -> Question:
    return Question("snmpget", f"{version} -c{community}", " ".join(f"{P}.{name}" for name in names))


def put(community: str, what: str) -> Question:
    return Question("snmpset", f"-v2c -c{community}", f"{P}.{what}")


_ALIKE = (
    *(Question("snmpwalk", f"-v2c -c{community}", "1.3") for community in ("device", "site/core", "inner")),
    Question("snmpwalk", "-v1 -cdevice", f"{P}.3"),
    Question("snmpbulkwalk", "-v2c -cdevice -Cr7", f"{P}.1"),
    Question("snmpwalk", f"{BERT} -ndevice", f"{P}.1"),
    Question("snmpwalk", f"{BERT} -nsite/core", "1.3"),
    Question("snmpwalk", f"{BERT} -ninner", "1.3"),
    Question("snmpwalk", BERT, "1.3"),
    Question("snmpwalk", f"{BERT} -n913f9c49dcb544e2087cee284f4a00b7", f"{P}.1"),
    get("placed/1.3.6.1.6.1.1.0/127.0.0.1", "1.1.0"),
    get("behind", "1.1.0"),
    Question("snmpwalk", f"{BERT} -nbehind", "1.3"),
    get("device", "1.1.0", "2.1.0", "6.1.0"),
    *(get("refusing", name, version="-v1") for name in ("2.1.0", "3.2.0", "3.4.0", "3.6.0")),
    *(get("refusing", name) for name in ("2.1.0", "3.2.0", "3.4.0", "3.6.0")),
    get("refusing", "1.1.0", "2.1.0"),
    Question("snmpgetnext", "-v2c -crefusing", f"{P}.1.1.0"),
    Question("snmpgetnext", "-v2c -crefusing", f"{P}.3.3.0"),
    Question("snmpbulkget", "-v2c -crefusing -Cn0 -Cr3", f"{P}.1.1.0"),
    put("device", "4.1.0 i 4"),
    *(put("device", f"4.2.0 i {value}") for value in (5, 33, 101, 50)),
    get("device", "4.2.0"),
    put("device", "3.1.0 s new"),
    get("device", "3.1.0"),
    put("device", "5.1.0 i -9"),
    put("device", "5.2.0 x 0001"),
    put("device", "5.3.0 t 99"),
    put("device", "5.4.0 o 1.3.6.1.2"),
    put("device", "5.5.0 a 192.0.2.7"),
    put("device", "5.6.0 i 3"),
    put("device", "5.6.0 i 4"),
    put("device", "5.7.0 s x"),
    Question("snmpwalk", "-v2c -cdevice", f"{P}.5.1"),
    Question("snmpwalk", "-v2c -cdevice", f"{P}.5.4"),
    put("refusing", "3.4.0 s ss"),
    get("silent", "1.1.0"),
    get("silent", "2.1.0"),
    get("nobody", "1.1.0"),
    put("odd", "1.2.0 i 5"),
    Question("snmpwalk", "-v2c -cmulti", f"{P}.2"),
    Question("snmpbulkwalk", "-v2c -cmulti -Cr2", f"{P}.1"),
    Question("snmpwalk", "-v2c -cmulti", "1.3"),
    get("multi", "2.1.0", "2.2.0"),
    get("chosen", "2.1.0"),
)  # fmt: skip
ALIKE: dict[str, Question] = {f"{at} {one.tool} {one.who[:14]} {one.what}": one for at, one in enumerate(_ALIKE)}
"""What both answer with the same words, asked in this order: some are about values that were set before."""

DIFFERENCES: dict[str, tuple[Question, str]] = {
    "an instance that is not there, of an object that is not there either, is noSuchObject (RFC 3416 §4.2.1)": (
        get("device", "99.0"), "No Such Object available"),
    "a SET of what nobody can set is refused, not answered with an exception": (
        put("device", "1.1.0 i 5"), "wrongType"),
    "a number that moves by itself cannot be set": (put("device", "2.1.0 u 5"), "notWritable"),
    "a value of another type is wrongType": (put("device", "5.1.0 s text"), "wrongType"),
    "a request sets all or nothing": (put("device", f"5.1.0 i 77 {P}.99.0 i 5"), "notWritable"),
    "nothing of it was set": (get("device", "5.1.0"), "INTEGER: -9"),
    "a function that is not defined here gives the least number instead of a hole that ends walks": (
        get("odd", "1.1.0"), "Gauge32: 0"),
    "statuses in lists are read in any case": (put("odd", "1.2.0 i 3"), "wrongValue"),
    "a value that is refused": (put("odd", "1.3.0 t 9"), "noAccess"),
    "a value that was refused is not kept": (get("odd", "1.3.0"), "Timeticks: (5)"),
    "modifier and module combine": (get("odd", "1.4.0"), "Hex-STRING: 61 62 00"),
    "a number stays in the range of its type": (get("odd", "1.5.0"), "INTEGER: 2147483647"),
    "the variable that chooses a file is there": (get("chosen", "3.0"), "INTEGER: 0"),
    "it can be set": (put("chosen", "3.0 i 1"), "INTEGER: 1"),
    "and the file that it chose is answered": (get("chosen", "2.1.0"), "INTEGER: 20"),
    "there are no more files": (put("chosen", "3.0 i 2"), "wrongValue"),
    "a recording is found by the source, as documented; 1.2.2 defines the search but its pysnmp never calls it": (
        get("placed", "1.1.0"), "for the source"),
    "by the address alone": (get("beside", "1.1.0"), "for the address"),
    "by both for a context": (Question("snmpget", f"{BERT} -nplaced", f"{P}.1.1.0"), "for the source"),
    "by the contextEngineID": (
        Question("snmpget", f"{BERT} -nplaced -E 0x{FOREIGN}", f"{P}.1.1.0"), "for the engine"),
    "the index lists recordings; 1.2.2 fails with a TypeError": (
        Question("snmpgetnext", "-v2c -cindex", "1.3.6.1.4.1.20408.999.1.2.1"), f'STRING: "0x{FOREIGN}/placed"'),
    "for a context too": (
        Question("snmpgetnext", f"{BERT} -nindex", "1.3.6.1.4.1.20408.999.1.3"), "d41d8cd98f00b204e9800998ecf8427e"),
}  # fmt: skip
"""Where ours differs, why, and what ours says."""
SAME_WORDS = frozenset({"a value that is refused"})
"""Steps to a difference that are none themselves."""


def ask(netsnmp: NetSnmp, peer: Peer, question: Question, patience_s: float = 10) -> str:
    """What a tool prints, without what it says about itself."""
    if "silent" in question.who or "nobody" in question.who:
        patience_s = 0.3
    options = [*question.who.split(), "-On", "-r0", f"-t{patience_s}"]
    done = netsnmp.run(question.tool, *options, peer, *question.what.split())
    said = (done.stdout + done.stderr).decode("latin-1").replace(str(peer), "PEER")
    return re.sub(r"\s+", " ", said).strip()


def _oracle() -> Path:
    """snmpsim's agent in its own environment, built from the locked requirements where it is not there yet."""
    with (oracles.COMMON.requirements.parent.parent / ".oracles.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if oracles.snmpsim_responder() is None:
            oracles.COMMON.build()
    responder = oracles.snmpsim_responder()
    assert responder is not None
    return responder


def write_files(folder: Path) -> Path:
    """The recordings in a folder that everybody may read; snmpsim finds snapshots by their whole path only."""
    for name, text in FILES.items():
        path = folder / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("dir=snapshots", f"dir={folder}/data/snapshots"))
    (folder / "users.conf").write_text(USERS_FILE)
    (folder / "cache").mkdir()
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o644)
    return folder / "data"


_PROBES = """\
import json, sys, warnings
warnings.simplefilter("ignore")
from pysnmp.carrier.asyncio.dgram import udp, udp6
from snmpsim.datafile import probe_context
found = []
for engine_id, name, host, number in json.load(sys.stdin):
    domain = (udp6 if ":" in host else udp).DOMAIN_NAME + (number,)
    found.append([c.decode() for c in probe_context(domain, (host, 161), engine_id, name)])
print(json.dumps(found))
"""


def probes(cases: list[tuple[str, str, str, int]]) -> list[list[str]]:
    """What snmpsim's own search looks for: contextEngineID as text, name, source, number of the address."""
    interpreter = _oracle().with_name("python")
    done = subprocess.run(
        [interpreter, "-c", _PROBES], input=json.dumps(cases), capture_output=True, text=True, check=True, timeout=60
    )
    found: list[list[str]] = json.loads(done.stdout)
    return found


@contextmanager
def snmpsim(netsnmp: NetSnmp, folder: Path) -> Iterator[Peer]:
    """snmpsim on the files of `write_files`."""
    peer = Peer("127.0.0.1", free_port())
    command = [
        str(_oracle()), f"--data-dir={folder / 'data'}", f"--cache-dir={folder / 'cache'}",
        f"--v3-user={USER}", f"--v3-auth-key={AUTH_PASSWORD}", "--v3-auth-proto=SHA",
        f"--agent-udpv4-endpoint={peer.host}:{peer.port}",
    ]  # fmt: skip
    if os.geteuid() == 0:
        command += ["--process-user=nobody", "--process-group=nogroup"]
    with (folder / "snmpsim.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    with running(process):
        wait_for_answer(netsnmp, process, "snmpget", "-v2c", "-cdevice", peer, f"{P}.1.1.0")
        yield peer
