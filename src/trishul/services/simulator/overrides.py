"""Overrides of an agent as a whole: every key can be meant, or nothing is kept and every bad one named.

Owns that rule, what names and MIB types mean for a key, the form in which a worker takes overrides, and how saved ones
outlive a MIB that is deleted or changed: their OIDs and values are kept beside them as they were last understood. What
a JSON value means without a MIB is `simulation.overrides`; whose overrides they are is `agent_overrides`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

import msgspec

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.simulation.overrides import Holder, Overrides, parse_overrides
from trishul.smi.model import BaseType, NodeKind
from trishul.workers.agent_messages import OverridesOfAgent

Override: TypeAlias = tuple[str, int, bytes]
"""Dotted OID, value tag, contents octets."""

OverrideValue: TypeAlias = Annotated[
    Any,
    msgspec.Meta(
        extra_json_schema={
            "anyOf": [
                {"type": "number"},
                {"type": "string"},
                {
                    "type": "object",
                    "properties": {"type": {"type": "string"}, "value": {"type": ["number", "string", "null"]}},
                    "required": ["type", "value"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
"""What a value may be: a number or a text, which takes its type from the instance, or both said.

Any JSON is read, so that every bad key is named and not the first alone.
"""

MAX_HIDDEN = 1000
"""Subtrees of one agent that may be hidden."""

_NO_VALUES = frozenset({NodeKind.TABLE, NodeKind.ROW})


class OverridesRefused(InvalidInput):
    """At least one key or value cannot be meant; `findings` has a sentence for each."""

    def __init__(self, findings: Mapping[str, str]) -> None:
        first = next(iter(findings))
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        super().__init__(f"{first or 'data'}: {findings[first]}{more}", field=first or "data")
        self.findings = dict(findings)


class OverridesDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Overrides of an agent as they are given: values by instance, and what is not shown."""

    overrides: dict[str, OverrideValue] = {}
    hidden: list[str] = []
    """Names or OIDs; nothing at and below them is shown but what is overridden."""


class MeantOverrides(msgspec.Struct, frozen=True):
    """Overrides as a worker takes them, by key, and a sentence for each that is not understood any more."""

    by_key: dict[str, Override] = {}
    hidden: dict[str, str] = {}
    """Dotted OIDs, by what was given."""
    warnings: tuple[str, ...] = ()

    def for_worker(self, agent_id: str) -> OverridesOfAgent:
        """Without their keys."""
        return OverridesOfAgent(agent_id, list(self.by_key.values()), list(self.hidden.values()))


class NothingHeld:
    """Stands for an agent of which no values are known."""

    def find_value(self, name: bytes, now: float) -> Value | None:
        """None."""
        del name, now
        return None


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


def read_overrides(data: Any) -> OverridesDocument:
    """The document in a JSON value. Raises InvalidInput."""
    try:
        return msgspec.convert(data, OverridesDocument)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$")
        raise InvalidInput(reason, field=place.rstrip("`").removeprefix(".") or None) from None


def check_overrides(holder: Holder, document: OverridesDocument, names: Names) -> MeantOverrides:
    """The overrides as a worker takes them; what has no type by a MIB is of that of the present value.

    Raises OverridesRefused.
    """
    parsed = parse_overrides(holder, document.overrides, MibVocabulary(names))
    findings = {problem.key[:200]: problem.reason for problem in parsed.problems}
    hidden, unknown = _hidden(document.hidden, names)
    findings |= {f"hidden: {text[:200]}": reason for text, reason in unknown.items()}
    if findings:
        raise OverridesRefused(findings)
    return MeantOverrides(_by_key(parsed), hidden)


def check_again(holder: Holder, document: OverridesDocument, names: Names, before: MeantOverrides) -> MeantOverrides:
    """Saved overrides after the MIBs changed: what cannot be meant any more goes on as it was last understood."""
    parsed = parse_overrides(holder, document.overrides, MibVocabulary(names))
    by_key, known = _by_key(parsed), before.by_key
    for key, oid in parsed.instances.items():
        if key in known and known[key][0] == str(oid) and names.type_of(oid.contents) is None:
            by_key[key] = known[key]  # a type that a MIB gave is worth more than a guess without it
    warnings = []
    for problem in parsed.problems:
        earlier = known.get(problem.key)
        if earlier is not None:
            by_key[problem.key] = earlier
        warnings.append(_warning(f"override {problem.key[:200]}", problem.reason, earlier and earlier[0]))
    hidden, unknown = _hidden(document.hidden, names)
    for text, reason in unknown.items():
        if text in before.hidden:
            hidden[text] = before.hidden[text]
        warnings.append(_warning(f"hidden {text[:200]}", reason, before.hidden.get(text)))
    return MeantOverrides(by_key, hidden, tuple(warnings))


def untyped_instances(data: Mapping[str, Any], names: Names) -> list[bytes]:
    """OID contents octets of the instances to which no MIB gives a type; keys that cannot be meant have none."""
    vocabulary = MibVocabulary(names)
    found = []
    for key, what in data.items():
        try:
            contents = vocabulary.instance_of(key).contents
        except InvalidInput:
            continue
        if not isinstance(what, Mapping) and names.type_of(contents) is None:
            found.append(contents)
    return found


def _warning(what: str, reason: str, earlier: str | None) -> str:
    return f"{what}: {reason}; " + (f"it goes on as {earlier}" if earlier else "it is left out")


def _hidden(texts: list[str], names: Names) -> tuple[dict[str, str], dict[str, str]]:
    """Dotted OIDs of hidden subtrees, and reasons for those that cannot be meant, both by what was given."""
    if len(texts) > MAX_HIDDEN:
        return {}, {"": f"At most {MAX_HIDDEN} subtrees can be hidden"}
    meant, unknown = {}, {}
    for text in texts:
        try:
            meant[text] = str(names.oid_of(text))
        except InvalidInput as error:
            unknown[text] = str(error)
    return meant, unknown


def _by_key(parsed: Overrides) -> dict[str, Override]:
    found = {}
    for key, oid in parsed.instances.items():
        value = parsed.values[oid]
        found[key] = (str(oid), int(value.tag), value.contents)
    return found
