"""Makes the requests that a workflow spells out itself. Knows no system."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote

from connectors.errors import (
    ConnectorError,
    InvalidInputError,
    MisconfiguredError,
    RejectedError,
    UnknownOutcomeError,
)
from connectors.http.message import Request, Response
from connectors.http.redaction import is_secret_name

if TYPE_CHECKING:
    from pydantic import JsonValue

    from connectors.http.channel import Channel
    from connectors.manifest import Manifest, Operation

Inputs = Mapping[str, "JsonValue"]

# What the connection or HTTP itself decides.
_NOT_OURS = {"host", "connection", "content-length", "transfer-encoding", "te", "upgrade"}
_KEY_HEADER = "Idempotency-Key"
_KIB = 1024
_REDIRECTS = range(300, 400)


class Hooks:
    """Sends requests below the address of the connection.

    Args:
        channel: sends the requests.
        manifest: the catalogue entry.
    """

    def __init__(self, channel: Channel, manifest: Manifest) -> None:
        del manifest
        self._channel = channel

    async def log_in(self) -> Mapping[str, str]:
        """Refuse: no way to sign in of this entry needs a log-in.

        Raises:
            MisconfiguredError: always.
        """
        raise MisconfiguredError("A web service of this kind has no log-in.")

    async def perform(
        self, operation: Operation, hook: str, inputs: Inputs, key: str | None
    ) -> JsonValue:
        """Send one request and return status, headers and body of the answer."""
        if hook == "check_connection":
            return await self._check_connection()
        text, largest = inputs.get("text"), inputs.get("largest")
        request = Request(
            method=str(inputs.get("method", "GET")),
            path=_path(str(inputs.get("path", ""))),
            effect=operation.effect,
            query=_texts(inputs.get("query")),
            headers=_headers(operation, inputs, key),
            body=inputs.get("body"),
            text=text if isinstance(text, str) else None,
            accept=_statuses(inputs),
            largest=largest * _KIB if isinstance(largest, int) else None,
            timeout=operation.timeout,
        )
        response = await self._channel.send(request)
        if response.status in _REDIRECTS and response.status not in request.accept:
            raise _elsewhere(request, response)
        return _answer(response)

    async def _check_connection(self) -> JsonValue:
        try:
            await self._channel.send(Request(method="GET", path="", effect="read"))
        except RejectedError:
            # It answered, and it had nothing to say about the credential.
            return {"reachable": True}
        return {"reachable": True}


def _path(path: str) -> str:
    """Return the path when it stays below the connection's address.

    Raises:
        InvalidInputError: it climbs out by "..", also when that is percent-encoded.
    """
    if ".." in unquote(unquote(path)).replace("\\", "/").split("/"):
        raise _unfit(f'"{path}" leads out of the address of the connection.')
    return path


def _headers(operation: Operation, inputs: Inputs, key: str | None) -> dict[str, str]:
    headers = _texts(inputs.get("headers"))
    for name in headers:
        if is_secret_name(name) or name.lower() in _NOT_OURS:
            raise _unfit(f'The header "{name}" belongs to the connection, not to the workflow.')
    if isinstance(inputs.get("text"), str) and "content-type" not in map(str.lower, headers):
        headers["Content-Type"] = "text/plain; charset=utf-8"
    if operation.idempotency == "keyed":
        if key is None:
            raise _unfit("The idempotency key was not given.")
        headers[str(inputs.get("key_header", _KEY_HEADER))] = key
    return headers


def _statuses(inputs: Inputs) -> frozenset[int]:
    accept = inputs.get("accept")
    given = accept if isinstance(accept, list) else []
    return frozenset(status for status in given if isinstance(status, int))


def _texts(values: JsonValue) -> dict[str, str]:
    given = values if isinstance(values, dict) else {}
    return {name: _text(value) for name, value in given.items()}


def _text(value: JsonValue) -> str:
    return ("false", "true")[value] if isinstance(value, bool) else str(value)


def _answer(response: Response) -> JsonValue:
    kind = response.headers.get("content-type", "")
    shown = {name: text for name, text in response.headers.items() if not is_secret_name(name)}
    body = response.json() if "json" in kind else response.body.decode(errors="replace") or None
    return {"status": response.status, "headers": {**shown}, "body": body}


def _elsewhere(request: Request, response: Response) -> ConnectorError:
    """Say that the system points to another address; following could carry the credential there."""
    kind = UnknownOutcomeError if request.effect == "write" else MisconfiguredError
    return kind(
        "The system points to another address.",
        why=f"It answered {response.status}, and Baton does not follow to where it points.",
        next_step="Correct the path, or say that this answer is fine.",
        detail=f"status {response.status}",
    )


def _unfit(problem: str) -> InvalidInputError:
    return InvalidInputError(
        "The inputs do not fit, so nothing was sent.",
        problems=(problem,),
        next_step="Correct the mapping of the step.",
    )
