"""Recordings of devices: kept in a folder, brought by files, captures and walks."""
