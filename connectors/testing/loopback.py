"""Runs a real HTTP server on this machine in a thread. Must not know what it answers."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Protocol, Self

import orjson

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from pydantic import JsonValue


@dataclass(frozen=True, slots=True)
class Received:
    """A request that arrived. Header names are in lower case; `path` has the query."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> JsonValue:
        """Return the body as JSON; None when it is empty or none."""
        try:
            return orjson.loads(self.body) if self.body else None
        except orjson.JSONDecodeError:
            return None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to send; `dropped` closes the connection without one, as a broken line does."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict[str, str])
    dropped: bool = False

    @staticmethod
    def of_json(
        value: JsonValue, status: int = 200, headers: dict[str, str] | None = None
    ) -> Answer:
        """Return an answer with a JSON body."""
        kind = {"Content-Type": "application/json"}
        return Answer(status, orjson.dumps(value), kind | (headers or {}))


class Behaviour(Protocol):
    """Decides what a request is answered."""

    def __call__(self, received: Received) -> Answer:
        """Return the answer."""
        ...


class LoopbackServer:
    """An HTTP server on a free port of 127.0.0.1, for the length of a `with` block.

    Args:
        behaviour: called in the server's threads.
        certificate: a file with key and certificate; with it the server speaks HTTPS.
    """

    def __init__(self, behaviour: Behaviour, *, certificate: Path | None = None) -> None:
        self._scheme = "http" if certificate is None else "https"
        self._server = _Server(("127.0.0.1", 0), _handler_for(behaviour))
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            plain = self._server.socket
            self._server.socket = context.wrap_socket(plain, server_side=True)
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """The address, without a slash at the end."""
        return f"{self._scheme}://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> None:
        """Start answering."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering and close all connections."""
        self._server.shutdown()
        self._thread.join()
        self._server.close_open_connections()
        self._server.server_close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self._open: set[socket.socket] = set()

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        connection, address = super().get_request()
        self._open.add(connection)
        return connection, address

    def close_open_connections(self) -> None:
        for connection in self._open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that goes away is part of the game."""


_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def _handler_for(behaviour: Behaviour) -> type[BaseHTTPRequestHandler]:
    def answer(handler: _Handler) -> None:
        handler.answer_with(behaviour)

    return type("Handler", (_Handler,), {f"do_{method}": answer for method in _METHODS})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    wbufsize = 65536  # head and body leave together; apart, each answer would take 40 ms

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Log nothing; the test sees what was received."""

    def answer_with(self, behaviour: Behaviour) -> None:
        """Read the request and send what the behaviour answers."""
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        received = Received(self.command, self.path, headers, self.rfile.read(length))
        answer = behaviour(received)
        if answer.dropped:
            self.close_connection = True
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response_only(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)
