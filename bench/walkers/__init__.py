"""Walks by Python libraries, each a program of its own so that it can run in the environment its library lives in."""
