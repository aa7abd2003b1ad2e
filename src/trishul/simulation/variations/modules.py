"""The table of variation modules: how a line of each is read, and which are refused, by name and with the reason."""

from __future__ import annotations

from collections.abc import Callable

from trishul.simulation.recordings.findings import FindingCode, Unreadable, excerpt
from trishul.simulation.variations import delay, error, notification, numeric, writecache
from trishul.simulation.variations.multiplex import SUBTREE_MODULE
from trishul.simulation.variations.options import LineOptions
from trishul.simulation.variations.variation import Variation

MODULES: dict[str, Callable[[LineOptions], Variation]] = {
    "numeric": numeric.parse,
    "delay": delay.parse,
    "error": error.parse,
    "writecache": writecache.parse,
    "notification": notification.parse,
}
REFUSED: dict[str, str] = {
    "subprocess": "it runs programs that the recording names, which no recording may do here",
    "sql": "it asks a database that the recording names, with the rights of this program",
    "redis": "it asks a database that the recording names, with the rights of this program",
}


def check_module(name: bytes) -> str:
    """The name of a module that is served. Raises Unreadable with the reason for one that is not."""
    module = name.decode("iso-8859-1")
    if module in MODULES:
        return module
    if module == SUBTREE_MODULE:
        raise Unreadable(
            FindingCode.VARIATION_EXCLUDED,
            f"Variation module {module!r} serves a subtree: write ':{module}' as the type",
        )
    reason = REFUSED.get(module)
    if reason is not None:
        raise Unreadable(FindingCode.VARIATION_EXCLUDED, f"Variation module {module!r} is not served: {reason}")
    raise Unreadable(FindingCode.VARIATION_EXCLUDED, f"There is no variation module {excerpt(name)}")


def read_variation(options: LineOptions) -> Variation:
    """The variation of a line with one of `MODULES`. Raises Unreadable."""
    return MODULES[options.module](options)
