"""Knows nothing: each module here is one command, found by its name."""
