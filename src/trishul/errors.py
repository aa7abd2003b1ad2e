"""The error tree: every failure that a caller can meet has one class, a stable code and its facts as attributes.

Owns the names and codes, which REST problems, exit codes and logs repeat word for word. Does not own wrong input that
is data (a repaired recording line, a tolerated encoding): those are findings and travel beside the result. No class
here ever holds a community, key or password.
"""

from __future__ import annotations

from typing import ClassVar


class TrishulError(Exception):
    """Root of all errors that Trishul raises on purpose; `str(error)` is a sentence fit for a user."""

    code: ClassVar[str] = "error"


class InvalidInput(TrishulError):
    """The caller gave something that cannot be meant: a bad OID, port, range or type name."""

    code = "invalid_input"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class UnknownName(InvalidInput):
    """No loaded MIB defines the name; `near` are a few that look like it."""

    code = "unknown_name"

    def __init__(self, name: str, near: tuple[str, ...] = ()) -> None:
        hint = f"; near it are {', '.join(near)}" if near else ""
        super().__init__(f"No loaded MIB defines {name[:80]!r}{hint}")
        self.name = name
        self.near = near


class InvalidQuery(InvalidInput):
    """A query of the search language that cannot be meant: where in its text, and what could stand there."""

    code = "invalid_query"

    def __init__(self, message: str, column: int, length: int, expected: tuple[str, ...] = ()) -> None:
        super().__init__(f"{message} (at character {column + 1})")
        self.column = column
        """Offset of the first wrong character."""
        self.length = length
        self.expected = expected


class DecodeError(TrishulError):
    """Bytes that are no SNMP message, with the octet at which that became certain."""

    code = "malformed"

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(f"{reason} at byte {offset}")
        self.reason = reason
        self.offset = offset


class RequestTimedOut(TrishulError):
    """No answer came within the time of all tries."""

    code = "timeout"

    def __init__(self, target: str, elapsed_s: float, retries: int) -> None:
        super().__init__(f"No answer from {target} within {elapsed_s:.1f} s after {retries + 1} tries")
        self.target = target
        self.elapsed_s = elapsed_s
        self.retries = retries


class TargetUnreachable(TrishulError):
    """The network says that nothing can answer there: port closed, no route, name unknown."""

    code = "unreachable"

    def __init__(self, target: str, reason: str) -> None:
        super().__init__(f"{target} cannot be reached: {reason}")
        self.target = target
        self.reason = reason


class ErrorResponse(TrishulError):
    """The peer answered with an error-status (RFC 3416 §3)."""

    code = "error_response"

    def __init__(self, status: int, status_name: str, index: int, oid: str | None) -> None:
        where = f" for {oid}" if oid else ""
        super().__init__(f"The agent answered {status_name}{where}")
        self.status = status
        self.status_name = status_name
        self.index = index
        self.oid = oid


class SetRejected(ErrorResponse):
    """The agent did not set what it was asked to set; nothing has changed there (RFC 3416 §4.2.5)."""

    code = "set_rejected"

    def __init__(self, status: int, status_name: str, index: int, oid: str | None, explanation: str) -> None:
        super().__init__(status, status_name, index, oid)
        what = f"{oid} was not set" if oid else "Nothing was set"
        self.args = (f"{what}: {status_name}{f', {explanation}' if explanation else ''}",)
        self.explanation = explanation


class NoSuchName(TrishulError):
    """The asked OID, or anything under it, does not exist at the agent."""

    code = "no_such_oid"

    def __init__(self, oid: str, kind: str) -> None:
        super().__init__(f"The agent has nothing at {oid} ({kind})")
        self.oid = oid
        self.kind = kind


class NonIncreasingOid(TrishulError):
    """The agent's next OID is not greater than the one before: following it may never end."""

    code = "oid_not_increasing"

    def __init__(self, previous: str, received: str) -> None:
        super().__init__(f"The agent answered {received} after {previous}: OIDs must increase")
        self.previous = previous
        self.received = received


class AddressInUse(TrishulError):
    """Another program holds the port."""

    code = "address_in_use"

    def __init__(self, address: str) -> None:
        super().__init__(f"{address} is used by another program. Choose another port or stop that program.")
        self.address = address


class AddressNotAvailable(TrishulError):
    """The host has no such address."""

    code = "address_not_available"

    def __init__(self, address: str) -> None:
        super().__init__(f"{address} is not an address of this host")
        self.address = address


class PermissionRefused(TrishulError):
    """The operating system does not let this user bind the port."""

    code = "permission_denied"

    def __init__(self, address: str) -> None:
        super().__init__(f"{address} may not be opened by this user. Choose a port above 1023 or grant the right.")
        self.address = address


class RecordingError(TrishulError):
    """A recording that cannot be read at all."""

    code = "bad_recording"

    def __init__(self, path: str, line: int | None, reason: str) -> None:
        super().__init__(f"{path}{f', line {line}' if line else ''}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason


class LimitReached(TrishulError):
    """A bound that protects this program was met."""

    code = "limit_reached"

    def __init__(self, limit: str, value: int) -> None:
        super().__init__(f"The limit {limit} of {value} was reached")
        self.limit = limit
        self.value = value


class CapabilityMissing(TrishulError):
    """This host cannot do what was asked: a cipher or hash that its libraries refuse."""

    code = "capability_missing"

    def __init__(self, protocol: str, reason: str) -> None:
        super().__init__(f"{protocol} cannot be used here: {reason}")
        self.protocol = protocol
        self.reason = reason


class SecurityRefused(TrishulError):
    """The peer's SNMPv3 engine refused a message and said why in a Report (RFC 3414 §3.2)."""

    code = "security_refused"

    def __init__(self, target: str, reason: str, explanation: str) -> None:
        super().__init__(f"{target} refused the message: {explanation}")
        self.target = target
        self.reason = reason
        """The name of the reported counter, such as usmStatsWrongDigests."""
