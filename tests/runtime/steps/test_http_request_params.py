"""What an HTTP request asks for and what may happen to it after a lost answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from runtime import steps
from runtime.errors import BatonError
from runtime.expressions import Evaluation, InProcessEvaluator, Value
from runtime.primitives import Effect
from runtime.step import Around
from runtime.testing.clock import MORNING

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonValue

KIND = steps.kind("http_request")
SHOP = Around({"shop": "web", "erp": "tryton"})
EVALUATOR = InProcessEvaluator()


def effect(around: Around = SHOP, **params: Any) -> Effect:
    base = {"connection": "shop", "path": "/orders", **params}
    made = KIND.compile(KIND.params.model_validate(base), around)
    assert isinstance(made, Effect)
    return made


def path_for(template: str, data: JsonValue) -> object:
    """What the path becomes for a case; the failure where it has none."""
    expr = dict(effect(path=template).inputs)["path"]
    found = EVALUATOR.evaluate(Evaluation(expr.text, {"data": data}, MORNING, 1))
    return found.value if isinstance(found, Value) else found


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("repeat", ["auto", "safe", "keyed", "ask"])
def test_nothing_is_sent_twice_unless_that_is_harmless_or_said(method: str, repeat: str) -> None:
    """A second POST is a second order."""
    made = effect(method=method, repeat=repeat)
    reads = method in {"GET", "HEAD"}
    usual = "safe" if method in {"GET", "HEAD", "PUT", "DELETE"} else "ask"
    assert made.writes is not reads
    assert made.repeat == ("safe" if reads else usual if repeat == "auto" else repeat)


@pytest.mark.parametrize(
    "path",
    [
        "orders",
        "//evil.example.com/orders",
        "https://evil.example.com/",
        "/orders?all=1",
        "/orders#x",
        "/a/../b",
        "/a/%2e%2E/b",
        "/a%2f..%2fb",
        "/a b",
        "/a\r\nHost: x",
        "/a\\b",
        "",
    ],
)
def test_a_path_that_leaves_the_connection_is_refused_while_drawing(path: str) -> None:
    with pytest.raises(ValidationError, match="path"):
        effect(path=path)


@pytest.mark.parametrize(
    ("params", "match"),
    [
        ({"body": {"a": "1"}}, "GET sends nothing"),
        ({"method": "POST", "body": {"a": "1"}, "text": "x"}, "in one way"),
        ({"method": "POST", "body_from": "data", "text": "x"}, "in one way"),
        ({"headers": {"A b": "1"}}, "no name of a header"),
        ({"headers": {"X\r\nY": "1"}}, "no name of a header"),
        ({"query": {"a": "1", "a.b": "2"}}, "cannot both stand"),
        ({"accept": [500]}, "499"),
        ({"key_header": "A B"}, "pattern"),
    ],
)
def test_what_cannot_be_sent_is_refused_while_drawing(params: dict[str, Any], match: str) -> None:
    with pytest.raises(ValidationError, match=match):
        effect(**params)


@pytest.mark.parametrize("name", ["erp", "unknown"])
def test_only_a_connection_to_a_web_service_is_used(name: str) -> None:
    with pytest.raises(BatonError, match="no connection to a web service"):
        effect(connection=name)


def test_a_secret_in_the_drawing_is_an_error() -> None:
    params = {"connection": "shop", "path": "/a", "headers": {"Authorization": "data.t", "X": "1"}}
    (found,) = KIND.findings(KIND.params.model_validate(params))
    assert (found.code, found.field, found.severity) == (
        "http_request.secret",
        "headers.Authorization",
        "error",
    )


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"id": 7}, "/orders/7/lines"),
        ({"id": "A/7 ü?#"}, "/orders/A%2F7%20%C3%BC%3F%23/lines"),
        ({"id": True}, "/orders/true/lines"),
    ],
)
def test_a_value_is_one_piece_of_the_path(data: JsonValue, path: str) -> None:
    assert path_for("/orders/{{ data.id }}/lines", data) == path


@pytest.mark.parametrize("data", [{}, {"id": ""}])
def test_without_a_value_nothing_is_asked_for(data: JsonValue) -> None:
    """DELETE /orders/ might delete them all."""
    assert "no value for data.id" in getattr(path_for("/orders/{{ data.id }}", data), "message", "")


@given(st.text(min_size=1, max_size=20))
def test_no_value_breaks_out_of_its_piece_of_the_path(text: str) -> None:
    """A client's name must not choose what is asked of a system."""
    found = path_for("/orders/{{ data.id }}/lines", {"id": text})
    if isinstance(found, str):
        piece = found.removeprefix("/orders/").removesuffix("/lines")
        assert not set("/?#\\ \r\n") & set(piece)
        assert piece not in {".", ".."}
