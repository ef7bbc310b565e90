"""Knows the pages of the settings: of a step, an edge, several steps, the workflow.

Must not name a step kind: what a page shows is told by the kind's own params.
"""
