"""Faults that real devices were reported to have, ready to be given to a simulated one.

Owns the list with its words and references; what a fault does is `engine.faults`.
"""

from __future__ import annotations

from dataclasses import dataclass

from trishul.engine.faults import Fault, FaultKind
from trishul.protocol.pdu import PduKind


@dataclass(frozen=True, slots=True)
class FaultPreset:
    """A fault from the field; `references` name the issues that report it: project and number."""

    name: str
    label: str
    story: str
    references: tuple[str, ...]
    faults: tuple[Fault, ...]


_BULK = (PduKind.GET_BULK,)

PRESETS: dict[str, FaultPreset] = {
    preset.name: preset
    for preset in (
        FaultPreset(
            "uptime_wrap", "sysUpTime wraps after 497 days",
            "sysUpTime counts 2^32 hundredths of a second and starts again, here in ten seconds: a reboot, it seems.",
            ("Cacti/plugin_monitor#161", "librenms#1477", "netdata#22231"),
            (Fault(kind=FaultKind.UPTIME_WRAP, wrap_after_s=10.0),),
        ),
        FaultPreset(
            "boots_not_kept", "Boots not kept over a reboot",
            "After three answers the SNMPv3 engine tells fewer boots: managers take its answers for replays.",
            ("net-snmp#827", "net-snmp#853", "sharpsnmplib#99", "vyos-1x#5208"),
            (Fault(kind=FaultKind.BOOTS_BACK, skip=3),),
        ),
        FaultPreset(
            "cut_request_id", "Request-id cut to 16 bits",
            "The device keeps 16 bits of the request-id, so that its answers belong to no request.",
            ("sharpsnmplib#474",),
            (Fault(kind=FaultKind.CUT_REQUEST_ID),),
        ),
        FaultPreset(
            "non_minimal_integers", "Integers with needless octets",
            "Integers have more octets than BER allows; a strict reader refuses the whole answer.",
            ("sharpsnmplib#700",),
            (Fault(kind=FaultKind.NON_MINIMAL_INTEGERS),),
        ),
        FaultPreset(
            "endless_answers", "Endless answers to unknown OIDs",
            "Behind its last instance the device invents another one for every question: a walk never ends.",
            ("python-snmp#14",),
            (Fault(kind=FaultKind.ENDLESS_WALK),),
        ),
        FaultPreset(
            "rows_out_of_order", "Rows out of order with many repetitions",
            "Answers to GETBULK of more than ten bindings have their rows in the wrong order.",
            ("snmp_exporter#13",),
            (Fault(kind=FaultKind.OUT_OF_ORDER, pdus=_BULK, above_varbinds=10),),
        ),
        FaultPreset(
            "large_answers_lost", "Large answers never arrive",
            "Answers to GETBULK that do not fit one Ethernet frame are lost, as where fragments are dropped.",
            ("lextudio/snmpsim#21",),
            (Fault(kind=FaultKind.LOSS, pdus=_BULK, above_octets=1472),),
        ),
        FaultPreset(
            "empty_response", "Empty response",
            "The device answers without any variable binding and without an error.",
            ("etingof/snmpsim#58",),
            (Fault(kind=FaultKind.EMPTY),),
        ),
    )
}  # fmt: skip
"""By name."""
