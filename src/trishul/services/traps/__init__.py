"""Notifications: received, kept, searched, judged by rules, expected and sent."""
