"""MIB text to a resolved, read-only model (RFC 2578, 2579, 2580; SMIv1: RFC 1155, 1212, 1215).

The folders are the phases: source, lexer, parser, resolve, model. Faults are data: what can be repaired is, and each
repair is a `Diagnostic` beside the result.
"""
