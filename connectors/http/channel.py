"""Sends requests over one connection with auth, limits, retry and breaker. Knows no system."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from connectors.errors import (
    AuthenticationError,
    ConnectorError,
    ForbiddenError,
    RateLimitedError,
    TransientError,
    UnknownOutcomeError,
)
from connectors.http.breaker import CircuitBreaker
from connectors.http.client import open_client
from connectors.http.failures import failure_of_status, failure_of_transport, too_long
from connectors.http.limits import Limiter
from connectors.http.message import Request, Response
from connectors.http.redaction import Redactor
from connectors.http.retry import RetryPolicy

if TYPE_CHECKING:
    from connectors.credential import Connection
    from connectors.http.auth import Auth, Headers
    from connectors.http.timing import Timing
    from connectors.manifest import Limits

_LOG = logging.getLogger(__name__)
LARGEST_ANSWER = 64 * 2**20
"""Bytes of one answer; more is refused before it fills the memory."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What happened on the wire, for logs and views; holds no secret.

    `seconds` is the duration; `status` is None when no answer came, and `error` then says why.
    """

    connection: str
    method: str
    address: str
    attempt: int
    seconds: float
    status: int | None
    error: str = ""


Observer = Callable[[Exchange], None]


class Channel:
    """One connection to one system, for the life of the process.

    Args:
        connection: where to, and with which credential.
        limits: what the system can bear.
        timing: clock and sleep.
        observe: called after each exchange.
    """

    def __init__(
        self,
        connection: Connection,
        limits: Limits,
        timing: Timing,
        observe: Observer | None = None,
    ) -> None:
        credential = connection.credential
        self.connection = connection
        self.redactor = Redactor(credential.reveal_secrets().values() if credential else ())
        self.breaker = CircuitBreaker(limits, timing)
        self._limiter = Limiter(limits, timing)
        self._retry = RetryPolicy(limits, timing)
        self._timing = timing
        self._observe = observe
        self._limits = limits
        self._client = open_client(connection, limits)
        self._auth: Auth | None = None
        self._known_headers: Headers | None = None

    def authenticate_with(self, auth: Auth) -> None:
        """Use this authentication from now on."""
        self._auth = auth

    async def close(self) -> None:
        """Close the connections; the channel cannot be used afterwards."""
        await self._client.aclose()

    async def send(self, request: Request) -> Response:
        """Send a request and return the answer when its status is no error.

        Repeats only what certainly did nothing; renews an expired session once.

        Raises:
            ConnectorError: see `connectors.errors`; details carry no secret.
        """
        renewed = False
        attempt = 1
        while True:
            headers = await self._headers(request)
            try:
                return await self._attempt(request, headers, attempt)
            except AuthenticationError as error:
                if renewed or not await self._renew(error, request, headers):
                    raise
                renewed = True
            except ConnectorError as error:
                pause = self._retry.pause(error, attempt)
                if pause is None:
                    raise
                await self._timing.sleep(pause)
                attempt += 1

    async def _headers(self, request: Request) -> Headers:
        if self._auth is None or not request.authenticated:
            return {}
        headers = await self._auth.headers()
        if headers is not self._known_headers:
            # A system may echo what it was sent: "Basic …" is no field of the credential.
            for value in headers.values():
                self.redactor.learn(value)
                self.redactor.learn(value.rpartition(" ")[2])
            self._known_headers = headers
        return headers

    async def _renew(self, error: AuthenticationError, request: Request, refused: Headers) -> bool:
        # A new session would not bring a right that the user lacks.
        if self._auth is None or not request.authenticated or isinstance(error, ForbiddenError):
            return False
        return await self._auth.renew(refused)

    async def _attempt(self, request: Request, headers: Headers, attempt: int) -> Response:
        self.breaker.admit()
        verdict = self.breaker.abandon
        try:
            async with self._limiter.place():
                response = await self._exchange(request, headers, attempt)
            verdict = self.breaker.success
        except RateLimitedError as error:
            verdict = self.breaker.success
            self._slow_down(error)
            raise
        except (TransientError, UnknownOutcomeError):
            verdict = self.breaker.failure
            raise
        except ConnectorError:
            verdict = self.breaker.success
            raise
        finally:
            verdict()
        return response

    def _slow_down(self, error: RateLimitedError) -> None:
        if error.retry_after is not None and error.retry_after <= self._limits.longest_pause:
            self._limiter.pause(error.retry_after)

    async def _exchange(self, request: Request, headers: Headers, attempt: int) -> Response:
        started = self._timing.monotonic()
        try:
            response = await self._transmit(request, headers)
        except (httpx.RequestError, TimeoutError) as error:
            failure = self._hide(failure_of_transport(error, request))
            self._report(request, attempt, started, None, failure.detail)
            raise failure from None  # the original's text and traceback may hold the address
        self._report(request, attempt, started, response.status, "")
        fine = response.status in request.accept
        failed = None if fine else failure_of_status(request, response)
        if failed is not None:
            raise self._hide(failed)
        return response

    async def _transmit(self, request: Request, headers: Headers) -> Response:
        limit = request.timeout or self._limits.timeout
        largest = min(request.largest or LARGEST_ANSWER, LARGEST_ANSWER)
        exchange = self._client.stream(
            request.method,
            self.connection.base_url.rstrip("/") + request.path,
            params=dict(request.query) or None,
            headers={**request.headers, **headers},
            content=request.text,
            json=request.body if request.text is None else None,
            timeout=httpx.Timeout(limit, connect=self._limits.connect_timeout),
        )
        # The timeout above is for each piece; a system that drips is stopped by the deadline.
        async with asyncio.timeout(limit + self._limits.connect_timeout), exchange as answer:
            body = bytearray()
            async for piece in answer.aiter_bytes():
                body += piece
                if len(body) > largest:
                    raise too_long(request, largest)
            return Response(answer.status_code, dict(answer.headers), bytes(body), request.effect)

    def _hide(self, error: ConnectorError) -> ConnectorError:
        error.detail = self.redactor.text(error.detail)
        return error

    def _report(
        self, request: Request, attempt: int, started: float, status: int | None, error: str
    ) -> None:
        exchange = Exchange(
            connection=self.connection.name,
            method=request.method,
            address=self.redactor.text(self.connection.base_url + request.path),
            attempt=attempt,
            seconds=self._timing.monotonic() - started,
            status=status,
            error=error,
        )
        _LOG.debug(
            "%s %s %s: attempt %d, status %s, %.3f s %s",
            exchange.connection,
            exchange.method,
            exchange.address,
            attempt,
            status,
            exchange.seconds,
            error,
        )
        if self._observe is not None:
            self._observe(exchange)
