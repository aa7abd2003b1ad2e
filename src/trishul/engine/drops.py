"""Why a datagram was not answered, stored or used: the closed list of reasons and the count of each.

Metrics, REST and the pages read these names; a datagram that is dropped without one of them is a bug.
"""

from __future__ import annotations

from enum import StrEnum


class DropReason(StrEnum):
    """Stable names of the drops."""

    MALFORMED = "malformed"
    UNSUPPORTED_VERSION = "unsupported_version"
    UNKNOWN_COMMUNITY = "unknown_community"
    UNEXPECTED_PDU = "unexpected_pdu"
    TOO_LARGE = "too_large"
    QUEUE_FULL = "queue_full"
    SEND_FAILED = "send_failed"
    FRAMING_LOST = "framing_lost"
    INCOMPLETE_MESSAGE = "incomplete_message"
    TOO_MANY_CONNECTIONS = "too_many_connections"
    LATE_RESPONSE = "late_response"
    DUPLICATE_RESPONSE = "duplicate_response"
    UNKNOWN_REQUEST = "unknown_request"
    FOREIGN_SOURCE = "foreign_source"
    UNEXPECTED_VERSION = "unexpected_version"
    UNKNOWN_SECURITY_MODEL = "unknown_security_model"
    INVALID_MESSAGE = "invalid_message"
    UNKNOWN_ENGINE = "unknown_engine"
    UNKNOWN_USER = "unknown_user"
    UNSUPPORTED_LEVEL = "unsupported_level"
    WRONG_DIGEST = "wrong_digest"
    NOT_IN_TIME_WINDOW = "not_in_time_window"
    DECRYPTION_FAILED = "decryption_failed"
    UNKNOWN_PDU_HANDLER = "unknown_pdu_handler"
    UNKNOWN_CONTEXT = "unknown_context"


class DropCounts(dict[DropReason, int]):
    """How often each reason occurred; reasons that never did are absent."""

    def count(self, reason: DropReason, amount: int = 1) -> None:
        """Adds to one reason."""
        self[reason] = self.get(reason, 0) + amount
