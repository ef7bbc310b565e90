"""Knows whether somebody answers for the workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.plan.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.plan.survey import Survey


def find(survey: Survey) -> Iterator[Problem]:
    """Find owners that are not named."""
    owners = survey.definition.meta.owners
    for role in ("business", "technical", "control"):
        if not getattr(owners, role).strip():
            sentence = f"The workflow has no {role} owner; name who answers for it."
            yield Problem("owner.missing", "warning", sentence, field=f"owners.{role}")
