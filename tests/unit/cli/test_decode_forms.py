"""The printed forms of `trishul decode`."""

from __future__ import annotations

from collections import Counter

import pytest

from trishul.cli.decode_forms import DecodeOutput
from trishul.datatypes import Value, VarBind
from trishul.protocol.capture.internet import Endpoint
from trishul.protocol.capture.messages import CapturedMessage
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind
from trishul.protocol.security.inspection import KeyRing

ROWS = tuple(VarBind.of(f"1.3.6.1.4.1.1.{row}", Value.octet_string(f"\x1b[{row}")) for row in range(5))
ANSWER = encode_message(Message(Version.V2C, b"secret", Pdu(PduKind.RESPONSE, 9, 5, 2, ROWS)))


def message(octets: bytes, *, is_cut: bool = False) -> CapturedMessage:
    return CapturedMessage(3, 0, Endpoint("::1", 161), Endpoint("::2", 4), "tcp", octets, is_cut)


def output(form: str, *, shows_community: bool = False) -> DecodeOutput:
    return DecodeOutput(form, KeyRing(), None, shows_community=shows_community)


def test_a_line_is_short_and_safe_for_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    output("lines").write(message(ANSWER))
    line = capsys.readouterr().out
    assert line.startswith(
        "    3 1970-01-01T00:00:00.000000Z tcp [::1]:161 > [::2]:4 v2c Response id=9 1.3.6.1.4.1.1.0 ="
    )
    assert line.endswith(" and 2 more [genErr at 2]\n")
    assert "\x1b" not in line


def test_a_tree_shows_its_frame_and_where_it_breaks(capsys: pytest.CaptureFixture[str]) -> None:
    output("tree", shows_community=True).write(message(ANSWER[:40], is_cut=True))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Frame 3 1970")
    assert "<- " in lines[1]
    assert lines[-1].endswith("(the capture cut the packet)")


def test_a_community_is_shown_on_demand(capsys: pytest.CaptureFixture[str]) -> None:
    output("tree", shows_community=True).write(message(ANSWER))
    output("lines", shows_community=True).write(message(ANSWER))
    assert capsys.readouterr().out.count("secret") == 2


@pytest.mark.parametrize(("form", "text"), [("json", "[]\n"), ("jsonl", ""), ("lines", "")])
def test_nothing_is_valid_output_too(form: str, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    output(form).finish()
    assert capsys.readouterr().out == text


def test_the_summary_counts_and_names_the_most_frequent(capsys: pytest.CaptureFixture[str]) -> None:
    counting = output("lines")
    for _ in range(2):
        counting.write(message(ANSWER))
    counting.write(message(b"x"))
    assert (counting.messages, counting.faults) == (3, 1)
    lines = list(counting.summary(7, Counter({"no IP packet": 4})))
    assert lines[0] == "7 frames, 3 SNMP messages, 1 broken"
    assert "          2  Response" in lines
    assert lines[-1] == "          4  no IP packet"
    assert capsys.readouterr().out.count("\n") == 3
