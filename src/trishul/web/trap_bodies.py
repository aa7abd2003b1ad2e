"""Notifications in request bodies, as sending, runs and checks of them take them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from trishul.errors import InvalidInput
from trishul.services.traps.sending import TrapToSend, V1Fields
from trishul.web.security_fields import SecurityFields
from trishul.web.varbind_bodies import MAX_VARBINDS, VarBindBody

_Oid = Annotated[str, Field(max_length=2048)]


class NotificationFields(BaseModel):
    """What a notification says; it is named by `oid`, or as SNMPv1 does it by `generic` and `enterprise`."""

    oid: Annotated[_Oid, Field(description="A name such as IF-MIB::linkDown, or a number")] = ""
    varbinds: Annotated[tuple[VarBindBody, ...], Field(max_length=MAX_VARBINDS)] = ()
    uptime: Annotated[
        int | None, Field(ge=0, le=2**32 - 1, description="sysUpTime.0 in hundredths of a second; else our own age")
    ] = None
    generic: Annotated[int | None, Field(ge=0, le=6, description="SNMPv1: generic-trap; 6 is enterprise-specific")] = (
        None
    )
    enterprise: Annotated[_Oid, Field(description="SNMPv1: the enterprise of the trap")] = ""
    specific: Annotated[int, Field(ge=-(2**31), le=2**31 - 1, description="SNMPv1: specific-trap")] = 0
    agent_address: Annotated[
        str | None, Field(max_length=64, description="SNMPv1: agent-addr; else the address that we send from")
    ] = None

    def v1_fields(self) -> V1Fields:
        """The fields of the SNMPv1 form. Raises InvalidInput where nothing names the notification."""
        if not self.oid.strip() and self.generic is None:
            raise InvalidInput("Name the notification", field="oid")
        return V1Fields(self.generic, self.enterprise.strip(), self.specific, self.agent_address or None)


class AddresseeFields(SecurityFields):
    """Whom to send to, as whom; `engine_id` is the receiver's for an inform, the one to send as for an SNMPv3 trap."""

    target: Annotated[str, Field(min_length=1, max_length=255)]
    port: Annotated[int, Field(ge=1, le=65535)] = 162
    transport: Annotated[Literal["udp", "tcp"], Field(description="tcp: over one connection (RFC 3430)")] = "udp"
    kind: Literal["trap", "inform"] = "trap"
    timeout_s: Annotated[float, Field(gt=0, le=60)] = 1.0
    retries: Annotated[int, Field(ge=0, le=20)] = 3


class TrapBody(NotificationFields, AddresseeFields):
    """A notification to send."""

    def to_send(self) -> TrapToSend:
        """The same for the service. Raises InvalidInput."""
        return TrapToSend(
            target=self.target,
            oid=self.oid.strip(),
            port=self.port,
            identity=self.identity(),
            varbinds=[each.to_text() for each in self.varbinds],
            transport=self.transport,
            kind=self.kind,
            timeout_s=self.timeout_s,
            retries=self.retries,
            uptime=self.uptime,
            v1=self.v1_fields(),
        )
