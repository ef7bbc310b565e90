"""Knows what holds for every text and every context. Must not know examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from runtime.expressions import (
    ExpressionSyntaxError,
    Failure,
    InProcessEvaluator,
    ParsedExpression,
    Value,
    complete,
    explain,
    parse,
    reads,
    tokenize,
)
from runtime.expressions.slow_engine import compile_slowly
from tests.helpers.expressions import EVALUATOR, asked

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonValue

json_values: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.sampled_from("abc"), inside),
    max_leaves=8,
)
contexts = st.dictionaries(st.sampled_from(["data", "input", "item"]), json_values)
pieces = st.sampled_from(
    ["data", "input", ".", "a", "b", "[", "]", "(", ")", "{", "}", "$", "$$", "$x", ":=", ";", ",",
     "1", "2.5", '"t"', "`q`", "+", "-", "*", "/", "%", "&", "=", "!=", "<", ">", "and", "or", "in",
     "?", ":", "~>", "^", "@$v", "#$i", "**", "..", "|", "function($x)", "$sum", "$map", "$string",
     "$count", "$keys", "$random()", "$now()", "null", "true", " ", "/x/", "??", "?:"]
)  # fmt: skip
texts = st.one_of(st.text(max_size=60), st.lists(pieces, max_size=14).map("".join))


@given(texts, contexts, st.integers(min_value=0, max_value=2**64 - 1))
def test_an_evaluation_has_one_outcome(text: str, context: dict[str, object], seed: int) -> None:
    """A replayed run would differ from the run, or one bad text would stop the engine."""
    request = asked(text, context, seed=seed)
    first = EVALUATOR.evaluate(request)
    assert isinstance(first, Value | Failure)
    assert InProcessEvaluator(locate=False).evaluate(request) == first or isinstance(first, Failure)
    assert EVALUATOR.evaluate(request) == first


@given(texts)
def test_reading_a_text_ends_well_or_says_why(text: str) -> None:
    """Typing in the editor would close it."""
    offset: int | None = None
    try:
        parsed = parse(text)
    except ExpressionSyntaxError as error:
        offset = error.offset
    else:
        check_places(parsed, text)
    assert offset is None or 0 <= offset <= len(text)


def check_places(parsed: ParsedExpression, text: str) -> None:
    assert 0 <= parsed.root.offset <= parsed.root.end <= len(text)
    for read in reads(text).fields:
        assert 0 <= read.offset <= read.offset + read.length <= len(text)
    assert explain(text)


@given(texts, st.integers(0, 60))
def test_completion_and_colours_work_on_any_text(text: str, place: int) -> None:
    """Typing in the editor would close it."""
    offset = min(place, len(text))
    for each in complete(text, offset, {"properties": {"data": {}}}):
        assert 0 <= each.begin <= each.end <= offset
    ends = 0
    for token in tokenize(text):
        assert token.offset >= ends
        ends = token.end
    assert ends <= len(text)


@given(texts, contexts)
def test_the_roots_are_all_that_is_needed(text: str, context: dict[str, object]) -> None:
    """An expression would be given too little of the case and decide wrongly."""
    try:
        roots = reads(text).roots
    except ExpressionSyntaxError:
        return
    if roots is None:
        return
    needed = {name: value for name, value in context.items() if name in roots}
    whole, part = EVALUATOR.evaluate(asked(text, context)), EVALUATOR.evaluate(asked(text, needed))
    refused = isinstance(whole, Failure) and whole.code == "expression.input"
    assert refused or whole == part


@given(texts, contexts)
def test_the_engine_in_python_never_raises(text: str, context: dict[str, object]) -> None:
    """On an Intel Mac one bad text would stop the engine."""
    slow = InProcessEvaluator(engine=compile_slowly, locate=False)
    assert isinstance(slow.evaluate(asked(text, context)), Value | Failure)
