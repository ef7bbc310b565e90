"""The standard checks that every catalogue entry must pass. Must not know any entry by name.

Each check takes a connector and returns one sentence for each thing that is wrong; none means
passed.
"""

from __future__ import annotations

import asyncio
import json
import logging
import xml.etree.ElementTree as ET
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING

import yaml

from connectors.connector.inputs import compile_schema, problems_of
from connectors.http.redaction import Redactor
from connectors.http.timing import Timing
from connectors.manifest import HttpCall
from connectors.testing.examples import Example, examples_of, outcome
from connectors.testing.fake_server import FakeServer
from connectors.testing.loopback import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import JsonValue

    from connectors.connector import Connector
    from connectors.manifest import Operation
    from connectors.testing.loopback import Received

Check = Callable[["Connector"], list[str]]

# What quality.yaml must say something about, by tier.
QUALITY = {
    "usable": ("connection_test", "help_per_operation", "output_schemas", "examples"),
    "reliable": ("401_handled", "429_honoured", "timeouts", "verify_or_key_on_writes", "paging"),
    "complete": (
        "no_secret_in_logs",
        "limits_stated",
        "optimistic_locking",
        "tried_on_real_system",
    ),
}
_ICON_LIMIT = 8_000


def check_operations(connector: Connector) -> list[str]:
    """Each operation shows an example of its output, titles all fields, and can be verified."""
    found: list[str] = []
    for operation in connector.manifest.operations:
        found += [f"{operation.id}: {problem}" for problem in _problems_of(connector, operation)]
    return found


def check_help(connector: Connector) -> list[str]:
    """The help page names each operation by id and title."""
    text = connector.help
    return [
        f'help.md does not name "{name}"'
        for operation in connector.manifest.operations
        for name in (operation.id, operation.title)
        if name not in text
    ]


def check_icon(connector: Connector) -> list[str]:
    """The icon is a small SVG without scripts or links to elsewhere."""
    icon = connector.icon
    if len(icon) > _ICON_LIMIT:
        return [f"icon.svg has {len(icon)} bytes, more than {_ICON_LIMIT}"]
    root = ET.fromstring(icon)  # noqa: S314 - our own file, and small
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    problems = [] if root.get("viewBox") else ["icon.svg has no viewBox"]
    return problems + [
        f"icon.svg has a <{tag}>" for tag in sorted(tags & {"script", "image", "use"})
    ]


def check_quality(connector: Connector) -> list[str]:
    """quality.yaml says done, todo or exempt for each rule; the latter two with a reason."""
    if connector.folder is None:
        return ["there is no folder"]
    said = yaml.safe_load((connector.folder / "quality.yaml").read_text(encoding="utf-8"))
    rules = [rule for tier in QUALITY.values() for rule in tier]
    problems = [f"quality.yaml says nothing about {rule}" for rule in rules if rule not in said]
    problems += [f"quality.yaml: unknown rule {rule}" for rule in said if rule not in rules]
    return problems + [
        f"quality.yaml: {rule} needs a status and, unless done, a reason"
        for rule, entry in said.items()
        if entry != "done" and not _reasoned(entry)
    ]


def check_examples(connector: Connector) -> list[str]:
    """Each operation has an example, and each example ends as recorded, asking nothing else."""
    examples = examples_of(connector)
    shown = {example.operation for _, example in examples}
    missing = [
        f"{operation.id} has no example"
        for operation in connector.manifest.operations
        if operation.id not in shown
    ]
    return missing + [
        problem for name, example in examples for problem in _replay(connector, name, example)
    ]


def check_expired_session(connector: Connector) -> list[str]:
    """One answer 401 leads to a new log-in where there is one, else to an AuthenticationError."""
    return _each_interrupted(connector, Answer(401))


def check_rate_limit(connector: Connector) -> list[str]:
    """One answer 429 with Retry-After is waited for, and the call then succeeds."""
    return _each_interrupted(connector, Answer(429, headers={"Retry-After": "1"}))


CHECKS: tuple[Check, ...] = (
    check_operations,
    check_help,
    check_icon,
    check_quality,
    check_examples,
    check_expired_session,
    check_rate_limit,
)


def _untitled(schema: JsonValue, around: str = "") -> Iterator[str]:
    """Yield the fields that a schema gives no title, at any depth: people would read raw names."""
    if not isinstance(schema, dict):
        return
    properties = schema.get("properties")
    for name, inner in (properties if isinstance(properties, dict) else {}).items():
        if not (isinstance(inner, dict) and inner.get("title")):
            yield around + name
        yield from _untitled(inner, f"{around}{name}.")
    for word in ("items", "additionalProperties"):
        yield from _untitled(schema.get(word), around)
    for word in ("allOf", "anyOf", "oneOf"):
        options = schema.get(word)
        for option in options if isinstance(options, list) else ():
            yield from _untitled(option, around)


def _problems_of(connector: Connector, operation: Operation) -> list[str]:
    output = compile_schema(operation.output_schema)
    problems = [
        f"example_output: {problem}" for problem in problems_of(output, operation.example_output)
    ]
    properties = operation.input_schema.get("properties")
    for name, schema in (properties if isinstance(properties, dict) else {}).items():
        if not (isinstance(schema, dict) and schema.get("title")):
            problems.append(f'input "{name}" has no title')
    problems += [f'output "{name}" has no title' for name in _untitled(operation.output_schema)]
    verify = operation.verify
    if verify is not None:
        read = connector.manifest.operation(verify.operation).input_schema.get("properties")
        known = read if isinstance(read, dict) else {}
        problems += [
            f'verify gives "{name}" to a read without it'
            for name in verify.inputs
            if name not in known
        ]
    elif not operation.repeatable and not operation.no_verify_reason:
        problems.append("a write that cannot be repeated needs verify or no_verify_reason")
    if (
        operation.idempotency == "keyed"
        and isinstance(operation.call, HttpCall)
        and not operation.call.key_header
    ):
        problems.append("says keyed and sends no key")
    return problems


def _reasoned(entry: JsonValue) -> bool:
    if not isinstance(entry, dict):
        return False
    return entry.get("status") in {"todo", "exempt"} and bool(entry.get("reason"))


def _replay(connector: Connector, name: str, example: Example) -> list[str]:
    problems: list[str] = []
    with _Listener() as listener:
        try:
            with FakeServer() as server:
                example.expect_all(server)
                connection = example.connection(server.url)
                done = asyncio.run(outcome(connector, connection, example, timing=_HURRIED))
        except AssertionError as error:
            return [f"{name}: {error}"]
    if (done.output, done.error) != (example.output, example.error):
        problems.append(f"{name}: ended in {done.error or done.output}: {done.sentence}")
    schema = compile_schema(connector.manifest.operation(example.operation).output_schema)
    if example.error is None:
        problems += [f"{name}: output: {problem}" for problem in problems_of(schema, done.output)]
    heard = "\n".join([*listener.lines, done.model_dump_json(include={"error", "sentence"})])
    redactor = Redactor([*example.secrets.values(), *example.tokens])
    if redactor.text(heard) != heard:
        problems.append(f"{name}: a secret is in the log or the error")
    return problems


def _each_interrupted(connector: Connector, interruption: Answer) -> list[str]:
    """Replay each example with one interruption at its first signed request."""
    return [
        problem
        for name, example in examples_of(connector)
        for problem in _interrupted(connector, name, example, interruption)
    ]


def _interrupted(connector: Connector, name: str, example: Example, answer: Answer) -> list[str]:
    kind = connector.manifest.scheme(example.scheme).kind
    pending = [answer]

    def interrupt(received: Received) -> Answer | None:
        signed = kind != "session" or "authorization" in received.headers
        return pending.pop() if pending and signed else None

    with FakeServer(repeatable=True, intercept=interrupt) as server:
        example.expect_all(server)
        connection = example.connection(server.url)
        done = asyncio.run(outcome(connector, connection, example, timing=_HURRIED))
    wanted = example.error
    if answer.status == HTTPStatus.UNAUTHORIZED and kind != "session":
        wanted = "AuthenticationError"
    if done.error == wanted and not pending:
        return []
    return [f"{name}: after {answer.status} it ended in {done.error}: {done.sentence}"]


async def _no_time(seconds: float) -> None:
    del seconds


_HURRIED = Timing(sleep=_no_time)


class _Listener(logging.Handler):
    """Hears every log line of every logger, as the most curious log file would."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self._level = logging.root.level

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record) + json.dumps(record.__dict__, default=str))

    def __enter__(self) -> _Listener:
        self._level = logging.root.level
        logging.root.addHandler(self)
        logging.root.setLevel(logging.DEBUG)
        return self

    def __exit__(self, *ended: object) -> None:
        logging.root.setLevel(self._level)
        logging.root.removeHandler(self)
