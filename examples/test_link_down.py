"""A test in CI: the program must report that interface 3 went down, within 5 seconds. Run it with pytest."""

import os
import subprocess

from trishul.testing import expect_trap

LINK_DOWN, IF_INDEX = "1.3.6.1.6.3.1.1.5.3", "1.3.6.1.2.1.2.2.1.1"


def test_a_link_that_goes_down_is_reported() -> None:
    interface = os.environ.get("INTERFACE", "3")
    with expect_trap(f"trap:{LINK_DOWN} var:{IF_INDEX}=3", within_s=2) as expected:
        binding = [f"{IF_INDEX}.3", "i", interface]
        subprocess.run(
            ["snmptrap", "-m", "", "-v2c", "-c", "public", expected.address, "", LINK_DOWN, *binding], check=True
        )
    assert expected.traps[0].pdu_type == "SNMPv2-Trap"
