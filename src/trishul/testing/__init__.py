"""What tests of other programs import: expectations of what those send.

Public: `expect_trap`. Needs no server and no other tool.
"""

from trishul.testing.expect_trap import ExpectedTraps, TrapNotSeen, expect_trap

__all__ = ["ExpectedTraps", "TrapNotSeen", "expect_trap"]
