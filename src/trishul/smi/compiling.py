"""The one entry of the compiler: texts in, model and findings out.

`parse_source` is pure and what it returns can be pickled, so a cold load may spread it over processes and hand the
results to `resolve_modules`.
"""

from __future__ import annotations

from collections.abc import Iterable

from trishul.smi.model import CompiledSet
from trishul.smi.parser import parse_source
from trishul.smi.resolve.modules import resolve_modules
from trishul.smi.source import Source


def compile_modules(sources: Iterable[Source]) -> CompiledSet:
    """Compiles texts together; each may hold several modules, and import from all others."""
    return resolve_modules([parse_source(source) for source in sources])
