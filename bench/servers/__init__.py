"""Servers of ours that no command starts, for measurements only."""
