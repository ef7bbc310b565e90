"""The whole error tree of the runtime. Knows words for people and nothing of what raises them.

```
BatonError
├── ExpressionError          an expression is wrong, or ended in an error (runtime.expressions)
├── DefinitionError          a workflow file cannot be read (runtime.definition)
├── InvalidWorkflowError     check found problems that forbid running (runtime.plan)
├── StepError                an effect failed; says whether a retry may help (runtime.step)
├── JournalError
│   └── FencedError          another writer owns the run now
│       └── DuplicateError   the same delivery has started a run before
├── RefusedError             a person may not do this, or not now
│   └── UnknownRunError      no such run or task
├── CalendarError            a calendar, duration or moment cannot be used (runtime.calendars)
├── ConnectionBookError      the list of connections cannot be read or written (runtime.vault)
└── VaultError               a credential cannot be kept or read (runtime.vault)
```
Every error says what happened, why, and what to do next; technical detail stands apart.
"""

from __future__ import annotations

from typing import ClassVar


class BatonError(Exception):
    """What happened, why, and what to do next, in words for the person who reads it.

    Args:
        what: one sentence: what happened.
        why: one sentence: the reason, as far as it is known.
        next_step: one sentence: what the reader can do now.
        detail: technical detail, shown one click behind; never a secret.
    """

    code: ClassVar[str] = "baton"

    def __init__(self, what: str, *, why: str = "", next_step: str = "", detail: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.next_step = next_step
        self.detail = detail

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.why, self.next_step) if part)


class InvalidWorkflowError(BatonError):
    """The workflow has problems that forbid running it; `detail` lists them, one a line."""

    code = "workflow.invalid"


class JournalError(BatonError):
    """Events could not be made durable."""

    code = "journal"


class FencedError(JournalError):
    """Another writer has continued this run; what this writer knew is out of date."""

    code = "journal.fenced"


class DuplicateError(FencedError):
    """The delivery that would start this run has started one before.

    Args:
        run: id of the run that stands.
    """

    code = "journal.duplicate"

    def __init__(
        self, what: str, *, run: str, why: str = "", next_step: str = "", detail: str = ""
    ) -> None:
        super().__init__(what, why=why, next_step=next_step, detail=detail)
        self.run = run


class RefusedError(BatonError):
    """A person or program asked for something that is not allowed, or not now."""

    code = "refused"


class UnknownRunError(RefusedError):
    """There is no such run, task or incident."""

    code = "refused.unknown"
