"""Simulated agents: where they come from, what they answer, who asks them, and what is wrong with them."""
