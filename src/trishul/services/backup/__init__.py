"""The data directory as one file, and that file as a data directory again."""
