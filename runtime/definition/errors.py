"""Knows how to say that a workflow file cannot be read. Must not know how files are parsed."""

from __future__ import annotations

from runtime.errors import BatonError


class DefinitionError(BatonError):
    """A workflow file or document is broken, hostile, too large, or from a newer Baton.

    Args:
        what: one sentence: what happened.
        where: place in the file, such as `step "approve", policy.timeout` or `line 3, column 7`.
        why: one sentence: the reason.
        next_step: one sentence: what the reader can do now.
        detail: every further finding, one a line.
    """

    code = "definition"

    def __init__(
        self, what: str, *, where: str = "", why: str = "", next_step: str = "", detail: str = ""
    ) -> None:
        super().__init__(what, why=why, next_step=next_step, detail=detail)
        self.where = where
