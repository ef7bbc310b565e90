"""Knows what an HTTP request asks of the person who draws it. Must not know how it is sent."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from runtime.step import ConnectionRef, Expression, Mapping_, Params, Text

CONNECTOR = "web"
"""The catalogue entry that sends requests which a workflow spells out itself."""
READS = frozenset({"GET", "HEAD"})
WRITES: dict[str, Any] = {"method": ["POST", "PUT", "PATCH", "DELETE"]}
"""When a body can be sent, for forms."""
_FORMULA = re.compile(r"\{\{.+?\}\}", re.DOTALL)
_PATH = re.compile(r"/[^\s?#\\\x00-\x1f\x7f]*")
_HEADER = re.compile(r"[A-Za-z0-9-]+")


class HttpRequestParams(Params):
    """Where the request goes, what it carries, and what its answer means."""

    connection: ConnectionRef = Field(
        title="System",
        min_length=1,
        json_schema_extra={"x-baton-field": "connection", "x-baton-connector": CONNECTOR},
    )
    """The connection to a web service: it holds the address and the password."""

    method: Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] = Field("GET", title="Method")
    """GET reads, POST sends something new, PUT replaces, PATCH changes a part, DELETE removes."""

    path: Text = Field(title="Path")
    """Where below the address of the connection, such as /orders/{{ data.order.id }}."""

    query: Mapping_ = Field(default_factory=dict[str, str], title="Query")
    """What follows the question mark, each with a formula; one without a value is left out."""

    headers: Mapping_ = Field(
        default_factory=dict[str, str],
        title="Headers",
        json_schema_extra={"x-baton-advanced": True},
    )
    """Further headers, each with a formula. Passwords and keys belong to the connection."""

    body: Mapping_ = Field(
        default_factory=dict[str, str],
        title="Body",
        json_schema_extra={"x-baton-when": WRITES},
    )
    """The fields of the JSON that is sent, each with a formula. A dot makes an object inside."""

    body_from: Expression = Field(
        "",
        title="Body, from the case",
        json_schema_extra={"x-baton-when": WRITES, "x-baton-advanced": True},
    )
    """One formula for the whole JSON that is sent, such as data.order."""

    text: Text = Field(
        "", title="Text", json_schema_extra={"x-baton-when": WRITES, "x-baton-advanced": True}
    )
    """Text that is sent as it is, with formulas in it, instead of JSON."""

    accept: tuple[Annotated[int, Field(ge=300, le=499)], ...] = Field(
        default=(),
        title="Also counts as success",
        max_length=20,
        json_schema_extra={"x-baton-advanced": True},
    )
    """Statuses besides 200 to 299 that are answers and no failures, such as 404."""

    largest: int = Field(
        1024,
        title="Largest answer",
        ge=1,
        le=16_384,
        json_schema_extra={"x-baton-advanced": True, "x-baton-unit": "KiB"},
    )
    """How many KiB the answer may have; a larger one is a failure."""

    repeat: Literal["auto", "safe", "keyed", "ask"] = Field(
        "auto",
        title="After a lost answer",
        json_schema_extra={
            "x-baton-advanced": True,
            "x-baton-titles": {
                "auto": "As usual for the method",
                "safe": "Send it again",
                "keyed": "Again with the same key",
                "ask": "Ask a person",
            },
        },
    )
    """safe: send it again. keyed: again with the same key. ask: a person looks first.

    auto: safe for GET, HEAD, PUT and DELETE, ask for POST and PATCH.
    """

    key_header: str = Field(
        "Idempotency-Key",
        title="Header of the key",
        pattern="^[A-Za-z0-9-]+$",
        json_schema_extra={"x-baton-advanced": True, "x-baton-when": {"repeat": ["keyed"]}},
    )
    """The header in which the system expects the key, when it is sent again with one."""

    @model_validator(mode="after")
    def _hangs_together(self) -> HttpRequestParams:
        _check_path(self.path)
        for name in self.headers:
            if not _HEADER.fullmatch(name):
                raise ValueError(f"“{name}” is no name of a header: letters, digits and -")
        for one, other in combinations(sorted(self.query), 2):
            if other.startswith(f"{one}."):
                raise ValueError(f"“{one}” and “{other}” cannot both stand in the query")
        given = sum(map(bool, (self.body, self.body_from, self.text)))
        if given > 1:
            raise ValueError("say what is sent in one way: body, body from the case, or text")
        if given and self.method in READS:
            raise ValueError(f"{self.method} sends nothing: use the query, or another method")
        return self


def _check_path(path: str) -> None:
    """Refuses what leads out of the address of the connection; formulas are encoded later."""
    plain = _FORMULA.sub("x", path)
    if not _PATH.fullmatch(plain) or plain.startswith("//"):
        raise ValueError("a path begins with / and has no ?, # or spaces; see Query for the rest")
    if ".." in re.split(r"/|%2[fF]", re.sub(r"%2[eE]", ".", plain)):
        raise ValueError("a path cannot lead out of the address of the connection by “..”")
