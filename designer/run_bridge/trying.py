"""Knows how a connection is tried before anything of it is kept. Must not know where that would be.

What goes out of here never has a secret: neither an answer nor an error.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from connectors.connector import load
from connectors.errors import ConnectorError
from runtime.embedded.bindings import connection_of
from runtime.errors import BatonError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from designer.run_bridge.drafts import Draft
    from runtime.definition.json_value import JsonValue
    from runtime.vault import ConnectionRecord

HIDDEN = "•••"
LONGEST = 60.0
"""Seconds that a system has to answer."""
_SHORTEST_HIDDEN = 4


class TryError(BatonError):
    """A connection does not work; its code is that of the connector's own error."""

    def __init__(
        self, what: str, why: str = "", next_step: str = "", detail: str = "", *, code: str
    ) -> None:
        super().__init__(what, why=why, next_step=next_step, detail=detail)
        self.code = code  # pyright: ignore[reportAttributeAccessIssue] - each test has its own


class OneCredential:
    """A vault with what one connection is tried with, so that nothing is kept before it works."""

    def __init__(self, credential: dict[str, str]) -> None:
        self._credential = credential

    def get(self, connection: str) -> dict[str, str] | None:
        """Return it, whoever asks."""
        del connection
        return dict(self._credential)

    def put(self, connection: str, fields: object) -> None:
        """Keep nothing: this is for trying."""

    def delete(self, connection: str) -> None:
        """Forget nothing."""

    def names(self) -> tuple[str, ...]:
        """Return no names."""
        return ()


class Trying:
    """Tries one connection at a time."""

    def __init__(self) -> None:
        self._trying: asyncio.Task[JsonValue] | None = None

    async def test(self, draft: Draft, credential: Callable[[], dict[str, str]]) -> JsonValue:
        """Try what was filled in with the connector's own test.

        Args:
            draft: what was filled in.
            credential: reads what it signs in with; may take long, as a keychain asks its owner.

        Raises:
            BatonError: it does not work, or not within `LONGEST`, or `stop` came in between; says
                why.
        """
        self.stop()
        work = self._without_secrets(draft, credential)
        task = self._trying = asyncio.get_running_loop().create_task(work)
        await asyncio.wait({task}, timeout=LONGEST)
        if not task.done():
            task.cancel()
            raise _no_answer()
        if task.cancelled():
            raise BatonError("The test was stopped.")
        return task.result()

    def stop(self) -> None:
        """Give up the test that is under way."""
        if self._trying is not None:
            self._trying.cancel()
            self._trying = None

    async def _without_secrets(
        self, draft: Draft, credential: Callable[[], dict[str, str]]
    ) -> JsonValue:
        hidden = {*draft.secrets.values()}
        try:
            signs_in_with = await asyncio.to_thread(credential)
            public = {"scheme", *draft.fields}
            hidden |= {text for name, text in signs_in_with.items() if name not in public}
            return await self._ask(draft.record(), signs_in_with)
        except (ConnectorError, BatonError) as error:
            raise _hidden(error, hidden) from None
        except Exception as error:  # noqa: BLE001 - its text may hold what was being sent
            raise unforeseen("The connection was not tried.", error) from None

    async def _ask(self, record: ConnectionRecord, credential: dict[str, str]) -> JsonValue:
        connector = load(record.connector)
        vault = OneCredential(credential)
        connection = connection_of(record, connector.manifest, lambda: vault)
        async with connector.session(connection) as session:
            return await session.test()


async def in_words(work: Awaitable[JsonValue]) -> JsonValue:
    """Wait for an answer of another system, `LONGEST` at most; its errors take our own form."""
    try:
        async with asyncio.timeout(LONGEST):
            return await work
    except TimeoutError:
        raise _no_answer() from None
    except ConnectorError as error:
        parts = (error.what, error.why, error.next_step, error.detail)
        raise TryError(*parts, code=error.code) from error


def unforeseen(what: str, error: Exception) -> BatonError:
    """Return what is told of an error that nobody foresaw: its kind and nothing more."""
    return BatonError(
        what,
        why="Something in the program went wrong.",
        next_step="Try again; if it happens again, report it with the details.",
        detail=type(error).__name__,
    )


def _hidden(error: ConnectorError | BatonError, secrets: set[str]) -> BatonError:
    """Return the same error without the secrets, should a system have repeated one."""
    # One secret may be a part of another. A short one would blot out ordinary words.
    longest_first = sorted(secrets, key=len, reverse=True)
    hidden = [secret for secret in longest_first if len(secret) >= _SHORTEST_HIDDEN]

    def clean(text: str) -> str:
        for secret in hidden:
            text = text.replace(secret, HIDDEN)
        return text

    parts = (error.what, error.why, error.next_step, error.detail)
    return TryError(*map(clean, parts), code=error.code)


def _no_answer() -> TryError:
    return TryError(
        "The system did not answer.",
        f"Nothing came within {LONGEST:.0f} seconds.",
        "Check that it runs and that its address is right.",
        code="connector.transient",
    )
