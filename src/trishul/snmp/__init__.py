"""SNMP for Python programs: the asyncio API of Trishul.

`Manager` asks, `Agent` answers, `Notifier` sends traps and informs, `Receiver` takes them; `Target` says whom to ask
and how patiently. Values stay encoded until they are looked at: `varbind.oid`, `varbind.value.native`.

Everything is imported when it is first used, so that a program that only asks does not load the agent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trishul.lazy_names import importer_of

if TYPE_CHECKING:
    from trishul.datatypes import Oid, Value, ValueType, VarBind
    from trishul.engine.local_engine import LocalEngine
    from trishul.engine.receiver import ReceivedNotification
    from trishul.engine.walk import WalkCut
    from trishul.errors import (
        CapabilityMissing,
        ErrorResponse,
        NonIncreasingOid,
        NoSuchName,
        RequestTimedOut,
        SecurityRefused,
        SetRejected,
        TargetUnreachable,
        TrishulError,
    )
    from trishul.protocol.security.keys import KeyMaterial
    from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol, SecurityLevel
    from trishul.protocol.security.users import UserCredentials
    from trishul.snmp.agent import Agent
    from trishul.snmp.manager import Manager
    from trishul.snmp.notifier import Acknowledgement, Notifier
    from trishul.snmp.receiver import Receiver
    from trishul.snmp.target import Target

_HOMES = {
    "Acknowledgement": "trishul.snmp.notifier",
    "Agent": "trishul.snmp.agent",
    "AuthProtocol": "trishul.protocol.security.protocols",
    "CapabilityMissing": "trishul.errors",
    "ErrorResponse": "trishul.errors",
    "KeyMaterial": "trishul.protocol.security.keys",
    "LocalEngine": "trishul.engine.local_engine",
    "Manager": "trishul.snmp.manager",
    "NoSuchName": "trishul.errors",
    "NonIncreasingOid": "trishul.errors",
    "Notifier": "trishul.snmp.notifier",
    "Oid": "trishul.datatypes",
    "PrivProtocol": "trishul.protocol.security.protocols",
    "ReceivedNotification": "trishul.engine.receiver",
    "Receiver": "trishul.snmp.receiver",
    "RequestTimedOut": "trishul.errors",
    "SecurityLevel": "trishul.protocol.security.protocols",
    "SecurityRefused": "trishul.errors",
    "SetRejected": "trishul.errors",
    "Target": "trishul.snmp.target",
    "TargetUnreachable": "trishul.errors",
    "TrishulError": "trishul.errors",
    "UserCredentials": "trishul.protocol.security.users",
    "Value": "trishul.datatypes",
    "ValueType": "trishul.datatypes",
    "VarBind": "trishul.datatypes",
    "WalkCut": "trishul.engine.walk",
}

__all__ = [
    "Acknowledgement",
    "Agent",
    "AuthProtocol",
    "CapabilityMissing",
    "ErrorResponse",
    "KeyMaterial",
    "LocalEngine",
    "Manager",
    "NoSuchName",
    "NonIncreasingOid",
    "Notifier",
    "Oid",
    "PrivProtocol",
    "ReceivedNotification",
    "Receiver",
    "RequestTimedOut",
    "SecurityLevel",
    "SecurityRefused",
    "SetRejected",
    "Target",
    "TargetUnreachable",
    "TrishulError",
    "UserCredentials",
    "Value",
    "ValueType",
    "VarBind",
    "WalkCut",
]

__getattr__ = importer_of(__name__, _HOMES)


def __dir__() -> list[str]:
    return __all__
