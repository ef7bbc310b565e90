"""Knows how an approval behaves: people decide, on facts, in time. Must not know who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from runtime.primitives import Expr, Outcome, Person
from runtime.step import (
    UNDO,
    Around,
    Finding,
    Kind,
    Port,
    fields,
    text_expr,
)
from runtime.step.people import nobody_findings, who_words
from runtime.steps.approval.params import ApprovalParams

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject

_OVERDUE = Port("overdue", "nobody decided in time")


class Approval(Kind[ApprovalParams]):
    """Asks people to approve or refuse."""

    name = "approval"
    title = "Get an approval"
    summary = "One or several people approve or refuse, on the facts they see, until a date."
    group = "People"
    category = "people"
    synonyms = (
        "approve",
        "approver",
        "sign off",
        "permission",
        "four eyes",
        "release",
        "reject",
        "refuse",
        "review",
        "quorum",
        "escalation",
    )
    starter: ClassVar[JsonObject] = {"title": "", "assignees": ""}
    params = ApprovalParams

    def ports(self, params: ApprovalParams) -> tuple[Port, ...]:
        """Approved, refused, where the drawing says so nobody in time, and what undoes it."""
        ways = (Port("approved", "approved"), Port("rejected", "refused"))
        return (*ways, _OVERDUE, UNDO) if params.leaves_overdue else (*ways, UNDO)

    def compile(self, params: ApprovalParams, around: Around) -> Person:
        """Asks for one decision; the quorum counts different people."""
        del around
        asked = Person(
            title=text_expr(params.title, "title"),
            assignees=Expr(params.assignees, place="assignees"),
            outcomes=(
                Outcome("approved", "Approve", quorum=params.needed),
                Outcome(
                    "rejected",
                    "Refuse",
                    needs_reason=params.reason_on_reject,
                    quorum=params.refusals,
                ),
            ),
            facts=fields(params.facts, "facts"),
            form=params.form,
            not_requester=not params.requester_may_decide,
            otherwise="rejected",
        )
        return params.in_time(asked)

    def caption(self, params: ApprovalParams, around: Around) -> str:
        """Who decides, and how many have to agree."""
        del around
        who = who_words(params.assignees, self.title)
        return f"{who} · {params.needed} must approve" if params.needed > 1 else who

    def findings(self, params: ApprovalParams) -> tuple[Finding, ...]:
        """Nobody or nothing asked, and times that lead to nothing."""
        return (*nobody_findings(params.title, params.assignees), *params.late_findings())
