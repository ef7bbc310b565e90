"""The whole error tree of connectors. Knows words for people; must not know any system.

```
ConnectorError
├── TransientError            nothing was done; the same call may work later
│   ├── RateLimitedError      the system asked for a pause
│   └── CircuitOpenError      Baton pauses calls to a system that keeps failing
├── AuthenticationError       the system does not accept the credential
│   └── ForbiddenError        the user is known and lacks the right
├── RejectedError             the system said no, for a business reason
│   ├── ConflictError         somebody changed the record since it was read
│   └── NotFoundError         the record does not exist
├── UnknownOutcomeError       a write left and no answer came: it may or may not be done
└── MisconfiguredError        the connection or the call is set up wrongly
    ├── InvalidInputError     the inputs do not fit the operation
    └── ManifestError         a catalogue entry cannot be read
```
The classes are cut by what the caller does next: try again later, ask for a new credential, tell a
person, look before repeating, or mend the set-up. `sent` says what became of a *write*: "no" means
that nothing which changes anything left this machine, "yes" that the system answered and did not do
it, "unknown" that it left and no usable answer came. A read changes nothing, so a read is never
"unknown".
"""

from __future__ import annotations

from typing import ClassVar, Literal

Sent = Literal["no", "yes", "unknown"]


class ConnectorError(Exception):
    """What happened, why, and what to do next, in words for the person who reads it.

    Args:
        what: one sentence: what happened.
        why: one sentence: the reason, as far as it is known.
        next_step: one sentence: what the reader can do now.
        detail: technical detail, shown one click behind; never a secret.
        sent: what became of the write: "no", "yes" (answered, not done) or "unknown".
    """

    code: ClassVar[str] = "connector"
    retryable: ClassVar[bool] = False

    def __init__(
        self,
        what: str,
        *,
        why: str = "",
        next_step: str = "",
        detail: str = "",
        sent: Sent = "no",
    ) -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.next_step = next_step
        self.detail = detail
        self.sent: Sent = sent

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.why, self.next_step) if part)


class TransientError(ConnectorError):
    """Nothing was done; the same call may succeed later.

    Args:
        retry_after: seconds the system asked to wait, if it said so.
    """

    code = "connector.transient"
    retryable = True

    def __init__(
        self,
        what: str,
        *,
        why: str = "",
        next_step: str = "",
        detail: str = "",
        sent: Sent = "no",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(what, why=why, next_step=next_step, detail=detail, sent=sent)
        self.retry_after = retry_after


class RateLimitedError(TransientError):
    """The system received the call and asked to slow down; nothing was done."""

    code = "connector.rate_limited"


class CircuitOpenError(TransientError):
    """The system failed several times in a row, so Baton does not call it for a while."""

    code = "connector.circuit_open"


class AuthenticationError(ConnectorError):
    """The system does not accept the credential; nothing was done."""

    code = "connector.authentication"


class ForbiddenError(AuthenticationError):
    """The system knows the user and does not let it do this; nothing was done."""

    code = "connector.forbidden"


class RejectedError(ConnectorError):
    """The system understood the call and said no for a business reason; nothing was done."""

    code = "connector.rejected"


class ConflictError(RejectedError):
    """The record changed since it was read; read it again before changing it."""

    code = "connector.conflict"


class NotFoundError(RejectedError):
    """The record that was asked for does not exist."""

    code = "connector.not_found"


class UnknownOutcomeError(ConnectorError):
    """A write left this machine and no usable answer came back: it may have been done."""

    code = "connector.unknown_outcome"

    def __init__(self, what: str, *, why: str = "", next_step: str = "", detail: str = "") -> None:
        super().__init__(what, why=why, next_step=next_step, detail=detail, sent="unknown")


class MisconfiguredError(ConnectorError):
    """The connection, the credential or the call is set up wrongly; a retry cannot help."""

    code = "connector.misconfigured"


class InvalidInputError(MisconfiguredError):
    """The inputs do not fit the operation; nothing was sent.

    Args:
        problems: one plain sentence for each thing that does not fit.
    """

    code = "connector.invalid_input"

    def __init__(self, what: str, *, problems: tuple[str, ...], next_step: str = "") -> None:
        super().__init__(what, why=" ".join(problems), next_step=next_step)
        self.problems = problems


class ManifestError(MisconfiguredError):
    """A catalogue entry cannot be read; names the file and the place in it."""

    code = "connector.manifest"
