"""Notifications that go on: destinations, the outbox that survives a kill, and who carries what is in it."""
