"""The vocabulary everybody speaks: object identifiers, values and variable bindings.

They stay in BER contents octets until somebody looks at them; framing (tags and lengths) belongs to `trishul.protocol`.
"""

from trishul.datatypes.oid import Oid
from trishul.datatypes.typed_text import parse_value
from trishul.datatypes.values import Value, ValueType
from trishul.datatypes.varbind import VarBind

__all__ = ["Oid", "Value", "ValueType", "VarBind", "parse_value"]
