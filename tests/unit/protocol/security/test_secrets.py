"""A secret shows nowhere."""

import copy
import json
import pickle
from collections.abc import Callable
from dataclasses import asdict, dataclass

import msgspec
import pytest

from trishul.protocol.security.secrets import Secret

PASSWORD = "maplesyrup"


@dataclass(frozen=True)
class Holder:
    secret: Secret


@pytest.mark.parametrize("show", [repr, str, "{}".format, "{!r}".format, "{:>20}".format, lambda secret: f"{secret}"])
def test_no_text_form_has_the_octets(show: Callable[[object], str]) -> None:
    for value in (Secret(PASSWORD), [Secret(PASSWORD)], Holder(Secret(PASSWORD))):
        if not (isinstance(value, Holder | list) and show == "{:>20}".format):
            assert PASSWORD not in show(value)


@pytest.mark.parametrize(
    "write",
    [
        pickle.dumps,
        json.dumps,
        msgspec.json.encode,
        msgspec.msgpack.encode,
        lambda secret: pickle.dumps(Holder(secret)),
    ],
)
def test_it_is_not_written_anywhere(write: Callable[[object], object]) -> None:
    with pytest.raises(TypeError):
        write(Secret(PASSWORD))


def test_it_is_copied_as_itself() -> None:
    secret = Secret(PASSWORD)
    assert copy.copy(secret) is secret
    assert copy.deepcopy([secret])[0] is secret
    assert asdict(Holder(secret))["secret"] is secret


def test_equal_octets_are_equal_secrets_and_nothing_else_is() -> None:
    assert Secret(PASSWORD) == Secret(PASSWORD.encode())
    assert hash(Secret(PASSWORD)) == hash(Secret(PASSWORD))
    assert Secret(PASSWORD) != Secret("maplesyruq")
    assert Secret(PASSWORD) != PASSWORD
    assert Secret(PASSWORD)
    assert not Secret("")


def test_who_asks_by_name_gets_it() -> None:
    assert Secret("höhe").reveal() == "höhe".encode()
