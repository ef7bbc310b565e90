"""Records and replays examples: inputs, exchanges on the wire, output. Must not know any system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qsl, urlsplit

import orjson
from pydantic import BaseModel, ConfigDict, JsonValue

from connectors.credential import Connection, Credential
from connectors.errors import ConnectorError
from connectors.testing.loopback import Answer

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.connector import Connector
    from connectors.http.timing import Timing
    from connectors.testing.fake_server import FakeServer
    from connectors.testing.relay import Passed, Relay


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid")


class WireExchange(_Data):
    """One request and its answer; JSON bodies only."""

    method: str
    path: str
    body: JsonValue = None
    status: int = 200
    answer: JsonValue = None


class Example(_Data):
    """One call of an operation, with all that passed on the wire.

    Either `output` or `error` (name of the error class) says how it ends. The exchanges hold no
    real secret: the values of `secrets` and `tokens` stand for them.
    """

    operation: str
    title: str
    settings: dict[str, JsonValue] = {}
    scheme: str = "none"
    fields: dict[str, str] = {}
    secrets: dict[str, str] = {}
    tokens: list[str] = []
    inputs: dict[str, JsonValue] = {}
    key: str | None = None
    exchanges: list[WireExchange] = []
    output: JsonValue = None
    error: str | None = None
    sentence: str | None = None

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read an example from its file."""
        return cls.model_validate_json(path.read_bytes())

    def write(self, folder: Path, name: str) -> Path:
        """Write the example into a folder and return its path."""
        path = folder / f"{name}.json"
        shown = self.model_dump(exclude_defaults=True)
        path.write_bytes(orjson.dumps(shown, option=orjson.OPT_INDENT_2) + b"\n")
        return path

    def connection(self, url: str) -> Connection:
        """Return the connection to replay the example over."""
        credential = Credential(self.scheme, self.fields, self.secrets)
        return Connection("example", "", url, self.settings, credential)

    def expect_all(self, server: FakeServer) -> None:
        """Tell a fake server everything that the example asks."""
        for exchange in self.exchanges:
            answer = Answer.of_json(exchange.answer, exchange.status)
            parts = urlsplit(exchange.path)
            query = dict(parse_qsl(parts.query))
            server.expect(
                exchange.method, parts.path or "/", answer, body=exchange.body, query=query
            )


def examples_of(connector: Connector) -> list[tuple[str, Example]]:
    """Return the examples of a catalogue entry with their file names, sorted."""
    if connector.folder is None:
        return []
    paths = sorted((connector.folder / "examples").glob("*.json"))
    return [(path.name, Example.read(path)) for path in paths]


async def outcome(
    connector: Connector, connection: Connection, example: Example, *, timing: Timing | None = None
) -> Example:
    """Perform the example's call and return the example with what really came out."""
    done = example.model_copy(update={"output": None, "error": None, "sentence": None})
    try:
        async with connector.session(connection, timing=timing) as session:
            done.output = await session.perform(example.operation, example.inputs, key=example.key)
    except ConnectorError as error:
        done.error, done.sentence = type(error).__name__, error.what
    return done


async def record(connector: Connector, real: Connection, relay: Relay, example: Example) -> Example:
    """Perform the example's call on a real system and return it with all that passed.

    Args:
        connector: the catalogue entry.
        real: leads to the relay; its secrets are replaced by the example's own.
        relay: stands before the real system.
        example: operation, inputs and stand-ins for the secrets.
    """
    start = len(relay.passed)
    done = await outcome(connector, real, example)
    done.exchanges = [_exchange(passed) for passed in relay.passed[start:]]
    stand_ins = {
        secret: example.secrets.get(name, "example-secret")
        for name, secret in (real.credential.reveal_secrets() if real.credential else {}).items()
    }
    text = done.model_dump_json()
    for secret, stand_in in stand_ins.items():
        text = text.replace(secret, stand_in)
    return Example.model_validate_json(text)


def _exchange(passed: Passed) -> WireExchange:
    body = passed.received.json()
    return WireExchange(
        method=passed.received.method,
        path=passed.received.path,
        body=_without_id(body),
        status=passed.answer.status,
        answer=orjson.loads(passed.answer.body) if passed.answer.body else None,
    )


def _without_id(body: JsonValue) -> JsonValue:
    """Return a body without the running number of a JSON-RPC call, which means nothing."""
    if isinstance(body, dict) and "method" in body and "params" in body:
        return {name: value for name, value in body.items() if name != "id"}
    return body
