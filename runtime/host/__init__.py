"""Performs effects, evaluates expressions, keeps timers.

Knows no step kind by name and no database.
"""
