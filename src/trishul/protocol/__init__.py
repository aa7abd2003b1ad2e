"""Bytes to messages and back, without any input or output (X.690, RFC 1157, RFC 1901, RFC 3416)."""
