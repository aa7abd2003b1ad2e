"""Compilers under measurement: ours and five peers, each a function that compiles a corpus once and says how it went.

All start from texts and leave nothing behind that would make the next round shorter. Who can only check (smilint) or
only load (net-snmp) is compared all the same: reading, parsing and resolving is what they share.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench import oracles
from bench.measure import PeerMissing
from bench.mib_corpus import Corpus
from bench.runtime import Runtime
from bench.watched import Run, run_watched

_SCRIPTS = Path(__file__).resolve().parent / "compilers"
SLOWEST_S = 300
SMILINT_COMPLAINS = 1
"""Its exit code when it found a fault."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """One cold compilation."""

    run: Run
    facts: dict[str, float | int | str]


Compile = Callable[[Corpus], Compiled]


def link_uploads(corpus: Corpus, data_folder: Path) -> None:
    """A data directory in which all texts of the corpus were uploaded."""
    data_folder.mkdir(parents=True, exist_ok=True)
    uploads = data_folder / "mibs"
    uploads.mkdir()
    for name in corpus.names:
        (uploads / name).hardlink_to(corpus.folder / name)


def build_ours(data_folder: Path, *archive: Path) -> Run:
    """Brings the library in a data directory up to date."""
    places = [str(data_folder), *map(str, archive)]
    return run_watched([sys.executable, str(_SCRIPTS / "trishul_build.py"), *places], timeout_s=SLOWEST_S)


def ours(runtime: Runtime) -> Compile:
    """Our library, cold, nothing but the corpus in it, with as many processes as it likes."""

    def compile_all(corpus: Corpus) -> Compiled:
        place = runtime.new_folder("trishul build")
        archive = place / "empty.zip"
        zipfile.ZipFile(archive, "w").close()
        link_uploads(corpus, place / "data")
        run = build_ours(place / "data", archive)
        seen = json.loads(run.output)
        index = sum(file.stat().st_size for file in (place / "data" / "library").iterdir())
        return Compiled(run, {"loaded": seen["resolved"], "lost": seen["failed"], "index_MB": round(index / 1e6, 1)})

    return compile_all


def pysmi(runtime: Runtime, environment: oracles.SideEnvironment) -> Compile:
    """A pysmi to JSON with texts."""

    def compile_all(corpus: Corpus) -> Compiled:
        run = compile_with_pysmi(environment, corpus, runtime.new_folder("pysmi"), "json")
        seen = json.loads(run.output)
        return Compiled(run, {"loaded": seen.get("compiled", 0), "lost": seen.get("failed", 0)})

    return compile_all


def compile_with_pysmi(environment: oracles.SideEnvironment, corpus: Corpus, target: Path, form: str) -> Run:
    """Runs the pysmi of an environment over a corpus; `form` is json or pysnmp."""
    python = environment.tool("python")
    if python is None:
        raise PeerMissing("it is not installed: run `python bench/oracles.py`")
    command = [str(python), str(_SCRIPTS / "pysmi_compile.py"), str(corpus.folder), str(target), form]
    return run_watched(command, typed="\n".join(corpus.names), timeout_s=SLOWEST_S)


def mibcorpus(runtime: Runtime) -> Compile:
    """pysnmp-pysmi's command that makes a database of all modules, the nearest to what we do."""

    def compile_all(corpus: Corpus) -> Compiled:
        command = oracles.PYSNMP_PYSMI.tool("mibcorpus")
        if command is None:
            raise PeerMissing("it is not installed: run `python bench/oracles.py`")
        place = runtime.new_folder("mibcorpus")
        line = [str(command), f"--namespace=vendor:corpus:{corpus.folder}", f"--output-directory={place}"]
        run = run_watched([*line, "--emit=core-db", "--quiet"], timeout_s=SLOWEST_S)
        return Compiled(run, {"index_MB": round((place / "core.db").stat().st_size / 1e6, 1)})

    return compile_all


def smilint(_runtime: Runtime) -> Compile:
    """libsmi's checker with only severe findings, told of all files."""

    def compile_all(corpus: Corpus) -> Compiled:
        files = [str(corpus.folder / name) for name in corpus.names]
        environment = {"SMIPATH": str(corpus.folder)}
        command = ["smilint", "-c", "/dev/null", "-l", "1", *files]
        run = run_watched(command, environment=environment, timeout_s=SLOWEST_S, may_fail=True)
        if run.returncode not in {0, SMILINT_COMPLAINS}:
            raise AssertionError(f"smilint ended with {run.returncode}")
        return Compiled(run, {})

    return compile_all


def net_snmp(runtime: Runtime) -> Compile:
    """snmptranslate told to load everything in the folder; it answers one OID at its end."""

    def compile_all(corpus: Corpus) -> Compiled:
        command = net_snmp_command(corpus)
        run = run_watched([*command, ".1.3.6.1.2.1.1.1.0"], environment=net_snmp_place(runtime), timeout_s=SLOWEST_S)
        return Compiled(run, {"complaints": run.complaints.count("\n")})

    return compile_all


def net_snmp_command(corpus: Corpus) -> list[str]:
    """snmptranslate with all modules of the corpus and no others."""
    return ["snmptranslate", "-Pu", "-M", str(corpus.folder), "-m", "ALL"]


def net_snmp_place(runtime: Runtime) -> dict[str, str]:
    """Where it keeps what it writes: an empty folder, so that no index of an earlier run helps it."""
    return {"SNMP_PERSISTENT_DIR": str(runtime.new_folder("net snmp"))}
