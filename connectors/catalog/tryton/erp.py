"""Speaks Tryton's JSON-RPC: log-in, context, reads, writes, refusals. Must not know any process."""

from __future__ import annotations

import base64
from contextlib import asynccontextmanager
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import quote

from connectors.catalog.tryton.refusals import failure_of
from connectors.catalog.tryton.values import Row, plain, row, rows
from connectors.errors import (
    AuthenticationError,
    ConnectorError,
    NotFoundError,
    UnknownOutcomeError,
)
from connectors.http.message import Request
from connectors.http.paging import offset_pages

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from pydantic import JsonValue

    from connectors.http.channel import Channel
    from connectors.manifest import Effect

_PAGE = 200
_CONTEXT = ("company", "employee", "language")


class Erp:
    """Calls on one Tryton database, in the company and for the employee of the connection.

    Args:
        channel: sends the requests.
        within: replaces parts of the context, such as {"company": 2}.
        timeout: seconds for each request; None: the limit of the connector.
        shared: the context that all views of one connection share; None makes a new one.
    """

    def __init__(
        self,
        channel: Channel,
        *,
        within: Row | None = None,
        timeout: float | None = None,
        shared: Row | None = None,
    ) -> None:
        self._channel = channel
        self._within = within or {}
        self._timeout = timeout
        self._shared: Row = {} if shared is None else shared
        self._ids = count(1)

    def view(self, within: Row, timeout: float | None) -> Erp:
        """Return the same connection seen within another company or for another employee."""
        return Erp(self._channel, within=within, timeout=timeout, shared=self._shared)

    async def log_in(self) -> Mapping[str, str]:
        """Open a session and return the header that carries it.

        Raises:
            AuthenticationError: user or password are wrong.
        """
        credential = self._channel.connection.credential
        if credential is None:
            raise AuthenticationError(
                "Tryton asks who calls.",
                why="The connection has no credential.",
                next_step="Enter user and password for this connection.",
            )
        user, secret = credential.reveal("user"), credential.reveal("password")
        params: list[JsonValue] = [user, {"password": secret}, "en"]
        match await self._post("common.db.login", params, "read", authenticated=False):
            case [user_id, key, *_]:
                token = base64.b64encode(f"{user}:{user_id}:{key}".encode()).decode()
            case _:
                raise AuthenticationError("Tryton opened no session.", sent="yes")
        self._channel.redactor.learn(str(key))
        self._channel.redactor.learn(token)
        return {"Authorization": f"Session {token}"}

    async def context(self) -> Row:
        """Return the context of calls: company, employee and language of the connection.

        Settings of the connection win over the preferences of the user in Tryton.
        """
        if not self._shared:
            preferences = row(
                await self._post("model.res.user.get_preferences", [True, {}], "read")
            )
            settings = self._channel.connection.settings
            known = {**preferences, **settings}
            self._shared |= {name: known[name] for name in _CONTEXT if known.get(name)}
        return {**self._shared, **self._within}

    async def call(self, method: str, *params: JsonValue, effect: Effect = "read") -> JsonValue:
        """Call a method of a model; the context is added, the result is plain JSON.

        Raises:
            RejectedError: Tryton refused, in its own words.
            ConnectorError: see `connectors.errors`.
        """
        return await self._post(f"model.{method}", [*params, await self.context()], effect)

    async def search(
        self,
        model: str,
        domain: JsonValue,
        fields: list[str],
        *,
        order: JsonValue = None,
        most: int | None = None,
    ) -> list[Row]:
        """Return the records that a domain names, page by page, oldest first unless ordered."""
        sorting = order or [["id", "ASC"]]

        async def fetch(offset: int, limit: int) -> list[JsonValue]:
            wanted: list[JsonValue] = [*fields]
            page = await self.call(f"{model}.search_read", domain, offset, limit, sorting, wanted)
            return page if isinstance(page, list) else []

        return rows(await offset_pages(fetch, size=_PAGE, most=most))

    async def read(self, model: str, record: JsonValue, fields: list[str]) -> Row:
        """Return one record.

        Raises:
            NotFoundError: there is none of this id.
        """
        found = await self.search(model, [["id", "=", record]], fields, most=1)
        if found:
            return found[0]
        raise NotFoundError(
            f"Tryton has no such record: {model} {record}.",
            why="It does not exist, or the user of this connection may not see it.",
            next_step="Check the id and the rights of the user.",
            sent="yes",
        )

    async def create(self, model: str, values: Row) -> JsonValue:
        """Create one record and return its id."""
        made = await self.call(f"{model}.create", [values], effect="write")
        if isinstance(made, list) and made:
            return made[0]
        raise UnknownOutcomeError(
            "Tryton may or may not have created the record.",
            why="Its answer names no id.",
            next_step="Look in Tryton before creating it again.",
        )

    async def write(
        self, model: str, record: JsonValue, values: Row, *, version: JsonValue = None
    ) -> None:
        """Change one record, if it still has this version.

        Raises:
            ConflictError: somebody changed it since the version was read.
        """
        context = await self.context()
        if version is not None:
            context["_timestamp"] = {f"{model},{record}": version}
        await self._post(f"model.{model}.write", [[record], values, context], "write")

    async def press(self, model: str, button: str, record: JsonValue) -> None:
        """Press a button of one record."""
        await self.call(f"{model}.{button}", [record], effect="write")

    async def _post(
        self, method: str, params: list[JsonValue], effect: Effect, *, authenticated: bool = True
    ) -> JsonValue:
        database = str(self._channel.connection.settings.get("database", ""))
        request = Request(
            method="POST",
            path=f"/{quote(database, safe='')}/",
            effect=effect,
            body={"id": next(self._ids), "method": method, "params": params},
            timeout=self._timeout,
            authenticated=authenticated,
        )
        answer = (await self._channel.send(request)).json()
        if not isinstance(answer, dict):
            return plain(answer)
        if answer.get("error") is not None:
            raise failure_of(answer["error"])
        return plain(answer.get("result"))


@asynccontextmanager
async def reading_back(done: str) -> AsyncGenerator[None]:
    """Say that a write was answered, when reading its result back fails.

    Without this the failed read would look as if nothing had been done.

    Args:
        done: what was done, as a sentence.
    """
    try:
        yield
    except ConnectorError as error:
        raise UnknownOutcomeError(
            f"{done} Reading the result back failed.",
            why=str(error),
            next_step="Look in Tryton; do not do it again blindly.",
            detail=error.detail,
        ) from error
