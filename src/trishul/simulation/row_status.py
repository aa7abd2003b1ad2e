"""RowStatus as the state machine of RFC 2579: what a manager may ask of a row in each state, and what becomes of it.

A table, so that tests and people read it as the RFC prints it. Where the RFC leaves a choice: a row that lacks columns
becomes active or notInService when the same request brings them, inconsistentValue otherwise; columns of a row that is
not there are inconsistentName. Owns states and answers; which columns a row has belongs to `row_change`.
"""

from __future__ import annotations

from enum import IntEnum

from trishul.protocol.pdu import ErrorStatus


class RowStatus(IntEnum):
    """The values of the textual convention; ABSENT is the state of a row that is not there."""

    ABSENT = 0
    ACTIVE = 1
    NOT_IN_SERVICE = 2
    NOT_READY = 3
    CREATE_AND_GO = 4
    CREATE_AND_WAIT = 5
    DESTROY = 6


_INCONSISTENT = ErrorStatus.INCONSISTENT_VALUE
_ABSENT, _NOT_READY, _NOT_IN_SERVICE, _ACTIVE = (
    RowStatus.ABSENT,
    RowStatus.NOT_READY,
    RowStatus.NOT_IN_SERVICE,
    RowStatus.ACTIVE,
)

TRANSITIONS: dict[RowStatus, dict[RowStatus, RowStatus | ErrorStatus]] = {
    RowStatus.CREATE_AND_GO: {
        _ABSENT: _ACTIVE,
        _NOT_READY: _INCONSISTENT,
        _NOT_IN_SERVICE: _INCONSISTENT,
        _ACTIVE: _INCONSISTENT,
    },
    RowStatus.CREATE_AND_WAIT: {
        _ABSENT: _NOT_IN_SERVICE,
        _NOT_READY: _INCONSISTENT,
        _NOT_IN_SERVICE: _INCONSISTENT,
        _ACTIVE: _INCONSISTENT,
    },
    RowStatus.ACTIVE: {
        _ABSENT: _INCONSISTENT,
        _NOT_READY: _ACTIVE,
        _NOT_IN_SERVICE: _ACTIVE,
        _ACTIVE: _ACTIVE,
    },
    RowStatus.NOT_IN_SERVICE: {
        _ABSENT: _INCONSISTENT,
        _NOT_READY: _NOT_IN_SERVICE,
        _NOT_IN_SERVICE: _NOT_IN_SERVICE,
        _ACTIVE: _NOT_IN_SERVICE,
    },
    RowStatus.DESTROY: dict.fromkeys((_ABSENT, _NOT_READY, _NOT_IN_SERVICE, _ACTIVE), _ABSENT),
}
"""What is asked, in which state the row is: the state that it goes to, or why it does not. A row that lacks columns
goes to notReady where `createAndWait` says notInService, and nowhere else from notReady."""


def next_state(asked: RowStatus | None, state: RowStatus, *, is_complete: bool) -> RowStatus | ErrorStatus:
    """Where a row goes; `asked` is None when only other columns are set, `is_complete` when none is missing then."""
    if asked is None:
        return _NOT_IN_SERVICE if state is _NOT_READY and is_complete else state
    if asked not in TRANSITIONS:
        return ErrorStatus.WRONG_VALUE  # notReady is for agents to say
    outcome = TRANSITIONS[asked][state]
    if is_complete or not isinstance(outcome, RowStatus) or outcome is _ABSENT:
        return outcome
    if asked is RowStatus.CREATE_AND_WAIT:
        return _NOT_READY
    return _INCONSISTENT if state is _NOT_READY else outcome
