"""The workbench's own tables and queries; beside `library` the only package that knows SQL."""
