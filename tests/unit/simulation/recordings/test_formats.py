"""The format of a recording is told by its lines, by its name where they say nothing."""

from __future__ import annotations

import pytest

from trishul.simulation.recordings.formats import RecordingFormat, find_format, is_walk_text, without_suffix


@pytest.mark.parametrize(
    ("lines", "name", "form"),
    [
        ([b"1.3.6.1.2.1.1.1.0|4|x"], "x.txt", RecordingFormat.SNMPREC),
        ([b"1.3.6.1.2.1.1.1.0|4x|00"], "x.dump", RecordingFormat.SNMPREC),
        ([b'1.3.6.1.2.1.1.1.0|6|"x"', b"1.3.6.1.2.1.1.3.0|7|5"], "x.txt", RecordingFormat.DUMP),
        ([b"1.3.6.1.2.1.1.7.0|2|5"], "x.dump", RecordingFormat.DUMP),
        ([b"1.3.6.1.2.1.1.7.0|2|5"], "x.MVC", RecordingFormat.DUMP),
        ([b"1.3.6.1.2.1.1.7.0|2|5"], "x.snmprec", RecordingFormat.SNMPREC),
        ([b"1.3.6.1.2.1.1.1.0 , OctetString , x"], "x.txt", RecordingFormat.SAPWALK),
        ([b".1.3.6.1.2.1.1.1.0 = STRING: x"], "x", RecordingFormat.SNMPWALK),
        ([b"IF-MIB::ifDescr.1 = STRING: x"], "x.snmprec", RecordingFormat.SNMPWALK),
        ([b"IF-MIB::ifDescr.1 x"], "x.txt", RecordingFormat.SNMPWALK),
        ([b".iso.org.dod.internet.mgmt.mib-2.system.sysDescr.0 x"], "x.txt", RecordingFormat.SNMPWALK),
        ([b"ifDescr.1 x"], "x.txt", RecordingFormat.SNMPWALK),
        ([b"ifDescr[1] = x"], "x.txt", RecordingFormat.SNMPWALK),
        ([b"", b"# only a comment"], "x.sapwalk", RecordingFormat.SAPWALK),
        ([], "x.walk", RecordingFormat.SNMPWALK),
        ([b"Dear reader,", b"this is no recording."], "x.txt", None),
    ],
)
def test_the_format_is_found(lines: list[bytes], name: str, form: RecordingFormat | None) -> None:
    assert find_format(lines, name) is form


def test_what_makes_a_name_a_recordings_is_cut_off() -> None:
    assert [without_suffix(name) for name in ("a.snmprec", "a.snmprec.bz2", "a.b.walk", "a.MVC", "a")] == [
        "a", "a", "a.b", "a", "a",
    ]  # fmt: skip
    assert is_walk_text("a.walk.bz2")
    assert not is_walk_text("a.sapwalk")
