"""Knows the workflow that is being drawn: the only mutable copy of a definition. Must not draw it.

The parts: `model` (the plain document and how an edit changes it), `history` (undo and redo),
`workflow` (both together, with signals), `changes` (one function for each thing a person does).
Nothing is imported here, so that the parts without Qt stay free of it.
"""
