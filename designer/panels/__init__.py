"""Knows what can be docked around the canvas. Must not know the window that holds it."""
