"""Knows what a request and an answer are, as plain data. Must not know how they travel."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import orjson
from pydantic import JsonValue, TypeAdapter

from connectors.errors import MisconfiguredError, UnknownOutcomeError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connectors.manifest import Effect

_JSON: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request.

    Args:
        method: e.g. "POST".
        path: joined to the connection's base URL; starts with "/" or is empty.
        effect: "read" when sending it twice changes nothing, else "write".
        query: parameters of the address.
        headers: extra headers; the authentication adds its own.
        body: sent as JSON unless None.
        text: sent as it is, instead of `body`; its type stands in the headers.
        accept: statuses from 300 to 499 that are answers like any other and no error.
        largest: bytes of the answer that are taken at most; None: what the channel takes.
        timeout: seconds to wait for the answer; None: the limit of the connector.
        authenticated: whether the authentication adds its headers (a log-in asks without).
    """

    method: str
    path: str
    effect: Effect
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: JsonValue = None
    text: str | None = None
    accept: frozenset[int] = frozenset()
    largest: int | None = None
    timeout: float | None = None
    authenticated: bool = True


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP answer: status, headers by lower-case name, the body as it came, and to what."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    effect: Effect

    def json(self) -> JsonValue:
        """Return the body as JSON; an empty body is None.

        Raises:
            UnknownOutcomeError: the answer to a write is not JSON.
            MisconfiguredError: the answer to a read is not JSON.
        """
        if not self.body:
            return None
        try:
            return _JSON.validate_python(orjson.loads(self.body))
        except ValueError as error:
            kind = UnknownOutcomeError if self.effect == "write" else MisconfiguredError
            raise kind(
                "The system's answer cannot be read.",
                why="It is not JSON; perhaps the address leads to another program.",
                next_step="Check the address of the connection, and what the system did.",
                detail=f"status {self.status}, {len(self.body)} bytes: {error}",
            ) from error
