"""The manager under abuse: hostile answers settle a request once, and no agent can make a walk endless."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from itertools import chain

from tests.fuzz.mutations import cuts, mutations, replace_primitive, single_bit_flips, wrap
from trishul.datatypes.oid import Oid
from trishul.engine.manager import ManagerEngine, error_of
from trishul.engine.outstanding import OutstandingRequests
from trishul.engine.peers import Peer
from trishul.engine.responses import Response
from trishul.engine.walk import Walk
from trishul.errors import TrishulError
from trishul.protocol.message import Version
from trishul.protocol.pdu import PduKind

_ADDRESS = ("127.0.0.1", 161)
_NAME = Oid("1.3.6.1.2.1.1.1.0").contents
_COUNT = 30_000


def _answers(seeds: Mapping[str, bytes]) -> list[bytes]:
    return [data for name, data in seeds.items() if name.startswith("answer") and "report" not in name]


def _with_request_id(data: bytes, request_id: int) -> bytes:
    """A real answer made to fit our request, so that its mutations get past the first gate."""
    octets = request_id.to_bytes(4, "big")
    return replace_primitive(data, 2, b"\x02\x04" + octets)


def _judge(manager: OutstandingRequests, request_id: int, data: bytes) -> int:
    """Feeds one datagram; returns 1 when it settled the request, 0 when it was dropped with a reason."""
    dropped = sum(manager.drops.values())
    try:
        manager.receive_datagram(data, _ADDRESS, 0.5)
    except Exception as error:  # an engine raises nothing, whatever arrives; the datagram is what one needs to know
        raise AssertionError(f"{type(error).__name__}: {error} from {data.hex()}") from error
    outcomes = manager.events()
    if not outcomes:
        assert sum(manager.drops.values()) == dropped + 1, f"neither used nor counted: {data.hex()}"
        return 0
    ((settled, outcome),) = outcomes
    assert settled == request_id
    if isinstance(outcome, Response):
        assert error_of(outcome, [_NAME]) is None or outcome.error_status != 0
        for varbind in outcome.varbinds:
            assert isinstance(str(varbind.value), str)
    else:
        assert isinstance(outcome, TrishulError)
    return 1


def test_mutated_answers_settle_a_request_once_or_are_counted(seeds: Mapping[str, bytes]) -> None:
    manager = ManagerEngine(first_request_id=0x01000000)
    peers = [Peer(_ADDRESS, version, b"public") for version in (Version.V2C, Version.V1)]
    settled = 0
    for number, spoiled in enumerate(mutations(_answers(seeds), _COUNT, seed=6)):
        request_id = manager.get(peers[number % 2], [_NAME], 0.0)
        settled += _judge(manager, request_id, _with_request_id(spoiled, request_id) if number % 3 else spoiled)
        manager.cancel(request_id)
        manager.datagrams_to_send()
        assert manager.outstanding == 0
    assert settled > _COUNT // 100


def test_every_cut_and_every_flipped_bit_of_a_real_answer_is_survived(seeds: Mapping[str, bytes]) -> None:
    peer = Peer(_ADDRESS, Version.V2C, b"public")
    request_id = ManagerEngine(first_request_id=0x01000000).get(peer, [_NAME], 0.0)
    for data in (seeds["answer-snmpd-get"], seeds["answer-snmpd-set-refused"]):
        whole = _with_request_id(data, request_id)
        settled = 0
        for spoiled in chain(cuts(whole), single_bit_flips(whole)):
            manager = ManagerEngine(first_request_id=0x01000000)
            assert manager.get(peer, [_NAME], 0.0) == request_id
            settled += _judge(manager, request_id, spoiled)
        assert settled > len(whole)


def _hostile_name(rng: random.Random, previous: bytes) -> bytes:
    return rng.choice(
        (
            previous + rng.randbytes(rng.randrange(1, 4)),
            previous[:-1] + bytes(((previous[-1] + 1) & 0xFF,)),
            previous,
            previous[:-1],
            bytes.fromhex("2b06010201"),
            bytes.fromhex("2b060102018fffffff7f"),
            bytes.fromhex("2b0601020180"),
            b"",
            rng.randbytes(8),
            bytes.fromhex("2b06010201") + b"\x7f" * 200,
        )
    )


def _hostile_page(rng: random.Random, asked: bytes) -> bytes:
    name, bindings = asked, []
    for _ in range(rng.choice((0, 1, 1, 3, 30))):
        name = _hostile_name(rng, name) or b"\x2b"
        value = rng.choice(
            (b"\x05\x00", b"\x02\x01\x07", b"\x82\x00", b"\x80\x00", b"\x04\x03abc", b"\x41\x00", b"\xff\x00")
        )
        bindings.append(wrap(0x30, wrap(0x06, name) + value))
    return b"".join(bindings)


def hostile_answer(rng: random.Random, request_id: int, asked: bytes) -> bytes:
    status = rng.choice((0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 5, 77))
    pdu = wrap(2, request_id.to_bytes(4, "big")) + wrap(2, bytes((status,))) + wrap(2, bytes((rng.choice((0, 1, 9)),)))
    return wrap(0x30, b"\x02\x01\x01\x04\x06public" + wrap(0xA2, pdu + wrap(0x30, _hostile_page(rng, asked))))


def _walk(rng: random.Random, *, tolerates: bool) -> tuple[int, Sequence[bytes], Walk]:
    """One walk of a hostile agent; how many requests it took, the names it gave, and its end."""
    manager = ManagerEngine(first_request_id=0x01000000)
    peer = Peer(_ADDRESS, Version.V2C, b"public")
    walk = Walk(Oid("1.3.6.1.2.1"), Version.V2C, 0.0, max_rows=200, tolerates_non_increasing=tolerates)
    names: list[bytes] = []
    for requests in range(5_000):
        asking = walk.next_request()
        if asking is None:
            return requests, names, walk
        if asking.kind is PduKind.GET_BULK:
            request_id = manager.get_bulk(peer, [asking.name], 0.0, max_repetitions=asking.max_repetitions)
        else:
            ask = manager.get if asking.kind is PduKind.GET else manager.get_next
            request_id = ask(peer, [asking.name], 0.0)
        manager.receive_datagram(hostile_answer(rng, request_id, asking.name), _ADDRESS, 0.1)
        for _, outcome in manager.events():
            if isinstance(outcome, Response):
                names += [varbind.name for varbind in walk.receive_response(outcome, 0.1)]
            else:
                walk.receive_failure(outcome, 0.1)
    raise AssertionError("a hostile agent kept a walk of at most 200 rows busy for 5,000 requests")


def test_no_hostile_agent_makes_a_walk_endless_or_leads_it_out_of_its_subtree() -> None:
    root = Oid("1.3.6.1.2.1").contents
    for seed in range(1_500):
        _, names, walk = _walk(random.Random(seed), tolerates=seed % 3 == 0)
        assert walk.has_ended
        assert len(names) <= 200
        assert all(name.startswith(root) for name in names), f"seed {seed} left the subtree"
        if seed % 3:
            assert len(set(names)) == len(names), f"seed {seed} gave a name twice"
