"""Talks to other systems. Knows no workflow, run, engine, keychain or Qt; usable alone from a Python prompt."""
