"""A mended .snmprec: read again it has no findings but those about what a line means, and nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trishul.simulation.recordings.mending import mend_snmprec
from trishul.simulation.recordings.snmprec import read_snmprec

DIRTY = b"""\
# made by hand
1.3.6.1.2.1.1.5.0|4|name|with bar
.1.3.6.1.2.1.1.1.0|4|first\r
1.3.6.1.2.1.1.1.0|4|Cisco IOS
1.3.6.1.2.1.1.3.0|67| 005

1.3.6.1.2.1.1.7.0|2|<private>
1.3.6.1.2.1.2.2.1.10.1|65:numeric|rate=10,wrap=0
1.3.6.1.2.1.2.2.1.6.1|4x|00:11:22
""".splitlines(keepends=True)


def test_lines_are_sorted_repaired_and_none_is_lost() -> None:
    mended = mend_snmprec(DIRTY)
    assert b"".join(mended.lines) == (
        b"# made by hand\n"
        b"# duplicate_oid: 1.3.6.1.2.1.1.1.0|4|first\n"
        b"# placeholder: 1.3.6.1.2.1.1.7.0|2|<private>\n"
        b"1.3.6.1.2.1.1.1.0|4|Cisco IOS\n"
        b"1.3.6.1.2.1.1.3.0|67|5\n"
        b"1.3.6.1.2.1.1.5.0|4|name|with bar\n"
        b"1.3.6.1.2.1.2.2.1.6.1|4x|001122\n"
        b"1.3.6.1.2.1.2.2.1.10.1|65:numeric|rate=10,wrap=0\n"
    )
    assert (mended.repaired, mended.left_out, mended.moved) == (3, 2, 4)
    assert mend_snmprec(mended.lines).lines == mended.lines


@given(st.lists(st.from_regex(rb"\.?1\.3\.0?[1-9]\.[0-9]{1,3}(\|(2|4|4x|64|67|9|x)\|[ -~]{0,6})?\n", fullmatch=True)))
def test_what_is_mended_serves_the_same_and_is_clean(lines: list[bytes]) -> None:
    before, after = read_snmprec(lines), read_snmprec(mend_snmprec(lines).lines)
    assert (after.names, after.varbinds) == (before.names, before.varbinds)
    assert all(not warning.line for warning in after.warnings)
