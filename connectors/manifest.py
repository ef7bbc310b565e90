"""Knows what a catalogue entry says: operations, schemas, limits. Must not make calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import yaml
from jsonschema_rs import ValidationError as SchemaError
from jsonschema_rs import meta
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator

from connectors.errors import ManifestError, MisconfiguredError

if TYPE_CHECKING:
    from pathlib import Path

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Effect = Literal["read", "write"]
JsonSchema = dict[str, JsonValue]


class _Strict(BaseModel):
    """Unknown keys are refused: a typing mistake in a manifest must not pass silently."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Strict):
    """Where a value comes from: exactly one of an input, a constant or the idempotency key."""

    input: str | None = None
    value: JsonValue = None
    key: Literal[True] | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Source:
        if len(self.model_fields_set) != 1:
            message = 'give exactly one of "input", "value" and "key"'
            raise ValueError(message)
        return self


class Verify(_Strict):
    """How to find out whether a write whose reply was lost was done.

    The read's input is made from the write's input; `hits` is the path of a list in the read's
    output (empty path: the output itself is the one candidate); a hit counts when every `match`
    field equals its source. A source whose input was not given is left out of both. A hit has the
    shape of the write's own output.
    """

    operation: Identifier
    inputs: dict[str, Source] = {}
    hits: str = ""
    match: dict[str, Source] = {}


class OffsetPages(_Strict):
    """Pages asked for by offset and limit, until a page is short or `total` is reached."""

    kind: Literal["offset"] = "offset"
    offset: str
    limit: str
    size: Annotated[int, Field(ge=1, le=10_000)] = 100
    items: str


class HttpCall(_Strict):
    """One HTTP request, as data.

    In `query`, `headers` and `body` an object with the single key `input`, `value` or `key` is a
    source; everything else stands for itself. `{name}` in `path` is an input, percent-encoded.
    `result` is the path of the output inside the answer; empty: the whole answer.
    """

    method: Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
    path: str
    query: dict[str, Source] = {}
    headers: dict[str, Source] = {}
    body: JsonValue = None
    key_header: str | None = None
    result: str = ""
    paging: OffsetPages | None = None


class HookCall(_Strict):
    """The operation is made by a function of the entry's hooks.py, named here."""

    hook: Identifier


class Operation(_Strict):
    """One thing that a system can do for a process, in business words."""

    id: Identifier
    title: str
    description: str
    effect: Effect
    idempotency: Literal["idempotent", "keyed", "none"] = "none"
    verify: Verify | None = None
    no_verify_reason: str | None = None
    input_schema: JsonSchema
    output_schema: JsonSchema
    example_output: JsonValue
    call: HttpCall | HookCall
    timeout: Annotated[float, Field(gt=0)] | None = None
    synonyms: tuple[str, ...] = ()

    @property
    def repeatable(self) -> bool:
        """Whether doing it twice with the same inputs and key equals doing it once."""
        return self.effect == "read" or self.idempotency != "none"


class CredentialField(_Strict):
    """One field a person fills in to make a credential."""

    name: Identifier
    title: str
    description: str = ""
    secret: bool = True


class AuthScheme(_Strict):
    """One way to prove who calls. `header` and `prefix` serve the kind "api_key" only."""

    id: Identifier
    title: str
    kind: Literal["none", "basic", "bearer", "api_key", "session"]
    fields: tuple[CredentialField, ...] = ()
    header: str = "X-Api-Key"
    prefix: str = ""


class Limits(_Strict):
    """What the system can bear; seconds and calls per second.

    `concurrency` bounds calls in flight; `per_second` the starts; after `failures` in a row the
    circuit stays open for `open_for` seconds; `longest_pause` caps an honoured Retry-After.
    """

    concurrency: Annotated[int, Field(ge=1)] = 4
    per_second: Annotated[float, Field(gt=0)] | None = None
    connect_timeout: Annotated[float, Field(gt=0)] = 5.0
    timeout: Annotated[float, Field(gt=0)] = 30.0
    failures: Annotated[int, Field(ge=1)] = 5
    open_for: Annotated[float, Field(gt=0)] = 15.0
    attempts: Annotated[int, Field(ge=1)] = 3
    longest_pause: Annotated[float, Field(ge=0)] = 10.0


class BaseUrl(_Strict):
    """How the address of the system is asked for."""

    title: str
    description: str = ""
    example: str


class Manifest(_Strict):
    """A catalogue entry."""

    id: Identifier
    version: Annotated[int, Field(ge=1)]
    title: str
    description: str
    base_url: BaseUrl
    settings_schema: JsonSchema = {"type": "object", "additionalProperties": False}
    auth: tuple[AuthScheme, ...]
    limits: Limits = Limits()
    test: Identifier
    operations: Annotated[tuple[Operation, ...], Field(min_length=1)]

    def operation(self, operation_id: str) -> Operation:
        """Return an operation by id.

        Raises:
            MisconfiguredError: the connector has no such operation.
        """
        for operation in self.operations:
            if operation.id == operation_id:
                return operation
        known = ", ".join(sorted(operation.id for operation in self.operations))
        raise MisconfiguredError(
            f'{self.title} has no operation "{operation_id}".',
            why=f"It offers: {known}.",
            next_step="Choose one of these in the step.",
        )

    def scheme(self, scheme_id: str) -> AuthScheme:
        """Return an auth scheme by id.

        Raises:
            MisconfiguredError: the connector has no such scheme.
        """
        for scheme in self.auth:
            if scheme.id == scheme_id:
                return scheme
        raise MisconfiguredError(
            f'{self.title} has no way to sign in called "{scheme_id}".',
            why=f"It offers: {', '.join(scheme.id for scheme in self.auth)}.",
            next_step="Enter the credential of this connection again.",
        )

    @model_validator(mode="after")
    def _hangs_together(self) -> Manifest:
        ids = [operation.id for operation in self.operations]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            message = f"operation ids are not unique: {', '.join(twice)}"
            raise ValueError(message)
        self._must_be_read(self.test, "test")
        for operation in self.operations:
            _must_be_schema(operation.input_schema, f"{operation.id}.input_schema")
            _must_be_schema(operation.output_schema, f"{operation.id}.output_schema")
            if operation.verify is not None:
                self._must_be_read(operation.verify.operation, f"{operation.id}.verify")
        _must_be_schema(self.settings_schema, "settings_schema")
        return self

    def _must_be_read(self, operation_id: str, place: str) -> None:
        found = [operation for operation in self.operations if operation.id == operation_id]
        if not found or found[0].effect != "read":
            message = f'{place} names "{operation_id}", which is not a read operation here'
            raise ValueError(message)


def read_manifest(path: Path) -> Manifest:
    """Read and validate a manifest.yaml.

    Raises:
        ManifestError: names the file, the line and what is wrong there.
    """
    text = path.read_text(encoding="utf-8")
    try:
        return Manifest.model_validate(yaml.load(text, Loader=_LOADER))  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise _unreadable(path, str(error)) from error
    except ValidationError as error:
        lines = [
            f"Line {_line_of(text, issue['loc'])}, {_place(issue['loc'])}: {issue['msg']}"
            for issue in error.errors()
        ]
        raise _unreadable(path, "\n".join(lines)) from error


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _must_be_schema(schema: JsonSchema, place: str) -> None:
    try:
        meta.validate(schema)
    except SchemaError as error:
        message = f"{place} is not a JSON Schema: {error.message}"
        raise ValueError(message) from error


def _unreadable(path: Path, problems: str) -> ManifestError:
    return ManifestError(
        f"The catalogue entry {path} cannot be read.",
        why=problems,
        next_step="Mend the places named here.",
    )


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location) or "the whole file"


def _line_of(text: str, location: tuple[int | str, ...]) -> int:
    """Return the line (from 1) of the deepest part of `location` that the text has."""
    node: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    line = 1
    for part in location:
        node = _child(node, part)
        if node is None:
            break
        line = node.start_mark.line + 1
    return line


def _child(node: yaml.Node | None, part: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part]
    return None
