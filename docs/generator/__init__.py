"""Writes the reference of the documentation out of the code itself, so that neither can say what the other does not.

Owns the pages below `docs/reference`, which are made by `make docs` and never committed: a committed copy would be a
second text to keep fresh in every change. Does not own what they say: that stands in the tables and docstrings of the
package. Run as `python -m docs.generator`.
"""
