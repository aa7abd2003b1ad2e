"""What a request may see and change: the access control of an agent, applied to devices (RFC 3413 §3.2).

Owns who the asker is for the access control: a user is his own securityName, a community has one by table, its context
is its own name (RFC 3584 §5.2.1) unless it is that of the default device. What follows from a refusal is the agent's.

Hot path: what an asker was shown of a device is remembered until the device changes, so that a request costs one look
in a dictionary.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from trishul.engine.access import MAX_REMEMBERED, AccessControl, AccessResult, SecurityModel, ViewType
from trishul.engine.instances import InstanceTable
from trishul.engine.visible import VisibleTables
from trishul.protocol.pdu import PduKind

_SET = PduKind.SET.value


class Sight(NamedTuple):
    """What is left of a device for a request."""

    table: InstanceTable
    may_write: Callable[[bytes], bool]
    """True for OID contents octets in the write view; asked by SET only."""


def may_write_everything(name: bytes) -> bool:
    """The write view where there is no access control."""
    del name
    return True


class _Shown(NamedTuple):
    """A sight with the device and the state of it that it was made of."""

    sight: Sight
    device: InstanceTable
    changes: int


class Admission:
    """Applies one access control; tables that were made for it are kept with it."""

    def __init__(self, control: AccessControl, default_communities: Collection[bytes] = ()) -> None:
        """`default_communities` are those of the default device, whose context has no name."""
        self.control = control
        self._default_communities = frozenset(default_communities)
        self._tables = VisibleTables()
        self._shown: dict[tuple[object, ...], _Shown] = {}
        """By asker and device; tables that are forgotten are forgotten here at once, so that their bound holds."""

    def of_community(
        self, community: bytes, device: InstanceTable, kind: int, *, is_v1: bool
    ) -> Sight | AccessResult | None:
        """For a request of SNMPv1 or v2c; None where the community stands for nobody."""
        key = community, is_v1, id(device)
        shown = self._shown.get(key)
        if shown is not None and kind != _SET and shown.device is device and shown.changes == device.changes:
            return shown.sight
        name = self.control.security_name_of(community)
        if name is None:
            return None
        context_name = b"" if community in self._default_communities else community
        model = SecurityModel.V1 if is_v1 else SecurityModel.V2C
        return self._look(key, model, name, 0, context_name, device, kind)

    def of_user(
        self, user_name: bytes, level: int, context_name: bytes, device: InstanceTable, kind: int
    ) -> Sight | AccessResult:
        """For a request of SNMPv3 that came at a level."""
        key = user_name, level, context_name, id(device)
        shown = self._shown.get(key)
        if shown is not None and kind != _SET and shown.device is device and shown.changes == device.changes:
            return shown.sight
        return self._look(key, SecurityModel.USM, user_name, level, context_name, device, kind)

    def _look(
        self,
        key: tuple[object, ...],
        model: int,
        name: bytes,
        level: int,
        context_name: bytes,
        device: InstanceTable,
        kind: int,
    ) -> Sight | AccessResult:
        view_type = ViewType.WRITE if kind == _SET else ViewType.READ
        view = self.control.find_view(model, name, level, view_type, context_name)
        if isinstance(view, AccessResult):
            return view
        if kind == _SET:
            return Sight(device, view.includes)
        forgotten = self._tables.forgotten
        sight = Sight(self._tables.table(device, view), may_write_everything)
        if forgotten != self._tables.forgotten or len(self._shown) >= MAX_REMEMBERED:
            self._shown.clear()
        self._shown[key] = _Shown(sight, device, device.changes)
        return sight
