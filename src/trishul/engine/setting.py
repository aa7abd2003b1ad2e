"""What SET does to an instance table (RFC 3416 §4.2.5, RFC 1157 §4.1.5), and what an SNMPv1 manager is told.

Owns the two phases: every variable binding is tested, in its order and each through all validations, before the first
is assigned; an assignment that fails is undone. Owns the place of the access view, which comes first, and the mapping
of error statuses (RFC 3584 §4.4). What a variable may hold is the table's own affair.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from trishul.datatypes.values import ValueType
from trishul.datatypes.varbind import VarBind
from trishul.engine.admission import may_write_everything
from trishul.engine.instances import CommitFailed, InstanceTable, SetTransaction, UndoFailed
from trishul.errors import DecodeError, TrishulError
from trishul.protocol.pdu import ErrorStatus

MayWrite: TypeAlias = Callable[[bytes], bool]
"""True when the asker's write view holds the variable with these OID contents octets, existing or not."""

V1_STATUSES: dict[ErrorStatus, ErrorStatus] = {
    ErrorStatus.NO_ACCESS: ErrorStatus.NO_SUCH_NAME,
    ErrorStatus.WRONG_TYPE: ErrorStatus.BAD_VALUE,
    ErrorStatus.WRONG_LENGTH: ErrorStatus.BAD_VALUE,
    ErrorStatus.WRONG_ENCODING: ErrorStatus.BAD_VALUE,
    ErrorStatus.WRONG_VALUE: ErrorStatus.BAD_VALUE,
    ErrorStatus.NO_CREATION: ErrorStatus.NO_SUCH_NAME,
    ErrorStatus.INCONSISTENT_VALUE: ErrorStatus.BAD_VALUE,
    ErrorStatus.RESOURCE_UNAVAILABLE: ErrorStatus.GEN_ERR,
    ErrorStatus.COMMIT_FAILED: ErrorStatus.GEN_ERR,
    ErrorStatus.UNDO_FAILED: ErrorStatus.GEN_ERR,
    ErrorStatus.AUTHORIZATION_ERROR: ErrorStatus.NO_SUCH_NAME,
    ErrorStatus.NOT_WRITABLE: ErrorStatus.NO_SUCH_NAME,
    ErrorStatus.INCONSISTENT_NAME: ErrorStatus.NO_SUCH_NAME,
}
"""RFC 3584 §4.4; the statuses of RFC 1157 stay what they are."""


class SetRefused(Exception):
    """The answer is an error-status and nothing has changed; `index` counts the faulty binding from 1, 0 is none."""

    def __init__(self, status: ErrorStatus, index: int) -> None:
        super().__init__(status, index)
        self.status = status
        self.index = index


def set_values(
    table: InstanceTable,
    varbinds: Sequence[VarBind],
    now: float,
    *,
    is_v1: bool,
    may_write: MayWrite = may_write_everything,
) -> None:
    """Assigns all values or none. Raises SetRefused, and DecodeError for what must not be answered at all."""
    if is_v1 and any(varbind.tag == ValueType.COUNTER64 for varbind in varbinds):
        raise DecodeError("a Counter64 in a message of SNMPv1", 0)  # RFC 3584 §4.2.2.1: discarded, not answered
    try:
        transaction = table.begin_set(varbinds, now)
        for at, varbind in enumerate(varbinds):
            status = _test(table, transaction, at, varbind.name, is_v1=is_v1, may_write=may_write)
            if status is not ErrorStatus.NO_ERROR:
                raise SetRefused(status, at + 1)
        _commit(transaction)
    except SetRefused as refused:
        if is_v1 and refused.status in V1_STATUSES:
            raise SetRefused(V1_STATUSES[refused.status], refused.index) from None
        raise


def _test(
    table: InstanceTable, transaction: SetTransaction, at: int, name: bytes, *, is_v1: bool, may_write: MayWrite
) -> ErrorStatus:
    """The first phase for one binding; SNMPv1 has no Counter64 in view (RFC 3584 §4.2.2.1)."""
    if not may_write(name) or (is_v1 and table.positions.get(name, -1) in table.counter64_positions):
        return ErrorStatus.NO_ACCESS
    try:
        return transaction.test(at)
    except DecodeError:
        raise
    except TrishulError:
        return ErrorStatus.GEN_ERR


def _commit(transaction: SetTransaction) -> None:
    """The second phase."""
    try:
        transaction.commit()
    except CommitFailed as failed:
        try:
            transaction.undo()
        except UndoFailed:
            raise SetRefused(ErrorStatus.UNDO_FAILED, 0) from None
        raise SetRefused(ErrorStatus.COMMIT_FAILED, failed.at + 1) from None
