"""Knows what the errors mean that Tryton sends with status 200. Must not know any model or call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.errors import (
    AuthenticationError,
    ConflictError,
    ConnectorError,
    RejectedError,
    TransientError,
)

if TYPE_CHECKING:
    from pydantic import JsonValue

_BUSY = ("database is locked", "could not serialize", "deadlock detected")


def failure_of(error: JsonValue) -> ConnectorError:
    """Return what an error member of an answer means.

    Tryton rolls its transaction back before it sends one, so nothing was done.
    """
    parts = error if isinstance(error, list) else [error]
    name = str(parts[0]) if parts else ""
    content = parts[1] if len(parts) > 1 else None
    texts = [str(part) for part in content if part] if isinstance(content, list) else [str(content)]
    match name:
        case "UserError":
            return _refused(texts)
        case "UserWarning":
            return _asked(texts)
        case "ConcurrencyException":
            return _changed(texts)
        case "LoginException":
            return _log_in_refused(texts)
        case _:
            return _broken(name)


def _refused(texts: list[str]) -> RejectedError:
    return RejectedError(
        f'Tryton refused: "{_first(texts, 0)}"',
        why=_first(texts, 1),
        next_step="Correct the data, here or in Tryton, and try again.",
        sent="yes",
    )


def _asked(texts: list[str]) -> RejectedError:
    return RejectedError(
        f'Tryton wants a person to confirm: "{_first(texts, 1)}"',
        why=_first(texts, 2),
        next_step="Do this step in Tryton, where the warning can be confirmed.",
        detail=f"warning {_first(texts, 0)}",
        sent="yes",
    )


def _changed(texts: list[str]) -> ConflictError:
    return ConflictError(
        "Somebody changed the record in Tryton in the meantime.",
        why="The change was based on an older version.",
        next_step="Read it again and repeat the change on what it says now.",
        detail=_first(texts, 0),
        sent="yes",
    )


def _log_in_refused(texts: list[str]) -> AuthenticationError:
    return AuthenticationError(
        "Tryton does not accept the log-in.",
        why=f"It asks for: {_first(texts, 1)}.",
        next_step="Enter user and password of this connection again.",
        sent="yes",
    )


def _broken(message: str) -> ConnectorError:
    if any(busy in message for busy in _BUSY):
        return TransientError(
            "Tryton was too busy and did not do it.",
            why="Somebody else was writing at the same moment.",
            next_step="The call can be repeated.",
            detail=message,
            sent="yes",
        )
    return RejectedError(
        "Tryton could not carry out what was asked.",
        why="It stopped with an internal error and changed nothing.",
        next_step="Check that the connector fits the version and modules of Tryton.",
        detail=message,
        sent="yes",
    )


def _first(texts: list[str], index: int) -> str:
    return texts[index] if index < len(texts) else ""
