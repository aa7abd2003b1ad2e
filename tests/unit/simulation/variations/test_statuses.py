"""Error statuses by their names in options."""

from __future__ import annotations

from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.variations.statuses import STATUSES


def test_every_status_has_its_name() -> None:
    assert set(STATUSES.values()) == set(ErrorStatus) - {ErrorStatus.NO_ERROR}
    assert STATUSES[b"generr"] is STATUSES[b"generror"] is ErrorStatus.GEN_ERR
