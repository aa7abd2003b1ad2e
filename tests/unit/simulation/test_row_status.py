"""The state machine of RowStatus, cell by cell as RFC 2579 prints it."""

from __future__ import annotations

import pytest

from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.row_status import RowStatus, next_state

GO, WAIT, ACTIVE, OUT, READY, DESTROY, ABSENT = (
    RowStatus.CREATE_AND_GO,
    RowStatus.CREATE_AND_WAIT,
    RowStatus.ACTIVE,
    RowStatus.NOT_IN_SERVICE,
    RowStatus.NOT_READY,
    RowStatus.DESTROY,
    RowStatus.ABSENT,
)
BAD = ErrorStatus.INCONSISTENT_VALUE


@pytest.mark.parametrize(
    ("asked", "absent", "not_ready", "not_in_service", "active"),
    [
        (GO, ACTIVE, BAD, BAD, BAD),
        (WAIT, OUT, BAD, BAD, BAD),
        (ACTIVE, BAD, ACTIVE, ACTIVE, ACTIVE),
        (OUT, BAD, OUT, OUT, OUT),
        (DESTROY, ABSENT, ABSENT, ABSENT, ABSENT),
        (None, ABSENT, OUT, OUT, ACTIVE),
    ],
)
def test_a_row_with_every_column_goes_where_the_rfc_says(
    asked: RowStatus | None,
    absent: RowStatus | ErrorStatus,
    not_ready: RowStatus | ErrorStatus,
    not_in_service: RowStatus | ErrorStatus,
    active: RowStatus | ErrorStatus,
) -> None:
    outcomes = [next_state(asked, state, is_complete=True) for state in (ABSENT, READY, OUT, ACTIVE)]
    assert outcomes == [absent, not_ready, not_in_service, active]


@pytest.mark.parametrize(
    ("asked", "state", "expected"),
    [
        (WAIT, ABSENT, READY),
        (ACTIVE, READY, BAD),
        (OUT, READY, BAD),
        (None, READY, READY),
        (DESTROY, READY, ABSENT),
        (None, ACTIVE, ACTIVE),
    ],
)
def test_a_row_that_lacks_columns_stays_not_ready(
    asked: RowStatus | None, state: RowStatus, expected: RowStatus | ErrorStatus
) -> None:
    assert next_state(asked, state, is_complete=False) is expected


@pytest.mark.parametrize("state", [ABSENT, READY, OUT, ACTIVE])
def test_not_ready_is_for_agents_to_say(state: RowStatus) -> None:
    assert next_state(READY, state, is_complete=True) is ErrorStatus.WRONG_VALUE
