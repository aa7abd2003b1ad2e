"""Overrides of the default device as a whole: every key can be meant, or nothing is kept and every bad one named.

Owns that rule, what names and MIB types mean for a key, the form in which a worker takes overrides, and how saved ones
outlive a MIB that is deleted or changed: their OIDs and values are kept beside them as they were last understood. What
a JSON value means without a MIB is `simulation.overrides`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec
import structlog

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.simulation.device import Device
from trishul.simulation.overrides import Overrides, parse_overrides
from trishul.smi.model import BaseType, NodeKind

Override: TypeAlias = tuple[str, int, bytes]
"""Dotted OID, value tag, contents octets."""

_log = structlog.get_logger(__name__)

_NO_VALUES = frozenset({NodeKind.TABLE, NodeKind.ROW})


class OverridesRefused(InvalidInput):
    """At least one key or value cannot be meant; `findings` has a sentence for each."""

    def __init__(self, findings: Mapping[str, str]) -> None:
        first = next(iter(findings))
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        super().__init__(f"{first or 'data'}: {findings[first]}{more}", field=first or "data")
        self.findings = dict(findings)


@dataclass(frozen=True, slots=True)
class MeantOverrides:
    """Overrides by key as a worker takes them, and a sentence for each that is not understood any more."""

    by_key: Mapping[str, Override]
    warnings: tuple[str, ...] = ()

    @property
    def for_worker(self) -> list[Override]:
        """Without their keys."""
        return list(self.by_key.values())


class MibVocabulary:
    """Names and types of the MIB library, as `simulation.overrides` asks for them."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def instance_of(self, key: str) -> Oid:
        """The instance that a name or number stands for; an object without its index is none. Raises InvalidInput."""
        oid = self._names.oid_of(key)
        instance = self._names.name_of(oid.contents)
        if instance is None:
            return oid
        kind = instance.node.kind
        if kind in _NO_VALUES:
            raise InvalidInput(f"{instance.label} is a {kind}: an instance of one of its columns has a value")
        if len(oid.contents) == len(instance.node.oid_contents):
            if kind is NodeKind.SCALAR:
                raise InvalidInput(f"{instance.label} is an object; its one instance is {instance.label}.0")
            if kind is NodeKind.COLUMN:
                raise InvalidInput(
                    f"{instance.label} is a column: an instance has an index, such as {instance.label}.1"
                )
        return oid

    def value_of(self, oid: Oid, plain: str | float) -> Value | None:
        """The value by the MIB's type; None where no MIB gives one. Raises InvalidInput."""
        known = self._names.type_of(oid.contents)
        if known is None or known.base is BaseType.UNKNOWN:
            return None
        return self._names.value_of(oid.contents, plain)


def check_overrides(device: Device, data: Mapping[str, Any], names: Names) -> MeantOverrides:
    """The overrides as a worker takes them. Raises OverridesRefused."""
    parsed = parse_overrides(device, data, MibVocabulary(names))
    if parsed.problems:
        raise OverridesRefused({problem.key[:200]: problem.reason for problem in parsed.problems})
    return MeantOverrides(_by_key(parsed))


def check_again(
    device: Device, data: Mapping[str, Any], names: Names, before: Mapping[str, Override]
) -> MeantOverrides:
    """Saved overrides after the MIBs changed: what cannot be meant any more goes on as it was last understood."""
    parsed = parse_overrides(device, data, MibVocabulary(names))
    by_key = _by_key(parsed)
    for key, oid in parsed.instances.items():
        if key in before and before[key][0] == str(oid) and names.type_of(oid.contents) is None:
            by_key[key] = before[key]  # a type that a MIB gave is worth more than a guess without it
    warnings = []
    for problem in parsed.problems:
        known = before.get(problem.key)
        if known is not None:
            by_key[problem.key] = known
        outcome = f"it goes on as {known[0]}" if known is not None else "it is left out"
        warnings.append(f"override {problem.key[:200]}: {problem.reason}; {outcome}")
    return MeantOverrides(by_key, tuple(warnings))


def _by_key(parsed: Overrides) -> dict[str, Override]:
    found = {}
    for key, oid in parsed.instances.items():
        value = parsed.values[oid]
        found[key] = (str(oid), int(value.tag), value.contents)
    return found


def saved_overrides(data: str, meant: str) -> tuple[dict[str, Any], dict[str, Override]]:
    """Saved overrides as they were given and as they were understood; none, with a warning, where they are no JSON."""
    try:
        given = msgspec.json.decode(data, type=dict[str, Any])
        return given, msgspec.json.decode(meant, type=dict[str, Override])
    except msgspec.MsgspecError as error:
        _log.warning("saved overrides are not usable and are left out", reason=str(error))
        return {}, {}
