"""Knows what the designer looks like: colours, type, icons. Must not know windows or workflows."""
