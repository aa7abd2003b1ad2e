"""The MIB library: compiling thousands of real modules cold, and asking the library afterwards.

Slow compilers meet a closed sample of the corpus, because the whole takes them minutes; ours and net-snmp also meet the
whole. Modules a second are texts given a second, whether the compiler could load them or not: `loaded` stands beside.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

from bench import mib_compilers, mib_corpus, oracles, product
from bench.measure import Aim, Contender, Contest, Outcome, PeerMissing
from bench.mib_compilers import Compile, Compiled
from bench.mib_corpus import Corpus
from bench.processes import NotReady
from bench.runtime import Runtime
from bench.watched import run_watched

_LOOKUPS = Path(__file__).resolve().parent.parent / "lookups"
_SYS_DESCR = "1.3.6.1.2.1.1.1.0"
_STARTS = 5

MODULES_AIM, MEMORY_AIM_MB, START_AIM_MS, SEARCH_AIM_MS, NAMES_AIM = 100, 200, 1000, 30, 100_000
OBJECTS_OF_A_DEVICE = 1_000
"""Scalars and columns that one device answers for; what is translated is seldom spread wider."""
BEST_PYTHON = "pysnmp-pysmi, JSON"

QUERIES = (
    *("interface", "interfaces", "status", "the", "of", "table", "entry", "index", "number of", "trap", "temperature"),
    *("ifDescr", "sysUpTime", "ifHCInOctets", "dot1dTpFdbTable", "bgpPeerState", "hrStorageUsed", "cpmCPUTotal5minRev"),
    *("if", "ifH", "sys", "cisco", "jnx", "hwEntity", "a", "upsBa", "IF-MIB", "CISCO-"),
    *("1.3.6.1.2.1", "1.3.6.1.2.1.2.2.1", ".1.3.6.1.4.1.9", "1.3.6.1.4.1.2636.3.1.13", "1.3.6.1.4.1.9.9.109.1.1.1.1.8"),
    *("fan failure", "octets received on the interface", "bgp peer state change", "power supply status", "temp sensor"),
    *("zzzzqqq", "ifDescrr", "1.3.6.1.9.9.9", "no such thing anywhere", "%", '"unfinished', "a* OR b"),
)
"""What people type: common words, exact names, prefixes, half OIDs, phrases, misses, what breaks a query language."""


def contests(runtime: Runtime) -> Iterable[Contest]:
    """Compiling the sample and the whole, then questions to the library of the whole."""
    whole = mib_corpus.unpack(runtime.new_folder("corpus"))
    step = 96 if runtime.is_quick else 24
    sample = mib_corpus.sample_of(whole, step, runtime.new_folder("sample"))
    everything = sample if runtime.is_quick else whole
    yield from _cold(sample, _sample_compilers(runtime), (Aim(MODULES_AIM), Aim(3, BEST_PYTHON)), ())
    if not runtime.is_quick:
        compilers = {"trishul library": mib_compilers.ours(runtime), "net-snmp -m ALL": mib_compilers.net_snmp(runtime)}
        yield from _cold(whole, compilers, (Aim(MODULES_AIM),), (Aim(MEMORY_AIM_MB),))
    library = _Library(runtime, everything)
    yield from _changes(library)
    yield _first_answer(runtime, library, sample)
    yield from _many_answers(runtime, library, sample)
    yield _search(library)


def _sample_compilers(runtime: Runtime) -> dict[str, Compile]:
    return {
        "trishul library": mib_compilers.ours(runtime),
        "pysmi " + oracles.version_of("pysmi") + ", JSON": mib_compilers.pysmi(runtime, oracles.COMMON),
        BEST_PYTHON: mib_compilers.pysmi(runtime, oracles.PYSNMP_PYSMI),
        "pysnmp-pysmi, mibcorpus core-db": mib_compilers.mibcorpus(runtime),
        "smilint": mib_compilers.smilint(runtime),
        "net-snmp -m ALL": mib_compilers.net_snmp(runtime),
    }


def _cold(
    corpus: Corpus, compilers: Mapping[str, Compile], speed_aims: tuple[Aim, ...], memory_aims: tuple[Aim, ...]
) -> Iterable[Contest]:
    """Two contests from the same runs: how fast, and how much memory at its highest."""
    peaks: dict[str, list[float]] = {name: [] for name in compilers}

    def measured(name: str, compile_all: Compile) -> Callable[[], Outcome]:
        def measure() -> Outcome:
            done = compile_all(corpus)
            peaks[name].append(done.run.peak_pss_octets / 1e6)
            return Outcome(len(corpus.names) / done.run.seconds, _speed_facts(corpus, done))

        return measure

    def remembered(name: str) -> Callable[[], Outcome]:
        def measure() -> Outcome:
            if not peaks[name]:
                raise PeerMissing("it did not come to an end")
            return Outcome(peaks[name].pop(0))

        return measure

    title = f"{len(corpus.names):,} modules, {corpus.size_bytes / 1e6:,.0f} MB ({corpus.title})"
    speed = tuple(Contender(name, measured(name, compile_all)) for name, compile_all in compilers.items())
    yield Contest(f"Cold compilation of {title}", "modules/s", speed, speed_aims)
    memory = tuple(Contender(name, remembered(name)) for name in compilers)
    yield Contest(f"Peak memory while compiling {title}", "MB PSS", memory, memory_aims, higher_is_better=False)


def _speed_facts(corpus: Corpus, done: Compiled) -> dict[str, float | int | str]:
    seconds = done.run.seconds
    per_cpu_s = round(len(corpus.names) / done.run.cpu_s, 1)
    return {
        "s": round(seconds, 2),
        "modules/cpu_s": per_cpu_s,
        "MB/s": round(corpus.size_bytes / 1e6 / seconds, 2),
        **done.facts,
    }


class _Library:
    """A data directory with everything uploaded and indexed, standard modules included; built when first asked for."""

    def __init__(self, runtime: Runtime, corpus: Corpus) -> None:
        self.corpus = corpus
        self.title = f"{corpus.title} and the standard modules"
        self._runtime = runtime

    @property
    @cache  # noqa: B019 - lives as long as the run
    def folder(self) -> Path:
        folder = self._runtime.new_folder("library") / "data"
        mib_compilers.link_uploads(self.corpus, folder)
        mib_compilers.build_ours(folder)
        return folder

    def lookup(self, *question: str) -> list[str]:
        """The command that asks it."""
        return [sys.executable, str(_LOOKUPS / "trishul_lookups.py"), str(self.folder), *question]

    @cache  # noqa: B019 - lives as long as the run
    def random_oids(self, count: int, objects: int = 0) -> tuple[str, ...]:
        """Instances of random objects, of so many or of any."""
        try:
            return tuple(run_watched(self.lookup("sample", str(count), str(objects))).output.split())
        except AssertionError as failure:
            raise NotReady(str(failure)) from failure


def _changes(library: _Library) -> Iterable[Contest]:
    """What a reload costs when nothing changed, and one upload."""
    upload = library.folder / "mibs" / "BENCH-UPLOAD-MIB"

    def unchanged() -> Outcome:
        upload.unlink(missing_ok=True)
        mib_compilers.build_ours(library.folder)
        run = mib_compilers.build_ours(library.folder)
        return Outcome(run.seconds * 1000, _work_facts(run.output))

    def one_more() -> Outcome:
        upload.unlink(missing_ok=True)
        mib_compilers.build_ours(library.folder)
        upload.write_text(_SMALL_MODULE)
        run = mib_compilers.build_ours(library.folder)
        return Outcome(run.seconds * 1000, _work_facts(run.output))

    contenders = (Contender("reload, nothing changed", unchanged), Contender("one module uploaded", one_more))
    title = f"Bringing the library up to date, its process started ({library.title})"
    yield Contest(title, "ms", contenders, higher_is_better=False)


_SMALL_MODULE = """\
BENCH-UPLOAD-MIB DEFINITIONS ::= BEGIN
IMPORTS MODULE-IDENTITY, OBJECT-TYPE, enterprises FROM SNMPv2-SMI DisplayString FROM SNMPv2-TC;
benchUpload MODULE-IDENTITY LAST-UPDATED "202601010000Z" ORGANIZATION "bench" CONTACT-INFO "none"
    DESCRIPTION "A module for measuring." ::= { enterprises 99999 }
benchUploadName OBJECT-TYPE SYNTAX DisplayString MAX-ACCESS read-only STATUS current
    DESCRIPTION "A name." ::= { benchUpload 1 }
END
"""


def _work_facts(output: str) -> dict[str, float | int | str]:
    seen = json.loads(output)
    return {"inside_ms": round(seen["seconds"] * 1000, 1), "resolved": seen["resolved"]}


def _first_answer(runtime: Runtime, library: _Library, sample: Corpus) -> Contest:
    """From the start of a process to one name, everything compiled before where the tool can."""
    command = [product.command(), "mib", "translate", "--data-dir", str(library.folder), _SYS_DESCR]
    everything = mib_compilers.net_snmp_command(library.corpus)
    place = mib_compilers.net_snmp_place(runtime)
    contenders = (
        Contender("trishul mib translate", _starts(command, _STARTS)),
        Contender("trishul Library.open", _starts(library.lookup("first", _SYS_DESCR), _STARTS)),
        Contender("snmptranslate -m ALL", _starts([*everything, f".{_SYS_DESCR}"], 1, place)),
        Contender("snmptranslate, its default modules", _starts(["snmptranslate", _SYS_DESCR], _STARTS, place)),
        Contender("pysnmp, the sample compiled before", _pysnmp(runtime, sample, [_SYS_DESCR], "load_s", 1000)),
        Contender("python, doing nothing", _starts([sys.executable, "-I", "-c", ""], _STARTS)),
    )
    title = f"Warm start to the first name ({library.title})"
    return Contest(title, "ms", contenders, (Aim(START_AIM_MS),), higher_is_better=False)


def _starts(command: list[str], times: int, environment: Mapping[str, str] | None = None) -> Callable[[], Outcome]:
    def measure() -> Outcome:
        runs = [run_watched(command, environment=environment) for _ in range(times)]
        figures = [run.seconds * 1000 for run in runs]
        answer = " ".join((runs[-1].output.splitlines() or [""])[-1].split())[:40]
        return Outcome(statistics.median(figures), {"fastest": round(min(figures), 1), "answer": answer or "-"})

    return measure


@cache
def _pysnmp_modules(runtime: Runtime, sample: Corpus) -> Path:
    """The sample as modules of pysnmp, compiled once a run."""
    folder = runtime.new_folder("pysnmp modules")
    mib_compilers.compile_with_pysmi(oracles.COMMON, sample, folder, "pysnmp")
    return folder


def _pysnmp(runtime: Runtime, sample: Corpus, oids: list[str], timed: str, factor: float) -> Callable[[], Outcome]:
    """pysnmp with the sample, its whole start (`load_s`) or its answers a second (`seconds`)."""

    def measure() -> Outcome:
        folder = _pysnmp_modules(runtime, sample)
        command = [str(oracles.python()), str(_LOOKUPS / "pysnmp_lookups.py"), str(folder)]
        seen = json.loads(run_watched(command, typed="\n".join(oids)).output)
        figure = seen["load_s"] * factor if timed == "load_s" else seen["count"] / seen["seconds"]
        return Outcome(figure, {"modules": seen["modules"]})

    return measure


def _many_answers(runtime: Runtime, library: _Library, sample: Corpus) -> Iterable[Contest]:
    """OIDs of instances to names and back, each of them new to whoever is asked."""
    count = 10_000 if runtime.is_quick else 100_000
    oids = library.random_oids(count)
    text = "\n".join(oids)
    translate = [product.command(), "mib", "translate", "--data-dir", str(library.folder), "-"]
    few = "\n".join(library.random_oids(count, OBJECTS_OF_A_DEVICE))
    contenders = (
        Contender(f"trishul Names, {OBJECTS_OF_A_DEVICE:,} objects", _asked(library, "oids", few)),
        Contender("trishul Names, any object", _asked(library, "oids", text)),
        Contender("trishul mib translate -", _piped(translate, oids)),
        Contender("snmptranslate, no instances", _net_snmp_answers(runtime, sample, oids[:30_000])),
        Contender("pysnmp, the sample", _pysnmp(runtime, sample, [_SYS_DESCR, *oids[:10_000]], "seconds", 1)),
    )
    title = f"{count:,} random instances to names ({library.title})"
    yield Contest(title, "OIDs/s", contenders, (Aim(NAMES_AIM),))
    names = run_watched(translate, typed=text).output.split("\n")
    asked = [name for name in names if "::" in name]
    back = (
        Contender("trishul Names.oid_of", _asked(library, "names", "\n".join(asked))),
        Contender("trishul mib translate -", _piped([*translate[:-1], "--numeric", "-"], asked)),
    )
    yield Contest(f"{len(asked):,} names to OIDs ({library.title})", "names/s", back)


def _asked(library: _Library, question: str, text: str) -> Callable[[], Outcome]:
    def measure() -> Outcome:
        seen = json.loads(run_watched(library.lookup(question), typed=text).output)
        return Outcome(seen["count"] / seen["seconds"])

    return measure


def _piped(command: list[str], texts: Iterable[str]) -> Callable[[], Outcome]:
    """A command that reads lines; its start-up is part of it."""
    typed = "\n".join(texts)

    def measure() -> Outcome:
        run = run_watched(command, typed=typed, may_fail=True)
        return Outcome(run.output.count("\n") / run.seconds, {"s": round(run.seconds, 2)})

    return measure


def _net_snmp_answers(runtime: Runtime, sample: Corpus, oids: Iterable[str]) -> Callable[[], Outcome]:
    """snmptranslate with many arguments; its start-up, measured with one of them, is taken off."""
    command, place = mib_compilers.net_snmp_command(sample), mib_compilers.net_snmp_place(runtime)
    objects = [oid.rpartition(".")[0] for oid in oids]  # it ends at the first instance it does not believe in

    def measure() -> Outcome:
        start_up = min(run_watched([*command, _SYS_DESCR], environment=place).cpu_s for _ in range(_STARTS))
        runs = [run_watched([*command, *objects], environment=place) for _ in range(_STARTS)]
        answers = sum(bool(line) for line in runs[0].output.split("\n"))
        cpu_s = min(run.cpu_s for run in runs) - start_up
        return Outcome(answers / max(cpu_s, 1e-6), {"start_up_ms": round(start_up * 1000, 1), "answers": answers})

    return measure


def _search(library: _Library) -> Contest:
    """The 95th percentile of named queries, each asked several times of an open library."""

    def asked(pick: Callable[[list[float]], float]) -> Callable[[], Outcome]:
        def measure() -> Outcome:
            started = time.perf_counter()
            took = json.loads(run_watched(library.lookup("search", "5"), typed="\n".join(QUERIES)).output)
            each = {query: statistics.median(figures) for query, figures in took.items()}
            worst = max(each, key=each.__getitem__)
            facts: dict[str, float | int | str] = {"worst": f"{worst!r}:{each[worst]:.1f}ms", "queries": len(each)}
            facts["all_s"] = round(time.perf_counter() - started, 1)
            return Outcome(pick([figure for figures in took.values() for figure in figures]), facts)

        return measure

    contenders = (
        Contender("trishul search, p95", asked(lambda figures: statistics.quantiles(figures, n=20)[-1])),
        Contender("trishul search, p50", asked(statistics.median)),
        Contender("trishul search, slowest", asked(max)),
    )
    title = f"Search, {len(QUERIES)} queries ({library.title})"
    return Contest(title, "ms", contenders, (Aim(SEARCH_AIM_MS),), higher_is_better=False)
