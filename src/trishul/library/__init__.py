"""The MIB library: compiled modules in an index on disk (SQLite, FTS5), filled once and shared read-only.

`building` brings the index up to date with the texts there are, under a lock; everybody else only reads it. Beside
`store` this is the only package that knows SQL.
"""
