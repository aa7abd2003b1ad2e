"""What the suite before this one has saved, read and taken over."""
