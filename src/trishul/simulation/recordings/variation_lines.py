"""Lines of .snmprec files that name one of snmpsim's variation modules: the plain value to serve instead.

The modules change values over time, delay or refuse answers, run programs or ask databases. Until they are built a
line is served by the value it starts from, where it has one, and excluded where it has none; either way a finding says
so.
"""

from __future__ import annotations

from trishul.simulation.recordings.findings import FindingCode, Unreadable, excerpt
from trishul.simulation.recordings.lenient import Findings

_VALUE_MODULES = frozenset({b"delay", b"error", b"writecache", b"notification"})
"""Modules with options `value` and `hexvalue`."""


def initial_value(module: bytes, options: bytes, findings: Findings) -> tuple[bytes, bool]:
    """The text of the value a line starts from, and whether it is hexadecimal. Raises Unreadable without one."""
    name = module.decode("iso-8859-1")
    settings = dict([([*split_escaped(part, b"="), b""])[:2] for part in split_escaped(options, b",")])
    if module == b"numeric":
        text = _start(settings)
    elif module in _VALUE_MODULES and (b"value" in settings or b"hexvalue" in settings):
        text = settings.get(b"hexvalue", settings.get(b"value", b""))
    else:
        raise Unreadable(
            FindingCode.VARIATION_EXCLUDED,
            f"Variation module {name!r} is not supported and the line has no plain value",
        )
    findings.append(
        (
            FindingCode.VARIATION_CONSTANT,
            f"Variation module {name!r} is not supported; {excerpt(text)} is served",
        )
    )
    return text, module != b"numeric" and b"hexvalue" in settings


def split_escaped(text: bytes, separator: bytes) -> list[bytes]:
    """Splits like snmpsim: where the separator stands tripled or doubled, only such ones separate."""
    for times in (3, 2, 1):
        if separator * times in text:
            return text.split(separator * times, 1 if separator == b"=" else -1)
    return [text]


def _start(settings: dict[bytes, bytes]) -> bytes:
    """Where the module `numeric` starts: at `initial`, else at `min`, else at 0."""
    text = settings.get(b"initial", settings.get(b"min", b"0"))
    try:
        return b"%d" % int(float(text))
    except (ValueError, OverflowError):
        raise Unreadable(
            FindingCode.VARIATION_EXCLUDED,
            f"Variation module 'numeric' starts at {excerpt(text)}, which is no number",
        ) from None
