"""What is said of stored notifications: severity, tags, pairs, and where else they go."""
