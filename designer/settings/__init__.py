"""Knows what a person has set for the window itself. Must not know Qt, workflows or runs."""
