"""Makes the requests that a workflow spells out itself. Knows no system."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote

from connectors.errors import InvalidInputError, MisconfiguredError, RejectedError
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
        request = Request(
            method=str(inputs.get("method", "GET")),
            path=_path(str(inputs.get("path", ""))),
            effect=operation.effect,
            query=_texts(inputs.get("query")),
            headers=_headers(operation, inputs, key),
            body=inputs.get("body"),
            timeout=operation.timeout,
        )
        return _answer(await self._channel.send(request))

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
    if operation.idempotency == "keyed":
        if key is None:
            raise _unfit("The idempotency key was not given.")
        headers[str(inputs.get("key_header", _KEY_HEADER))] = key
    return headers


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


def _unfit(problem: str) -> InvalidInputError:
    return InvalidInputError(
        "The inputs do not fit, so nothing was sent.",
        problems=(problem,),
        next_step="Correct the mapping of the step.",
    )
