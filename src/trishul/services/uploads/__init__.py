"""Files that come in: names that are safe, archives, and where they wait until they are taken."""
