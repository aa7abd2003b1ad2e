"""Overrides of the default device as a whole: every key can be meant, or nothing is kept and every bad one named.

Owns that rule and the form in which a worker takes overrides. What a JSON value means at an OID is
`simulation.overrides`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trishul.errors import InvalidInput
from trishul.simulation.device import Device
from trishul.simulation.overrides import parse_overrides

Override = tuple[str, int, bytes]
"""Dotted OID, value tag, contents octets."""


class OverridesRefused(InvalidInput):
    """At least one key or value cannot be meant; `findings` has a sentence for each."""

    def __init__(self, findings: Mapping[str, str]) -> None:
        first = next(iter(findings))
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        super().__init__(f"{first or 'data'}: {findings[first]}{more}", field=first or "data")
        self.findings = dict(findings)


def check_overrides(device: Device, data: Mapping[str, Any]) -> list[Override]:
    """The overrides as a worker takes them. Raises OverridesRefused."""
    parsed = parse_overrides(device, data)
    if parsed.problems:
        raise OverridesRefused({problem.key[:200]: problem.reason for problem in parsed.problems})
    return [(str(oid), int(value.tag), value.contents) for oid, value in parsed.values.items()]
