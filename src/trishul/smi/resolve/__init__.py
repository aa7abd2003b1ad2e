"""Definitions to the model: names, OIDs and types are followed across modules, in any order, cycles included.

Entry: `modules`. The package itself imports nothing: who only reads `base` starts fast.
"""
