"""PDU kinds and error statuses carry the wire numbers and the RFCs' names."""

import pytest

from trishul.protocol.pdu import ErrorStatus, Pdu, PduKind, error_status_label


@pytest.mark.parametrize(
    ("status", "label"),
    [(0, "noError"), (1, "tooBig"), (2, "noSuchName"), (5, "genErr"), (17, "notWritable"), (18, "inconsistentName")],
)
def test_statuses_are_named_as_in_rfc_3416(status: int, label: str) -> None:
    assert ErrorStatus(status).label == label
    assert error_status_label(status) == label


def test_unknown_statuses_keep_their_number() -> None:
    assert error_status_label(99) == "error-status 99"


def test_kinds_are_named_as_in_rfc_3416() -> None:
    assert [kind.label for kind in PduKind][:3] == ["GetRequest", "GetNextRequest", "Response"]


def test_get_bulk_uses_the_error_fields_for_its_numbers() -> None:
    pdu = Pdu(PduKind.GET_BULK, 1, 2, 25, ())
    assert (pdu.non_repeaters, pdu.max_repetitions) == (2, 25)
