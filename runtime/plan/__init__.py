"""Knows how a drawing is checked and compiled to a plan. Must not run one, or store anything.

Nothing is imported here: `compile` must not wait for what only `check` needs.
"""
