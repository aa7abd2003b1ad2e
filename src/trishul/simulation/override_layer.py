"""What users put over a device that goes on answering: values in place of its own, and subtrees that it does not show.

Strategy: the layer remembers what the device held before, so that another layer, or none, can take its place between
two datagrams and the device need not be made anew. Values that managers have set lie above: one that is older than an
override of its instance is gone, all others stay. What a JSON value means is `overrides`.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from trishul.simulation.device import Device
from trishul.simulation.set_values import Changes, Held


class OverrideLayer:
    """The overrides of one device."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._before: dict[bytes, Held] = {}

    def __len__(self) -> int:
        """How many instances are others than without it."""
        return len(self._before)

    def apply(self, values: Mapping[bytes, bytes], hidden: Sequence[bytes] = ()) -> None:
        """Puts whole encoded bindings by OID contents octets in the place of the layer before.

        Instances at and below the `hidden` OIDs are not there; a value that is overridden is shown all the same.
        Raises DecodeError.
        """
        device = self._device
        kept = left_by(device.set_values.current, values, hidden)
        device.forget_set_values()
        device.hold(self._before)
        self._before = device.hold({**dict.fromkeys(instances_below(device, hidden)), **values})
        device.overridden = frozenset(values)
        device.restore(kept)


def left_by(set_values: Changes, values: Container[bytes], hidden: Sequence[bytes]) -> dict[bytes, bytes | None]:
    """What managers had set, as far as a new layer leaves it."""
    prefixes = tuple(hidden)  # contents octets of an OID are the beginning of those of all OIDs below it, and no others
    return {
        name: varbind for name, varbind in set_values.items() if name not in values and not name.startswith(prefixes)
    }


def instances_below(device: Device, oids: Sequence[bytes]) -> list[bytes]:
    """Names of the instances at and below some OIDs, as contents octets. Raises DecodeError."""
    found: list[bytes] = []
    for oid in oids:
        first = device.positions.get(oid)
        start = device.position_after(oid) if first is None else first
        found += device.names[start : device.position_behind(oid)]
    return found
