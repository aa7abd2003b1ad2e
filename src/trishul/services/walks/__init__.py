"""Walks: asked for, kept, looked at, compared, and made on a schedule."""
