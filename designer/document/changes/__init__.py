"""Knows what a person can do to a workflow: each function returns the `Command` for one thing.

Must not know Qt, and must not change a document: `WorkflowDocument.do` does that.

The parts: `steps` (add, remove, rename, place, set), `edges` (connect, cut, put between).
"""
