"""Knows the tab “Data”: what went into a step and what came out. Must not know the engine."""
