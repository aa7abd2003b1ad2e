"""Who may enter: the administrator, passwords, sessions, and how fast one may try."""
