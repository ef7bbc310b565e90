"""Knows how an HTTP request is sent through a connection. Must not know any system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.errors import BatonError
from runtime.primitives import Effect, Expr, Fields
from runtime.step import (
    ERROR,
    OUT,
    UNDO,
    Around,
    Completed,
    EffectKind,
    Finding,
    Port,
    Result,
    StepContext,
    failed_call,
    fields,
    quoted,
    text_expr,
    text_words,
)
from runtime.steps.http_request.params import CONNECTOR, READS, HttpRequestParams

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.primitives import Repeat

_SAFE = READS | {"PUT", "DELETE"}


class NoWebServiceError(BatonError):
    """An HTTP request names a connection that leads to no web service."""

    code = "http_request.connection"


class HttpRequest(EffectKind[HttpRequestParams]):
    """Sends one HTTP request."""

    name = "http_request"
    title = "Send an HTTP request"
    summary = "Calls any web service by method, path and body, where no connector exists yet."
    group = "Systems"
    category = "system"
    synonyms = (
        "api",
        "rest",
        "web service",
        "url",
        "webhook",
        "get",
        "post",
        "put",
        "patch",
        "delete",
        "json",
        "call",
        "email",
        "message",
        "notify",
        "chat",
    )
    params = HttpRequestParams

    def ports(self, params: HttpRequestParams) -> tuple[Port, ...]:
        """On when the answer counts as success, or when it does not."""
        del params
        return (OUT, ERROR, UNDO)

    def compile(self, params: HttpRequestParams, around: Around) -> Effect:
        """Pins what is sent and what may happen after a lost answer.

        Raises:
            NoWebServiceError: the connection is not declared, or leads to another kind of system.
        """
        if around.connectors.get(params.connection) != CONNECTOR:
            raise NoWebServiceError(
                f"“{params.connection}” is no connection to a web service.",
                why=f"An HTTP request needs a connection of the connector “{CONNECTOR}”.",
                next_step="Choose one, or use the step that asks a connected system.",
            )
        from connectors.connector import load

        return Effect(
            inputs=_inputs(params),
            repeat=_repeat(params),
            writes=params.method not in READS,
            connection=params.connection,
            example={"status": 200, "headers": {}, "body": None},
            limit=load(CONNECTOR).manifest.limits.concurrency,
        )

    def caption(self, params: HttpRequestParams, around: Around) -> str:
        """Method and address."""
        del around
        return f"{params.method} {text_words(params.path)}".strip()

    def findings(self, params: HttpRequestParams) -> tuple[Finding, ...]:
        """Secrets that stand in the drawing."""
        from connectors.http.redaction import is_secret_name

        message = (
            "The header “{}” carries a secret, and a drawing is no place for one. "
            "Enter it in the connection."
        )
        return tuple(
            Finding("http_request.secret", f"headers.{name}", message.format(name), "error")
            for name in params.headers
            if is_secret_name(name)
        )

    async def perform(self, context: StepContext, params: HttpRequestParams) -> Result:
        """Sends the request once."""
        from connectors.errors import ConnectorError

        keyed = _repeat(params) == "keyed"
        try:
            session = await context.connections.session(params.connection)
            output = await session.perform(
                _operation(params),
                _request(params, context.inputs),
                key=context.key if keyed else None,
            )
        except ConnectorError as error:
            return failed_call(error)
        return Completed(output)

    def describe(self, context: StepContext, params: HttpRequestParams) -> str:
        """Returns what a dry run would have sent."""
        path = context.inputs.get("path")
        return f"would send {params.method} {path} to {params.connection}"


def _inputs(params: HttpRequestParams) -> Fields:
    inputs: list[tuple[str, Expr]] = [("path", text_expr(params.path, "path", _encoded))]
    for place, mapping in (
        ("query", params.query),
        ("headers", params.headers),
        ("body", params.body),
    ):
        inputs += [(f"{place}.{name}", expr) for name, expr in fields(mapping, place)]
    if params.body_from:
        inputs.append(("body", Expr(params.body_from, place="body_from")))
    if params.text:
        inputs.append(("text", text_expr(params.text, "text")))
    return tuple(inputs)


def _encoded(formula: str) -> str:
    """A value is one piece of the path, whatever it holds; an empty one would ask for all."""
    problem = quoted(f"The path has no value for {formula}")
    return (
        f"($piece := $string({formula}); "
        f"$length($piece) > 0 ? $encodeUrlComponent($piece) : $error({problem}))"
    )


def _repeat(params: HttpRequestParams) -> Repeat:
    if params.method in READS:
        return "safe"
    if params.repeat == "auto":
        return "safe" if params.method in _SAFE else "ask"
    return params.repeat


def _operation(params: HttpRequestParams) -> str:
    if params.method in READS:
        return "read"
    return "send_once" if _repeat(params) == "keyed" else "send"


def _request(params: HttpRequestParams, inputs: JsonObject) -> JsonObject:
    """Returns the operation's inputs; what a formula gave no value for is left out."""
    request: JsonObject = {
        "method": params.method,
        "path": inputs.get("path"),
        "query": _flat(inputs.get("query")),
        "headers": {name: _word(value) for name, value in _flat(inputs.get("headers")).items()},
        "accept": [*params.accept],
        "largest": params.largest,
    }
    request |= {name: inputs[name] for name in ("body", "text") if name in inputs}
    if _operation(params) == "send_once":
        request["key_header"] = params.key_header
    return request


def _flat(value: JsonValue, name: str = "") -> JsonObject:
    """Returns names and plain values: a name with dots had become objects inside objects."""
    if not isinstance(value, dict):
        return {} if value is None else {name: value}
    found: JsonObject = {}
    for part, inner in value.items():
        found |= _flat(inner, f"{name}.{part}" if name else part)
    return found


def _word(value: JsonValue) -> JsonValue:
    """Returns a header's value as text; what is no plain value is left for the check of inputs."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value
