"""Knows the single concerns that `runtime.plan.check` looks for, one module each.

Must not know the order in which they are asked; none knows another.
"""
