"""Knows how an operation of a connector is performed and looked up.

Must not know any system by name.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from runtime.errors import BatonError
from runtime.primitives import Effect, Repeat
from runtime.step import (
    ERROR,
    OUT,
    UNDO,
    Around,
    Completed,
    EffectKind,
    Port,
    Result,
    StepContext,
    failed_call,
    fields,
)
from runtime.steps.call.params import CallParams

if TYPE_CHECKING:
    from connectors.connector import Connector
    from connectors.errors import ConnectorError
    from connectors.manifest import Operation
    from runtime.definition.json_value import JsonObject, JsonValue


class UnknownOperationError(BatonError):
    """A call names a connection or an operation that cannot be found."""

    code = "call.unknown"


class Call(EffectKind[CallParams]):
    """Asks another system to do something, or to tell something."""

    name = "call"
    title = "Ask another system"
    summary = (
        "Reads or writes in a connected system: find a client, create a project, post an invoice."
    )
    group = "Systems"
    category = "system"
    synonyms = ("api", "integration", "erp", "crm", "create", "update", "find", "look up", "sync")
    params = CallParams

    def ports(self, params: CallParams) -> tuple[Port, ...]:
        """On when the system has answered, or when it said no."""
        del params
        return (OUT, ERROR, UNDO)

    def compile(self, params: CallParams, around: Around) -> Effect:
        """Pins what the manifest says about repeating the operation.

        Raises:
            UnknownOperationError: the connection or the operation is not known.
        """
        connector = _connector(params, around)
        operation = _operation(params, connector)
        return Effect(
            inputs=fields(params.inputs, "inputs"),
            repeat=_repeat(operation),
            writes=operation.effect == "write",
            connection=params.connection,
            example=operation.example_output,
            limit=connector.manifest.limits.concurrency,
        )

    def caption(self, params: CallParams, around: Around) -> str:
        """What is asked of which system."""
        connector = _connector(params, around)
        return f"{_operation(params, connector).title} · {connector.manifest.title}"

    def gives(self, params: CallParams, around: Around) -> JsonObject:
        """What the manifest says of the operation's answer."""
        return dict(_operation(params, _connector(params, around)).output_schema)

    async def perform(self, context: StepContext, params: CallParams) -> Result:
        """Performs the operation once."""
        from connectors.errors import ConnectorError

        try:
            session = await context.connections.session(params.connection)
            output = await session.perform(params.operation, context.inputs, key=context.key)
        except ConnectorError as error:
            return failed_call(error)
        return Completed(output)

    async def verify(self, context: StepContext, params: CallParams) -> Result | None:
        """Looks whether the write has been done, by the look-up that the manifest names."""
        from connectors.connector import Found
        from connectors.errors import ConnectorError

        try:
            session = await context.connections.session(params.connection)
            found = await session.verify(params.operation, context.inputs, key=context.key)
        except ConnectorError as error:
            return replace(failed_call(error), unknown=True)
        if isinstance(found, Found):
            return Completed(found.output, because={"found": "it had been done before"})
        return None

    def describe(self, context: StepContext, params: CallParams) -> str:
        """Returns what a dry run would have done, with the values it would have sent."""
        given = ", ".join(f"{name} = {_told(value)}" for name, value in context.inputs.items())
        what = params.operation.replace("_", " ")
        return f"would {what} in “{params.connection}”" + (f" with {given}" if given else "")


def _told(value: JsonValue) -> str:
    """Returns a value as people may read it: text as it is, all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _connector(params: CallParams, around: Around) -> Connector:
    from connectors.connector import load
    from connectors.errors import ConnectorError

    connector = around.connectors.get(params.connection)
    if not connector:
        raise UnknownOperationError(
            f"The workflow has no connection “{params.connection}”.",
            why="A call needs a connection that the workflow declares, with its connector.",
            next_step="Add the connection to the workflow, or choose one that it has.",
        )
    try:
        return load(connector)
    except ConnectorError as error:
        raise _unknown(error) from error


def _operation(params: CallParams, connector: Connector) -> Operation:
    from connectors.errors import ConnectorError

    try:
        return connector.manifest.operation(params.operation)
    except ConnectorError as error:
        raise _unknown(error) from error


def _unknown(error: ConnectorError) -> UnknownOperationError:
    return UnknownOperationError(
        error.what, why=error.why, next_step=error.next_step, detail=error.detail
    )


def _repeat(operation: Operation) -> Repeat:
    """What may happen when nobody knows whether the operation was done."""
    if operation.effect == "read" or operation.idempotency == "idempotent":
        return "safe"
    if operation.idempotency == "keyed":
        return "keyed"
    return "verify" if operation.verify is not None else "ask"
