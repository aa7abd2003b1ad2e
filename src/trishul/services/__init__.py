"""Use cases of the workbench: each service does one noun's work and announces it; front ends only call them."""
