"""Performs one connector's operations over one connection. Must not know any system by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol, Self

from pydantic import JsonValue

from connectors.connector.inputs import check_inputs, compile_schema, problems_of
from connectors.connector.sources import Absent, at, resolve_all
from connectors.credential import Credential
from connectors.errors import ConnectorError, MisconfiguredError
from connectors.manifest import HookCall, Manifest, Operation, Verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from jsonschema_rs import Validator

    from connectors.credential import Connection
    from connectors.http.auth import Auth
    from connectors.http.channel import Channel, Observer
    from connectors.http.timing import Timing

    HooksFactory = Callable[[Channel, Manifest], "Hooks"]

Inputs = Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Found:
    """The write was done; `output` has the shape of the write's own output."""

    output: JsonValue


@dataclass(frozen=True, slots=True)
class NotFound:
    """The write was not done."""


class Hooks(Protocol):
    """What a catalogue entry's hooks.py may say that its manifest cannot."""

    async def log_in(self) -> Mapping[str, str]:
        """Return the headers that carry a new session."""
        ...

    async def perform(
        self, operation: Operation, hook: str, inputs: Inputs, key: str | None
    ) -> JsonValue:
        """Perform an operation whose call names a hook."""
        ...


class Session:
    """Operations over one connection; made once and kept while the process lives.

    It keeps the HTTP connections, the log-in, the circuit breaker and the limits. Use it as an
    asynchronous context manager.

    Args:
        manifest: the catalogue entry.
        hooks: makes the entry's hooks, if it has some.
        connection: where to, and with which credential.
        timing: clock and sleep; None: the real ones.
        observe: called after each exchange on the wire.
    """

    def __init__(
        self,
        manifest: Manifest,
        hooks: HooksFactory | None,
        connection: Connection,
        *,
        timing: Timing | None = None,
        observe: Observer | None = None,
    ) -> None:
        self.manifest = manifest
        self.connection = connection
        self._make_hooks = hooks
        self._timing = timing
        self._observe = observe
        self._hooks: Hooks | None = None
        self._channel: Channel | None = None
        self._validator: Callable[[str], Validator] = cache(self._compile)

    async def __aenter__(self) -> Self:
        # Imported here: httpx takes a third of a second, which a run without calls must not pay.
        from connectors.http.channel import Channel
        from connectors.http.timing import Timing

        self._check_connection()
        timing = self._timing or Timing()
        channel = Channel(self.connection, self.manifest.limits, timing, self._observe)
        self._hooks = self._make_hooks(channel, self.manifest) if self._make_hooks else None
        channel.authenticate_with(self._authentication())
        self._channel = channel
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._channel is not None:
            await self._channel.close()
            self._channel = None

    @property
    def circuit(self) -> str:
        """State of the circuit breaker: "closed", "open" or "half_open"."""
        return self._open_channel().breaker.state

    async def perform(
        self, operation_id: str, inputs: Inputs, *, key: str | None = None
    ) -> JsonValue:
        """Perform an operation and return its output.

        Args:
            operation_id: id in the manifest.
            inputs: must fit the operation's `input_schema`; checked before anything is sent.
            key: the same for every attempt of one step; systems or `verify` look-ups recognise it.

        Raises:
            ConnectorError: see `connectors.errors`; after `UnknownOutcomeError` call `verify`.
        """
        operation = self.manifest.operation(operation_id)
        check_inputs(operation.title, self._validator(operation_id), inputs)
        channel = self._open_channel()
        try:
            if isinstance(operation.call, HookCall):
                return await self._perform_hook(operation, operation.call.hook, inputs, key)

            from connectors.connector.declared import perform_call

            return await perform_call(channel, operation, operation.call, inputs, key)
        except ConnectorError as error:
            _hide_secrets(error, channel)
            raise

    async def verify(
        self, operation_id: str, inputs: Inputs, *, key: str | None = None
    ) -> Found | NotFound:
        """Look whether a write was done, given the inputs and the key it was asked with.

        Raises:
            MisconfiguredError: the operation has no look-up, or the look-up needs a key.
            ConnectorError: the look-up failed.
        """
        operation = self.manifest.operation(operation_id)
        verify = operation.verify
        if verify is None:
            raise MisconfiguredError(
                f'Nobody can look whether "{operation.title}" was done.',
                why=operation.no_verify_reason or "The connector names no look-up for it.",
                next_step="Look in the system yourself.",
            )
        wanted = resolve_all(verify.match, inputs, key)
        looked = await self.perform(verify.operation, resolve_all(verify.inputs, inputs, key))
        hit = next((hit for hit in _hits(verify, looked) if _matches(hit, wanted)), None)
        return NotFound() if hit is None else Found(hit)

    async def test(self) -> JsonValue:
        """Try the connection with the manifest's `test` operation and return its output.

        Raises:
            ConnectorError: the connection does not work; the sentence says why.
        """
        return await self.perform(self.manifest.test, {})

    async def _perform_hook(
        self, operation: Operation, hook: str, inputs: Inputs, key: str | None
    ) -> JsonValue:
        if self._hooks is None:
            raise MisconfiguredError(f'{self.manifest.title} brings no code for "{hook}".')
        return await self._hooks.perform(operation, hook, inputs, key)

    def _open_channel(self) -> Channel:
        if self._channel is None:
            message = (
                'open the session first: "async with connector.session(connection) as session"'
            )
            raise RuntimeError(message)
        return self._channel

    def _compile(self, operation_id: str) -> Validator:
        return compile_schema(self.manifest.operation(operation_id).input_schema)

    def _check_connection(self) -> None:
        settings = dict(self.connection.settings)
        problems = problems_of(compile_schema(self.manifest.settings_schema), settings)
        if problems:
            raise MisconfiguredError(
                f'The connection "{self.connection.name}" is set up wrongly.',
                why=" ".join(problems),
                next_step="Correct the settings of the connection.",
            )

    def _authentication(self) -> Auth:
        from connectors.http.auth import SessionAuth, fixed_auth

        credential = self.connection.credential or Credential("none")
        scheme = self.manifest.scheme(credential.scheme)
        if scheme.kind == "session" and self._hooks is not None:
            return SessionAuth(self._hooks.log_in)
        return fixed_auth(scheme, credential)


def _hits(verify: Verify, output: JsonValue) -> list[JsonValue]:
    found = at(verify.hits, output)
    if isinstance(found, list):
        return found
    return [] if isinstance(found, Absent) or found is None else [found]


def _matches(hit: JsonValue, wanted: Mapping[str, JsonValue]) -> bool:
    return all(at(path, hit) == value for path, value in wanted.items())


def _hide_secrets(error: ConnectorError, channel: Channel) -> None:
    hide = channel.redactor.text
    error.what, error.why = hide(error.what), hide(error.why)
    error.next_step, error.detail = hide(error.next_step), hide(error.detail)
    error.args = (error.what,)
