"""How people say which requests they mean: by whom, of which kind, for which objects. For the log and for journals.

Owns reading these words; each raises InvalidInput with the name of its field.
"""

from __future__ import annotations

import ipaddress
from typing import TypeAlias

from trishul.datatypes.oid import Oid
from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.protocol.pdu import PduKind
from trishul.services.wrong_fields import field_named

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

REQUEST_KINDS = (PduKind.GET, PduKind.GET_NEXT, PduKind.GET_BULK, PduKind.SET)
_BY_WORD = {kind.label.lower(): kind.label for kind in REQUEST_KINDS}
_BY_WORD |= {word.removesuffix("request"): label for word, label in _BY_WORD.items()}


def read_kind(text: str) -> str:
    """`GetBulkRequest`, `GETBULK` or `get-bulk` as the log writes it: GetBulkRequest. Raises InvalidInput."""
    label = _BY_WORD.get(text.strip().lower().replace("-", "").replace("_", ""))
    if label is None:
        labels = ", ".join(kind.label for kind in REQUEST_KINDS)
        raise InvalidInput(f"It is one of {labels}", field="pdu")
    return label


def read_object(text: str, names: Names) -> Oid:
    """An OID by number or name; what is below it is meant as well. Raises InvalidInput, UnknownName."""
    with field_named("oid"):
        return names.oid_of(text.strip())


def read_network(text: str) -> Network:
    """An address, or a network such as 192.0.2.0/24. Raises InvalidInput."""
    try:
        return ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        raise InvalidInput("It is an address or a network, such as 192.0.2.0/24", field="source") from None


def is_from(source: str, network: Network) -> bool:
    """Whether `192.0.2.1:161` or `[fe80::1%eth0]:161` lies in a network."""
    host = source.rpartition(":")[0].strip("[]").partition("%")[0]
    try:
        return ipaddress.ip_address(host) in network
    except ValueError:
        return False  # drops have no single source


def object_name(oid: str, names: Names) -> str:
    """What the library calls an OID as workers tell it; octets that were none stay hexadecimal."""
    try:
        return names.text_of(Oid(oid).contents)
    except InvalidInput:
        return oid
