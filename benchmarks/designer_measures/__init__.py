"""Knows the measurements of the designer, each run by `benchmarks.child` in a process of its own.

Must not know the targets.
"""
