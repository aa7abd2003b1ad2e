"""Faults of simulated agents as people write them: rows in words, and the catalogue of kinds and presets.

Owns what is checked of a document, with the place of each mistake, and its form for the engine. Names of subtrees are
looked up once, when the document is read.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any

import msgspec

from trishul.datatypes.oid import oid_text
from trishul.engine.faults import MAX_COPIES, MAX_DELAY_S, MAX_FAULTS, Fault, FaultKind, FaultStage
from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.protocol.pdu import ErrorStatus, PduKind
from trishul.protocol.security.engine_id import parse_engine_id
from trishul.simulation.fault_presets import PRESETS, FaultPreset

MAX_LIMITS = 32
"""PDU kinds, subtrees or sources of one fault."""
MAX_COMMUNITY_OCTETS = 255
_SPECIAL = {name for kind in FaultKind for name in kind.parameters}
_KINDS = {str(kind): kind for kind in FaultKind}
_REQUESTS = {kind.label: kind for kind in (PduKind.GET, PduKind.GET_NEXT, PduKind.GET_BULK, PduKind.SET)}
_STATUSES = {status.label: status for status in ErrorStatus if status}
_VERSIONS = {"1": 1, "2c": 2, "3": 3}
_RANGES: dict[str, tuple[float, float]] = {
    "probability": (0, 1),
    "every": (1, 2**31),
    "skip": (0, 2**31),
    "times": (0, 2**31),
    "from_s": (0, 1e9),
    "until_s": (0, 1e9),
    "above_varbinds": (0, 2**31),
    "above_octets": (0, 2**31),
    "index": (0, 2**31 - 1),
    "delay_s": (0, MAX_DELAY_S),
    "jitter_s": (0, MAX_DELAY_S),
    "hold_s": (0, MAX_DELAY_S),
    "copies": (1, MAX_COPIES),
    "kept_octets": (0, 65507),
    "wrap_after_s": (0, 42_949_672),
    "boots_offset": (-(2**31), 2**31),
    "time_offset_s": (-(2**31), 2**31),
}
"""Smallest and largest value of each number."""


class FaultRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One fault with its limits, as `engine.faults` explains them; the last fields are for some kinds only."""

    kind: str
    probability: float = 1.0
    every: int = 1
    skip: int = 0
    times: int | None = None
    from_s: float = 0.0
    until_s: float | None = None
    pdus: list[str] = msgspec.field(default_factory=list)
    """GetRequest, GetNextRequest, GetBulkRequest, SetRequest."""
    versions: list[str] = msgspec.field(default_factory=list)
    """1, 2c, 3."""
    subtrees: list[str] = msgspec.field(default_factory=list)
    """OIDs, by number or name."""
    sources: list[str] = msgspec.field(default_factory=list)
    """Addresses or networks of managers."""
    above_varbinds: int = 0
    above_octets: int = 0
    status: str | None = None
    index: int | None = None
    delay_s: float | None = None
    jitter_s: float | None = None
    hold_s: float | None = None
    copies: int | None = None
    kept_octets: int | None = None
    community: str | None = None
    wrap_after_s: float | None = None
    boots_offset: int | None = None
    time_offset_s: int | None = None
    engine_id: str | None = None
    """In hexadecimal."""


class FaultsDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All faults of an agent: those of a preset, then those of the list. The same seed gives the same chances."""

    faults: list[FaultRow] = msgspec.field(default_factory=list)
    preset: str | None = None
    seed: int = 0


class FaultKindFacts(msgspec.Struct, frozen=True):
    """What a kind of fault is called, does, and takes besides the limits; `usual` is a fault that says nothing more."""

    kind: str
    label: str
    effect: str
    parameters: list[str]
    usual: FaultRow


class FaultPresetFacts(msgspec.Struct, frozen=True):
    """A fault that real devices were reported to have."""

    name: str
    label: str
    story: str
    references: list[str]
    faults: list[FaultRow]


class FaultCatalogue(msgspec.Struct, frozen=True):
    """All kinds of faults, and presets."""

    kinds: list[FaultKindFacts]
    presets: list[FaultPresetFacts]


class FaultsRefused(InvalidInput):
    """At least one fault cannot be meant; `findings` has a sentence for each place, such as `faults[2].status`."""

    def __init__(self, findings: Mapping[str, str]) -> None:
        first = next(iter(findings))
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        super().__init__(f"{first}: {findings[first]}{more}", field=first)
        self.findings = dict(findings)


def catalogue() -> FaultCatalogue:
    """All kinds of faults, and presets."""
    kinds = [
        FaultKindFacts(kind, kind.label, kind.effect, list(kind.parameters), row_of(Fault(kind=kind)))
        for kind in FaultKind
    ]
    return FaultCatalogue(kinds, [_facts(preset) for preset in PRESETS.values()])


def check_faults(rows: list[FaultRow], names: Names) -> list[Fault]:
    """What the engine takes; subtrees may be named. Raises FaultsRefused with every mistake."""
    if len(rows) > MAX_FAULTS:
        raise FaultsRefused({"faults": f"An agent has at most {MAX_FAULTS} faults"})
    problems: dict[str, str] = {}
    faults = []
    for at, row in enumerate(rows):
        try:
            faults.append(_meaning(row, names))
        except InvalidInput as error:
            problems[f"faults[{at}]" + (f".{error.field}" if error.field else "")] = str(error)
    if problems:
        raise FaultsRefused(problems)
    return faults


def row_of(fault: Fault) -> FaultRow:
    """The fault in words; OIDs by number."""
    own: dict[str, Any] = {name: getattr(fault, name) for name in fault.kind.parameters}
    for name, word in (("status", "label"), ("engine_id", "hex"), ("community", "decode")):
        if name in own:
            found = getattr(own[name], word)
            own[name] = found() if callable(found) else found
    versions = {number: word for word, number in _VERSIONS.items()}
    return FaultRow(
        kind=str(fault.kind),
        probability=fault.probability,
        every=fault.every,
        skip=fault.skip,
        times=fault.times,
        from_s=fault.from_s,
        until_s=fault.until_s,
        pdus=[kind.label for kind in fault.pdus],
        versions=[versions[version] for version in fault.versions],
        subtrees=[oid_text(subtree) for subtree in fault.subtrees],
        sources=list(fault.sources),
        above_varbinds=fault.above_varbinds,
        above_octets=fault.above_octets,
        **own,
    )


def read_faults_document(data: Any) -> FaultsDocument:
    """The document in a JSON value. Raises FaultsRefused."""
    try:
        document = msgspec.convert(data, FaultsDocument)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$")
        raise FaultsRefused({place.rstrip("`").removeprefix(".") or "faults": reason}) from None
    if document.preset is not None and document.preset not in PRESETS:
        raise FaultsRefused({"preset": f"The presets are {', '.join(PRESETS)}"})
    if not 0 <= document.seed < 2**31:
        raise FaultsRefused({"seed": "A seed lies between 0 and 2147483647"})
    return document


def _meaning(row: FaultRow, names: Names) -> Fault:
    """Raises InvalidInput that names the field."""
    (kind,) = _looked_up("kind", [row.kind], _KINDS)
    given = {name: value for name, value in msgspec.structs.asdict(row).items() if value is not None}
    for name, value in given.items():
        _check(kind, name, value)
    if kind.stage is FaultStage.REQUEST and (row.above_varbinds or row.above_octets):
        raise InvalidInput("There is no answer yet whose size could count", field="above_varbinds")
    words: dict[str, Any] = {
        "kind": kind,
        "pdus": _looked_up("pdus", row.pdus, _REQUESTS),
        "versions": _looked_up("versions", row.versions, _VERSIONS),
        "subtrees": tuple(_subtree(text, names) for text in row.subtrees),
        "sources": tuple(_network(text) for text in row.sources),
    }
    if row.status is not None:
        (words["status"],) = _looked_up("status", [row.status], _STATUSES)
    if row.community is not None:
        words["community"] = row.community.encode()
    if row.engine_id is not None:
        words["engine_id"] = _engine_id(row.engine_id)
    return Fault(**given | words)


def _check(kind: FaultKind, name: str, value: Any) -> None:
    """Raises InvalidInput for what the kind does not take, and for numbers and lists out of bounds."""
    if name in _SPECIAL and name not in kind.parameters:
        raise InvalidInput(f"The fault {kind} does not take it", field=name)
    if name in _RANGES:
        low, high = _RANGES[name]
        if not low <= value <= high:
            raise InvalidInput(f"It lies between {low:,} and {high:,}", field=name)
    if isinstance(value, list) and len(value) > MAX_LIMITS:
        raise InvalidInput(f"At most {MAX_LIMITS} are possible", field=name)
    if name == "community" and len(value.encode()) > MAX_COMMUNITY_OCTETS:
        raise InvalidInput(f"It has at most {MAX_COMMUNITY_OCTETS} octets", field=name)


def _looked_up(field: str, words: list[str], known: Mapping[str, Any]) -> tuple[Any, ...]:
    for word in words:
        if word not in known:
            raise InvalidInput(f"It is one of {', '.join(known)}", field=field)
    return tuple(known[word] for word in words)


def _subtree(text: str, names: Names) -> bytes:
    try:
        return names.oid_of(text.strip()).contents
    except InvalidInput as error:
        raise InvalidInput(str(error), field="subtrees") from None


def _network(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text.strip(), strict=False))
    except ValueError:
        raise InvalidInput("It is an address or a network, such as 192.0.2.0/24", field="sources") from None


def _engine_id(text: str) -> bytes:
    try:
        return parse_engine_id(text)
    except InvalidInput as error:
        raise InvalidInput(str(error), field="engine_id") from None


def _facts(preset: FaultPreset) -> FaultPresetFacts:
    rows = [row_of(fault) for fault in preset.faults]
    return FaultPresetFacts(preset.name, preset.label, preset.story, list(preset.references), rows)
