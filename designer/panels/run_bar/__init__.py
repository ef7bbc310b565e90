"""Knows what a person sees and does while a run is under way. Must not know the window."""
