"""Variable bindings as the lines that `snmpwalk` prints by itself, with names: `IF-MIB::ifDescr.1 = STRING: eth0`.

Owns that line; what stands on either side of it is `names`. The numeric line is `datatypes.netsnmp_text`.
"""

from __future__ import annotations

from trishul.datatypes.varbind import VarBind
from trishul.library.names import Names


def named_line(varbind: VarBind, names: Names) -> str:
    """The line, without a line end at the end; what has no name is shown as its number."""
    name, tag, contents = varbind
    return f"{names.text_of(name)} = {names.line_value(name, tag, contents)}"
