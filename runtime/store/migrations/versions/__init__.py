"""Knows the table changes, one module each. Must not know the present tables.

A change that was published stays as it is; what it made is changed by the next one.
"""
