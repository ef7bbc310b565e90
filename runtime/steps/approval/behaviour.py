"""Knows how an approval behaves: people decide, on facts, in time. Must not know who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from runtime.primitives import Due, Expr, Outcome, Person
from runtime.step import (
    Around,
    Finding,
    Kind,
    Port,
    deadline_findings,
    fields,
    nobody_findings,
    people_words,
    text_expr,
)
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
        """Approved, refused, and, where the drawing says so, nobody in time."""
        ways = (Port("approved", "approved"), Port("rejected", "refused"))
        return (*ways, _OVERDUE) if params.when_overdue == "go_on" and params.due else ways

    def compile(self, params: ApprovalParams, around: Around) -> Person:
        """Asks for one decision; the quorum counts different people."""
        del around
        return Person(
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
            due=Due(params.due, calendar=params.calendar) if params.due else None,
            remind=Due(params.remind, calendar=params.calendar) if params.remind else None,
            escalate_to=(
                Expr(params.escalate_to, place="escalate_to") if params.escalate_to else None
            ),
            on_due="port" if params.when_overdue == "go_on" else "escalate",
            otherwise="rejected",
        )

    def caption(self, params: ApprovalParams, around: Around) -> str:
        """Who decides, and how many have to agree."""
        del around
        who = people_words(params.assignees) or (
            "People from the case" if params.assignees.strip() else self.title
        )
        return f"{who} · {params.needed} must approve" if params.needed > 1 else who

    def findings(self, params: ApprovalParams) -> tuple[Finding, ...]:
        """Nobody or nothing asked, and times that lead to nothing."""
        late = deadline_findings(params.due, params.remind, params.when_overdue, params.escalate_to)
        return (*nobody_findings(params.title, params.assignees), *late)
