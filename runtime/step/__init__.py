"""Knows what a step kind is: name, version, ports, params, compile, and perform for effects.

Knows no kind.

A kind is a folder in runtime/steps: `__init__.py` with `KIND`, `params.py`, `behaviour.py`,
`icon.svg`, `help.md`, `examples/*.json`. Field types below mark params so that forms, checks and
docs know what they are.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Generic, Literal, TypeAlias, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from runtime.definition.record import record
from runtime.primitives import Expr, Primitive

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping
    from datetime import datetime

    from connectors.errors import ConnectorError
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.ports import Connections


def _field(kind: str) -> Any:
    return Field(json_schema_extra={"x-baton-field": kind})


Expression: TypeAlias = Annotated[str, _field("expression")]
"""JSONata over the case."""
Text: TypeAlias = Annotated[str, _field("text")]
"""Text with formulas in it: "Approve {{ data.client.name }}"."""
Condition: TypeAlias = Annotated[str, _field("condition")]
"""JSONata giving true or false."""
Mapping_: TypeAlias = Annotated[dict[str, str], _field("mapping")]
"""Names to expressions."""


def _a_duration(text: str) -> str:
    from runtime.calendars import DurationError, parse_duration

    if text:
        try:
            parse_duration(text)
        except DurationError as error:
            raise ValueError(str(error)) from None
    return text


def _a_form(schema: dict[str, Any]) -> dict[str, Any]:
    """Refuses what no form can be drawn from; what a schema refers to is never fetched."""
    if schema:
        from jsonschema_rs import ReferencingError, validator_for

        try:
            validator_for(schema, validate_formats=True, offline=True)
        except (ValueError, ReferencingError) as error:
            raise ValueError(f"this is not a JSON Schema: {error}") from None
        if schema.get("type", "object") != "object":
            raise ValueError("a form has named fields, so its schema has the type object")
    return schema


Duration: TypeAlias = Annotated[str, AfterValidator(_a_duration), _field("duration")]
"""ISO 8601 duration or business duration ("PT4H", "P3BD"); "" for none."""
ConnectionRef: TypeAlias = Annotated[str, _field("connection")]
"""Name of a connection declared in the definition."""
OperationRef: TypeAlias = Annotated[str, _field("operation")]
"""Id of an operation of the chosen connection's connector."""
WorkflowRef: TypeAlias = Annotated[str, _field("workflow")]
"""Id of another definition."""
StepRef: TypeAlias = Annotated[str, _field("step")]
"""Id of another step of the same drawing."""
CalendarRef: TypeAlias = Annotated[str, _field("calendar")]
"""Name of a business calendar; empty means the default one."""
Assignee: TypeAlias = Annotated[str, _field("assignee")]
"""An expression giving "user:…" / "role:…", one or a list."""
FormSchema: TypeAlias = Annotated[dict[str, Any], AfterValidator(_a_form), _field("form")]
"""JSON Schema of a form that a person fills in.

A text field with `"x-baton-field": "file"` asks for a file and holds where it is kept.
"""
Table: TypeAlias = Annotated[dict[str, Any], _field("table")]
"""A decision table."""


class Params(BaseModel):
    """Base of every kind's params: unknown keys are an error, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


@dataclass(frozen=True, slots=True)
class Port:
    """A way out of a step.

    Attributes:
        needed: check warns when nothing is drawn from it.
        otherwise: a case leaves here when no other way fits.
        inside: it leads to the steps that lie inside this one.
        aside: a step is never left by it because it is done, but when it failed, was stopped or is
            undone.
        undoes: it leads to the step that takes back what this one did; last of the ways out.
    """

    name: str
    title: str
    needed: bool = True
    otherwise: bool = False
    inside: bool = False
    aside: bool = False
    undoes: bool = False


OUT = Port("out", "then")
ERROR = Port("error", "if it fails", needed=False, aside=True)
UNDO = Port("undo", "to undo it", needed=False, aside=True, undoes=True)
"""Of every step that changes the world or asks for something: its work can be taken back."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a kind may know of the drawing while it compiles: connection name -> connector id."""

    connectors: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a kind sees in its own params and that check shows while drawing.

    Attributes:
        code: stable name ("table.gap").
        field: where in the params ("table.rows[2].when[0]").
        message: one sentence: what is wrong and what to do.
    """

    code: str
    field: str
    message: str
    severity: Literal["error", "warning"] = "warning"


@record
class Completed:
    """An effect succeeded. `because` is evidence for the audit trail."""

    output: JsonValue = None
    port: str = "out"
    because: JsonValue = None


@record
class Failed:
    """An effect failed.

    Attributes:
        code: stable name of the failure, for error paths ("erp.rejected").
        message: what happened, why and what to do, for a person.
        retryable: whether the same request may succeed later.
        retry_after: seconds the system asked to wait.
        unknown: True when it may have happened all the same (sent, reply lost).
    """

    code: str
    message: str
    detail: str = ""
    retryable: bool = False
    retry_after: float | None = None
    unknown: bool = False


Result: TypeAlias = Completed | Failed


def failed_call(error: ConnectorError) -> Failed:
    """Returns what a connector's error means for a step."""
    return Failed(
        error.code,
        str(error),
        error.detail,
        retryable=error.retryable,
        retry_after=getattr(error, "retry_after", None),
        unknown=error.sent == "unknown",
    )


@record
class StepContext:
    """What an effect is given.

    Attributes:
        inputs: the values of the primitive's named inputs, as recorded in the journal.
        key: idempotency key, the same for every attempt of this step.
        dry: a dry run; a kind with writes is not asked to perform then.
    """

    run: str
    step: str
    attempt: int
    key: str
    inputs: JsonObject
    now: datetime
    connections: Connections


P = TypeVar("P", bound=Params)


Category: TypeAlias = Literal["trigger", "system", "data", "logic", "people", "ai", "time", "end"]
"""What a step is about; it gives the card its colour and, for a trigger and an end, its shape."""


class Kind(ABC, Generic[P]):
    """A step kind: what the palette shows, what the person fills in, what it compiles to."""

    name: ClassVar[str]
    version: ClassVar[int] = 1
    title: ClassVar[str]
    """Business words: "Get an approval"."""
    summary: ClassVar[str]
    """One sentence for the palette."""
    group: ClassVar[str]
    """Section of the palette: "Start and end", "Decide", "People", "Data", "Flow", "Systems"."""
    category: ClassVar[Category] = "logic"
    chooses: ClassVar[bool] = False
    """Whether the case takes one of several ways here; the card shows it by a diamond."""
    synonyms: ClassVar[tuple[str, ...]] = ()
    begins: ClassVar[bool] = False
    """Whether a case begins here; a drawing has exactly one such step."""
    starter: ClassVar[JsonObject] = {}
    """Params of a step that was just drawn, so that its ways out are known before it is filled in.
    What a person has to say stays empty, and the check asks for it."""
    rescue: ClassVar[JsonObject] = {}
    """Params with which a step ends a case because the step before it failed; {} for a kind that
    does something else."""
    params: type[P]

    def ports(self, params: P) -> tuple[Port, ...]:
        """Returns the ways out, in the order they are drawn."""
        del params
        return (OUT,)

    @abstractmethod
    def compile(self, params: P, around: Around) -> Primitive:
        """Returns what the kernel runs. Pure: the same params give the same primitive."""

    def caption(self, params: P, around: Around) -> str:
        """Returns the second line of the card, what the step does: "Create invoice · NetSuite".

        Short, for people, and from the params alone; pure.
        """
        del params, around
        return self.title

    def saves(self, params: P) -> dict[str, str]:
        """Returns case fields that the kind itself writes: path to an expression over `output`.

        The step's own `saves` of the drawing are added to these and win.
        """
        del params
        return {}

    def gives(self, params: P, around: Around) -> JsonObject:
        """Returns the JSON Schema of what comes out, with titles; {} where that is not known. Pure.

        It is for people who look at results and write formulas; nothing is checked against it.
        """
        del params, around
        return {}

    def findings(self, params: P) -> tuple[Finding, ...]:
        """Returns what is wrong or unwise in params that are valid in form. Pure."""
        del params
        return ()

    def migrate(self, params: dict[str, Any], version: int) -> dict[str, Any]:
        """Returns params of an older version of this kind in today's form."""
        del version
        return params


class EffectKind(Kind[P]):
    """A kind that does something outside."""

    @abstractmethod
    def perform(self, context: StepContext, params: P) -> Result | Awaitable[Result]:
        """Does it once. A plain result may be returned at once by an effect that never waits.

        Raising is the same as `Failed(retryable=False)`; cancel means the time-out passed.
        """

    async def verify(self, context: StepContext, params: P) -> Result | None:
        """Looks whether it happened; only asked when the primitive says `repeat="verify"`.

        None means that it did not; `Failed` that nobody can tell now.
        """
        del context, params
        return None

    def describe(self, context: StepContext, params: P) -> str:
        """Returns one sentence for a dry run: what would be done."""
        del params
        return f"would perform {self.title.lower()} at step {context.step}"


_TEMPLATE = re.compile(r"\{\{(.+?)\}\}", re.DOTALL)


def text_expr(text: str, place: str = "", each: Callable[[str], str] | None = None) -> Expr:
    """Returns an expression for text with `{{ formulas }}` in it: "Approve {{ data.client.name }}".

    Args:
        text: plain text stays itself; each formula's value is put in as text.
        place: where it stands in the params.
        each: makes of a formula the expression whose text is put in; None takes its plain value.
    """
    parts: list[str] = []
    end = 0
    for hit in _TEMPLATE.finditer(text):
        formula = hit.group(1).strip()
        parts += [quoted(text[end : hit.start()]), each(formula) if each else f"$string({formula})"]
        end = hit.end()
    parts.append(quoted(text[end:]))
    return Expr(" & ".join(p for p in parts if p != '""') or '""', place=place)


def quoted(text: str) -> str:
    """Returns an expression that gives the text."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def fields(mapping: Mapping[str, str], place: str = "") -> tuple[tuple[str, Expr], ...]:
    """Returns a mapping's named expressions in a stable order."""
    return tuple((name, Expr(text, place=f"{place}.{name}")) for name, text in mapping.items())


def blanks(named: Mapping[str, str]) -> tuple[Finding, ...]:
    """Returns a finding for each formula that is still to be written.

    Args:
        named: place in the params ("conditions[0].when") -> formula.
    """
    message = "A formula is missing here. Write one, or take the line out."
    return tuple(
        Finding("formula.missing", place, message, "error")
        for place, text in named.items()
        if not text.strip()
    )


# --- words for captions ---------------------------------------------------------------------------

_PATH = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


def path_words(formula: str) -> str:
    """Returns what a plain path leads to: "start date"; "" for any other formula."""
    plain = formula.strip()
    return _words(plain.rpartition(".")[2]) if _PATH.fullmatch(plain) else ""


def text_words(text: str) -> str:
    """Returns text on one line, with dots in place of its formulas."""
    return " ".join(_TEMPLATE.sub("…", text).split())


def listed(names: Iterable[str], most: int = 3) -> str:
    """Returns names with commas, and how many more there are."""
    plain = [_words(name) for name in names]
    more = len(plain) - most
    return ", ".join(plain) if more <= 0 else f"{', '.join(plain[:most])} and {more} more"


def _words(name: str) -> str:
    return re.sub(r"[_-]+", " ", name).strip()
