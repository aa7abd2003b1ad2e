"""Tries out who we are: asks a device for its uptime and its engine, and says in words what came of it.

Owns those words. A test that ends in a refusal has done its work, so that refusals are results here and no errors. Each
test has a manager of its own, which knows nothing of the device from before.
"""

from __future__ import annotations

import time

import msgspec

from trishul.datatypes.oid import Oid
from trishul.datatypes.varbind import VarBind
from trishul.errors import (
    DecodeError,
    ErrorResponse,
    LimitReached,
    NoSuchName,
    RequestTimedOut,
    SecurityRefused,
    TargetUnreachable,
    TrishulError,
)
from trishul.protocol.security.engine_id import describe_engine_id
from trishul.protocol.security.protocols import SecurityLevel
from trishul.services.credentials.identities import ChosenIdentity, CredentialSource, choose_identity, target_as
from trishul.services.user_texts import SnmpIdentity
from trishul.services.walks.silent_agents import CommunityRefused, reason_of_silence
from trishul.snmp.manager import Manager
from trishul.snmp.target import Target

MAX_CONCURRENT = 8
SYS_UP_TIME = Oid("1.3.6.1.2.1.1.3.0")
SNMP_ENGINE_ID = Oid("1.3.6.1.6.3.10.2.1.1.0")
_AUTHORIZATION_ERROR = 16


class CredentialTrial(msgspec.Struct, frozen=True):
    """What came of a test: `outcome` is ok, or the code of the error that `message` tells in words."""

    works: bool
    outcome: str
    message: str
    version: str
    level: str | None
    """Of a user: noAuthNoPriv, authNoPriv or authPriv."""
    elapsed_ms: float
    uptime_s: float | None = None
    engine_id: str | None = None
    """In hexadecimal, where the device tells it."""
    engine: str | None = None
    """The same in words: whose it is and what is in it."""


class CredentialTests:
    """Asks a few at a time."""

    def __init__(self, saved: CredentialSource) -> None:
        self._saved = saved
        self._running = 0

    async def run(
        self, chosen: ChosenIdentity, host: str, port: int = 161, *, timeout_s: float = 1.0, retries: int = 1
    ) -> CredentialTrial:
        """Asks one device once.

        Raises InvalidInput, UnknownCredential, CredentialLocked and CapabilityMissing before anything is sent, and
        LimitReached.
        """
        identity = choose_identity(chosen, self._saved)
        target = target_as(identity, host, port, timeout_s=timeout_s, retries=retries)
        if self._running >= MAX_CONCURRENT:
            raise LimitReached("tests of credentials at a time", MAX_CONCURRENT)
        self._running += 1
        started_at = time.monotonic()
        try:
            async with Manager() as manager:
                try:
                    uptime_s, engine_id = await _ask(manager, target)
                except RequestTimedOut as silence:
                    raise await reason_of_silence(manager, target, silence) from None
        except TrishulError as error:
            return _refused(error, identity, target, _elapsed_ms(started_at))
        finally:
            self._running -= 1
        return CredentialTrial(
            works=True,
            outcome="ok",
            message=f"{target} answered. It has been up for {_duration(uptime_s)}." if uptime_s is not None
            else f"{target} answered, but does not tell its uptime.",
            version=identity.version,
            level=_level_of(identity),
            elapsed_ms=_elapsed_ms(started_at),
            uptime_s=uptime_s,
            engine_id=engine_id.hex() if engine_id else None,
            engine=_engine_in_words(engine_id) if engine_id else None,
        )  # fmt: skip


async def _ask(manager: Manager, target: Target) -> tuple[float | None, bytes]:
    """Uptime and snmpEngineID; a device that shows one of them only has answered as well."""
    try:
        answered = await manager.get(target, SYS_UP_TIME, SNMP_ENGINE_ID)
    except (NoSuchName, ErrorResponse):  # an SNMPv1 agent answers for all or none
        answered = await manager.get(target, SYS_UP_TIME)
    found = {varbind.oid: varbind for varbind in answered if not varbind.is_exception}
    return _uptime_s(found.get(SYS_UP_TIME)), _octets(found.get(SNMP_ENGINE_ID))


def _uptime_s(varbind: VarBind | None) -> float | None:
    native = varbind.value.native if varbind is not None else None
    return native / 100 if isinstance(native, int) else None


def _octets(varbind: VarBind | None) -> bytes:
    native = varbind.value.native if varbind is not None else b""
    return native if isinstance(native, bytes) else b""


def _refused(error: TrishulError, identity: SnmpIdentity, target: Target, elapsed_ms: float) -> CredentialTrial:
    outcome, message = error.code, str(error)
    if isinstance(error, SecurityRefused):
        outcome = error.reason
    elif isinstance(error, DecodeError):
        message = f"The answer of {target} cannot be read: {error}"
    elif isinstance(error, CommunityRefused):
        message = (
            f"{error}. Check the community, and whether the agent takes version {identity.version} from this host."
        )
    elif isinstance(error, RequestTimedOut):
        message = f"{error}. {_why_silent(identity)}"
    elif isinstance(error, TargetUnreachable):
        message = f"{error}. Nothing was said about the credential."
    elif isinstance(error, ErrorResponse) and error.status == _AUTHORIZATION_ERROR:
        message = f"{target} knows who asks, and does not let them read at this level: it answered authorizationError."
    return CredentialTrial(
        works=False,
        outcome=outcome,
        message=message,
        version=identity.version,
        level=_level_of(identity),
        elapsed_ms=elapsed_ms,
    )


def _why_silent(identity: SnmpIdentity) -> str:
    if identity.user is None:
        return "Check address, port and version; an agent stays silent when the community is wrong, too."
    if identity.level is SecurityLevel.AUTH_PRIV:
        return "Check address and port; some agents also stay silent when the privacy password or protocol is wrong."
    return "Check address and port; an agent that does not serve SNMPv3 stays silent too."


def _level_of(identity: SnmpIdentity) -> str | None:
    return identity.level.label if identity.user is not None else None


def _engine_in_words(engine_id: bytes) -> str:
    described = describe_engine_id(engine_id)
    return f"enterprise {described.enterprise}, {described.format_label} {described.text}"


def _elapsed_ms(started_at: float) -> float:
    return round((time.monotonic() - started_at) * 1000, 1)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "d"), (hours, "h"), (minutes, "min"), (rest, "s"))
    first = next((index for index, (number, _) in enumerate(parts) if number), len(parts) - 1)
    return " ".join(f"{number} {unit}" for number, unit in parts[first : first + 2])
