"""Talks to other systems. Knows no workflow, run, engine, keychain or Qt.

Usable alone from a Python prompt.
"""
