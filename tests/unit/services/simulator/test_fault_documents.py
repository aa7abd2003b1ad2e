"""Faults as people write them, and back again."""

from __future__ import annotations

import pytest

from trishul.datatypes import Oid
from trishul.engine.faults import Fault, FaultKind
from trishul.library.names import Names
from trishul.protocol.pdu import ErrorStatus, PduKind
from trishul.services.simulator.fault_documents import FaultRow, FaultsRefused, catalogue, check_faults, row_of
from trishul.simulation.fault_presets import PRESETS

SYSTEM = "1.3.6.1.2.1.1"


def test_a_row_means_a_fault_and_a_fault_is_told_as_the_row() -> None:
    row = FaultRow(
        kind="error_status", every=3, pdus=["GetBulkRequest"], versions=["2c"], subtrees=[SYSTEM],
        sources=["192.0.2.0/24"], status="noAccess", index=2,
    )  # fmt: skip
    (fault,) = check_faults([row], Names(None))
    assert fault == Fault(
        kind=FaultKind.ERROR_STATUS, every=3, pdus=(PduKind.GET_BULK,), versions=(2,), subtrees=(Oid(SYSTEM).contents,),
        sources=("192.0.2.0/24",), status=ErrorStatus.NO_ACCESS, index=2,
    )  # fmt: skip
    assert row_of(fault) == row


@pytest.mark.parametrize("kind", FaultKind)
def test_every_kind_goes_there_and_back(kind: FaultKind) -> None:
    row = row_of(Fault(kind=kind))
    assert check_faults([row], Names(None)) == [Fault(kind=kind)]


def test_every_mistake_is_named_at_its_place() -> None:
    with pytest.raises(FaultsRefused) as refused:
        check_faults([FaultRow(kind="loss", every=0), FaultRow(kind="loss"), FaultRow(kind="none")], Names(None))
    assert list(refused.value.findings) == ["faults[0].every", "faults[2].kind"]


def test_the_catalogue_tells_what_a_kind_is_when_nothing_more_is_said() -> None:
    usual = {facts.kind: facts.usual for facts in catalogue().kinds}
    assert usual["delay"] == row_of(Fault(kind=FaultKind.DELAY))
    assert (usual["delay"].delay_s, usual["delay"].every) == (1.0, 1)


def test_the_catalogue_tells_presets_in_rows() -> None:
    assert [preset.name for preset in catalogue().presets] == list(PRESETS)
