"""Makes the calls that a manifest states as data. Must not know any system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from pydantic import JsonValue

from connectors.connector.sources import Absent, at, fill, resolve_all
from connectors.errors import InvalidInputError, MisconfiguredError, UnknownOutcomeError
from connectors.http.message import Request
from connectors.http.paging import offset_pages

if TYPE_CHECKING:
    from connectors.http.channel import Channel
    from connectors.manifest import HttpCall, OffsetPages, Operation

Inputs = Mapping[str, JsonValue]


async def perform_call(
    channel: Channel, operation: Operation, call: HttpCall, inputs: Inputs, key: str | None
) -> JsonValue:
    """Make the one request of an operation, or as many as it has pages, and return its output.

    Raises:
        ConnectorError: see `connectors.errors`.
    """
    request = _request(operation, call, inputs, key)
    if call.paging is not None:
        return await _all_pages(channel, operation, request, call.paging)
    answer = (await channel.send(request)).json()
    return _part(operation, call.result, answer)


def _request(operation: Operation, call: HttpCall, inputs: Inputs, key: str | None) -> Request:
    headers = _texts(resolve_all(call.headers, inputs, key))
    if call.key_header is not None and key is not None:
        headers[call.key_header] = key
    body = fill(call.body, inputs, key)
    return Request(
        method=call.method,
        path=_path(call.path, inputs),
        effect=operation.effect,
        query=_texts(resolve_all(call.query, inputs, key)),
        headers=headers,
        body=None if isinstance(body, Absent) else body,
        timeout=operation.timeout,
    )


async def _all_pages(
    channel: Channel, operation: Operation, request: Request, paging: OffsetPages
) -> list[JsonValue]:
    async def fetch(offset: int, limit: int) -> list[JsonValue]:
        query = {**request.query, paging.offset: str(offset), paging.limit: str(limit)}
        answer = (await channel.send(replace(request, query=query))).json()
        page = _part(operation, paging.items, answer)
        return page if isinstance(page, list) else [page]

    return await offset_pages(fetch, size=paging.size)


def _part(operation: Operation, path: str, answer: JsonValue) -> JsonValue:
    part = at(path, answer)
    if not isinstance(part, Absent):
        return part
    kind = UnknownOutcomeError if operation.effect == "write" else MisconfiguredError
    raise kind(
        f'The answer to "{operation.title}" cannot be read.',
        why=f'It has no "{path}".',
        next_step="Check that the connector's version fits the version of the system.",
    )


def _path(path: str, inputs: Inputs) -> str:
    filled = path
    for name, value in inputs.items():
        # Percent-encoded without exception, so that no input can lead to another address.
        filled = filled.replace("{" + name + "}", quote(_text(value), safe=""))
    if "{" in filled:
        missing = filled[filled.index("{") + 1 : filled.index("}")]
        raise InvalidInputError(
            "The address of the call is incomplete, so nothing was sent.",
            problems=(f'"{missing}" was not given.',),
            next_step="Correct the mapping of the step.",
        )
    return filled


def _texts(values: Mapping[str, JsonValue]) -> dict[str, str]:
    return {name: _text(value) for name, value in values.items() if value is not None}


def _text(value: JsonValue) -> str:
    return ("false", "true")[value] if isinstance(value, bool) else str(value)
