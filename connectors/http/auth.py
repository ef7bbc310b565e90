"""Knows how a call proves who makes it, one class per way. Must not know any system."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from connectors.errors import MisconfiguredError

if TYPE_CHECKING:
    from connectors.credential import Credential
    from connectors.manifest import AuthScheme

Headers = Mapping[str, str]


class Auth(Protocol):
    """Adds headers to calls and renews them when the system no longer takes them."""

    async def headers(self) -> Headers:
        """Return the headers to send."""
        ...

    async def renew(self, refused: Headers) -> bool:
        """Get new headers after `refused` got a 401; False when there are no others."""
        ...


class FixedAuth:
    """The same headers on every call: basic, bearer, API key, or none at all."""

    def __init__(self, headers: Headers) -> None:
        self._headers = dict(headers)

    async def headers(self) -> Headers:
        """Return the headers to send."""
        return self._headers

    async def renew(self, refused: Headers) -> bool:
        """Say that there is nothing else to try."""
        del refused
        return False


class SessionAuth:
    """Logs in at the first call, and again when the session has expired.

    Args:
        log_in: asks the system for a session and returns the headers that carry it.
    """

    def __init__(self, log_in: Callable[[], Awaitable[Headers]]) -> None:
        self._log_in = log_in
        self._current: Headers | None = None
        self._lock = asyncio.Lock()

    async def headers(self) -> Headers:
        """Return the headers of the session, logging in when there is none."""
        async with self._lock:
            if self._current is None:
                self._current = await self._log_in()
            return self._current

    async def renew(self, refused: Headers) -> bool:
        """Log in again, unless another call just did."""
        async with self._lock:
            if self._current == refused:
                self._current = await self._log_in()
            return True


def fixed_auth(scheme: AuthScheme, credential: Credential) -> FixedAuth:
    """Return the authentication for a scheme that needs no log-in.

    Raises:
        MisconfiguredError: the credential lacks a field, or the scheme needs the entry's hooks.
    """
    if scheme.kind == "none":
        return FixedAuth({})
    if scheme.kind == "basic":
        pair = f"{credential.reveal('user')}:{credential.reveal('password')}"
        return FixedAuth({"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"})
    if scheme.kind == "bearer":
        return FixedAuth({"Authorization": f"Bearer {credential.reveal('token')}"})
    if scheme.kind == "api_key":
        return FixedAuth({scheme.header: scheme.prefix + credential.reveal("key")})
    raise MisconfiguredError(
        f'The way to sign in "{scheme.title}" needs code that this connector does not bring.',
        next_step="Choose another way to sign in for this connection.",
    )
