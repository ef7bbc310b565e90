"""Knows the table changes, one module each. Must not know the present tables: a step stays as it was."""
