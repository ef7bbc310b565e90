"""Knows the window: where the parts are, which actions there are, which file is open.

Must not know what a step, a run or a form is.
"""
