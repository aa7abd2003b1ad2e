"""An engine of ours."""

import pytest

from tests.unit.engine.secured import AUTHENTIC, BERT, ENGINE_ID, NOBODY
from trishul.engine.local_engine import LocalEngine
from trishul.errors import InvalidInput
from trishul.protocol.security.protocols import SecurityLevel
from trishul.protocol.security.reports import Refusal


def test_users_are_localized_and_can_be_added_later() -> None:
    engine = LocalEngine(ENGINE_ID, [BERT], {}, boots=3, started_at=0.0)
    engine.add_user(NOBODY)
    assert set(engine.users) == {b"bert", b"nobody"}
    assert engine.users[b"bert"].engine_id == ENGINE_ID


def test_who_can_authenticate_must() -> None:
    engine = LocalEngine(ENGINE_ID, [BERT, NOBODY, AUTHENTIC], {}, boots=3, started_at=0.0)
    assert engine.lowest_level(engine.users[b"bert"]) is SecurityLevel.AUTH_NO_PRIV
    assert engine.lowest_level(engine.users[b"authentic"]) is SecurityLevel.AUTH_NO_PRIV
    assert engine.lowest_level(engine.users[b"nobody"]) is SecurityLevel.NO_AUTH_NO_PRIV


def test_refusals_are_counted() -> None:
    engine = LocalEngine(ENGINE_ID, [], {}, boots=3, started_at=0.0)
    assert [engine.count(Refusal.WRONG_DIGEST) for _ in range(3)] == [1, 2, 3]
    assert engine.statistics[Refusal.UNKNOWN_USER] == 0


@pytest.mark.parametrize("engine_id", [b"", b"1234", bytes(12), b"x" * 33])
def test_an_engine_id_is_checked(engine_id: bytes) -> None:
    with pytest.raises(InvalidInput):
        LocalEngine(engine_id, [], {}, boots=3, started_at=0.0)


def test_an_engine_that_starts_again_keeps_its_users_and_counts_anew() -> None:
    engine = LocalEngine(ENGINE_ID, [BERT], {}, boots=3, started_at=0.0)
    engine.count(Refusal.WRONG_DIGEST)
    engine.restart(4, 100.0)
    assert engine.clock.read(107.0) == (4, 7)
    assert (engine.statistics[Refusal.WRONG_DIGEST], list(engine.users)) == (0, [b"bert"])
