"""Tokens to definitions: recursive descent by families of macros, which never loses what stands behind a fault."""

from __future__ import annotations

from trishul.smi.parser.modules import parse_source

__all__ = ["parse_source"]
