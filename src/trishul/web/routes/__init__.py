"""REST routes, one file per area; each translates between HTTP and a service and holds no logic."""
