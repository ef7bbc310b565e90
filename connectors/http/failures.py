"""Knows what a failed HTTP exchange means for the caller. Must not know any system."""

from __future__ import annotations

import ssl
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpx

from connectors.errors import (
    AuthenticationError,
    ConflictError,
    ConnectorError,
    ForbiddenError,
    MisconfiguredError,
    NotFoundError,
    RateLimitedError,
    RejectedError,
    TransientError,
    UnknownOutcomeError,
)

if TYPE_CHECKING:
    from connectors.http.message import Request, Response

# Raised before one byte of the request has left: the system cannot have seen it.
_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
)
_LOOK_FIRST = "Look in the system whether it was done before doing it again."
_UNAUTHORIZED, _FORBIDDEN = 401, 403
_MISSING = {404, 410}
_CHANGED = {409, 412}
_TOO_MANY = 429
_UNAVAILABLE = 503
_FIRST_ERROR, _FIRST_SERVER_ERROR = 400, 500


def failure_of_transport(
    error: httpx.RequestError | TimeoutError, request: Request
) -> ConnectorError:
    """Return what it means that no answer came.

    A write that may have left is of unknown outcome; everything else did nothing.
    """
    detail = f"{type(error).__name__}: {error}"
    if _is_about_certificate(error):
        return MisconfiguredError(
            "The system cannot prove who it is.",
            why="This computer does not trust its certificate.",
            next_step="Check the address, or let IT add the firm's certificate to this computer.",
            detail=detail,
        )
    if isinstance(error, _NEVER_SENT):
        return TransientError(
            "The system cannot be reached.",
            why="No connection to it could be opened.",
            next_step="Check that it runs and that its address is right; the call can be repeated.",
            detail=detail,
        )
    if request.effect == "write":
        return UnknownOutcomeError(
            "The system may or may not have done what was asked.",
            why="The request was sent, and the reply was lost on the way.",
            next_step=_LOOK_FIRST,
            detail=detail,
        )
    return TransientError(
        "The system did not answer.",
        why="The connection broke, or the answer took too long.",
        next_step="The call can be repeated.",
        detail=detail,
    )


def _is_about_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def failure_of_status(request: Request, response: Response) -> ConnectorError | None:
    """Return what an answer's status means as an error, or None when it is no error."""
    status = response.status
    if status < _FIRST_ERROR:
        return None
    detail = f"status {status}: {response.body[:500].decode(errors='replace')}"
    if status in {_TOO_MANY, _UNAVAILABLE}:
        return _refused_for_now(response, detail)
    if status >= _FIRST_SERVER_ERROR:
        return _broke_down(request, detail)
    return _refused(status, detail)


def too_long(request: Request, limit: int) -> ConnectorError:
    """Return what it means that an answer is larger than Baton takes."""
    kind = UnknownOutcomeError if request.effect == "write" else MisconfiguredError
    return kind(
        "The system's answer is too large.",
        why=f"It has more than {limit // 2**10:,} KiB.",
        next_step="Ask for less at once.",
    )


def _refused_for_now(response: Response, detail: str) -> TransientError:
    pause = retry_after(response)
    if response.status == _TOO_MANY:
        return RateLimitedError(
            "The system asks to slow down.",
            why="It received more calls than it allows.",
            next_step="The call can be repeated after a pause.",
            detail=detail,
            sent="yes",
            retry_after=pause,
        )
    return TransientError(
        "The system is not available at the moment.",
        why="It says so itself.",
        next_step="The call can be repeated after a pause.",
        detail=detail,
        sent="yes",
        retry_after=pause,
    )


def _broke_down(request: Request, detail: str) -> ConnectorError:
    if request.effect == "write":
        return UnknownOutcomeError(
            "The system may or may not have done what was asked.",
            why="It answered with an internal error after receiving the request.",
            next_step=_LOOK_FIRST,
            detail=detail,
        )
    return TransientError(
        "The system answered with an internal error.",
        next_step="The call can be repeated; if it goes on, tell the people who run the system.",
        detail=detail,
    )


def _refused(status: int, detail: str) -> ConnectorError:
    if status == _UNAUTHORIZED:
        return AuthenticationError(
            "The system does not accept the credential.",
            why="It may be wrong, expired or withdrawn.",
            next_step="Enter the credential of this connection again.",
            detail=detail,
            sent="yes",
        )
    if status == _FORBIDDEN:
        return ForbiddenError(
            "The user of this connection may not do this.",
            next_step="Ask the people who run the system for the right, or use another user.",
            detail=detail,
            sent="yes",
        )
    if status in _MISSING:
        return NotFoundError(
            "The system has no such record.",
            why="It may have been deleted, or the address is wrong.",
            next_step="Check what was asked for and the address of the connection.",
            detail=detail,
            sent="yes",
        )
    if status in _CHANGED:
        return ConflictError(
            "The record was changed in the meantime.",
            next_step="Read it again and repeat the change on what it says now.",
            detail=detail,
            sent="yes",
        )
    return RejectedError(
        "The system refused the request.",
        why="What was sent does not fit its rules; the detail has its own words.",
        next_step="Correct what was sent.",
        detail=detail,
        sent="yes",
    )


def retry_after(response: Response) -> float | None:
    """Return the seconds the answer asks to wait, or None when it does not say.

    A moment is measured against the answer's own date, so the clocks need not agree.
    """
    text = response.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
        now = parsedate_to_datetime(response.headers.get("date", ""))
        return max((until - now).total_seconds(), 0.0)
    except (TypeError, ValueError):
        return None
