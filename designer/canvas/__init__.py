"""Knows how a workflow is drawn and edited with mouse and keys. Must not know kinds or running.

One item for each step and one for each edge; ports, badges and text are painted, not child items.
"""
