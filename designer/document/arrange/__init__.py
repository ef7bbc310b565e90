"""Knows how a drawing is tidied up: steps in columns from left to right. Must not know Qt or kinds.

The parts: `blocks` (what stays together), `layers` (columns and the order in them, by a library),
`rows` (how far down), `arranged` (the whole).
"""

from designer.document.arrange.arranged import arranged

__all__ = ["arranged"]
