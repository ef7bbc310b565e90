"""Tests that a condition means the same as rows and as text, and that nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.forms.formulas.conditions import Group, Reference, Row, read, write
from runtime.expressions import InProcessEvaluator, Value
from tests.helpers.expressions import asked

EVALUATOR = InProcessEvaluator(locate=False)
NAMES = ("amount", "region", "signed", "Deal Amount", "and")
TEXTS = st.text(max_size=6)
NUMBERS = st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6).map(lambda x: round(x, 3))
PATHS = st.tuples(st.just("data"), st.sampled_from(NAMES))


def _rows() -> st.SearchStrategy[Row]:
    refs = PATHS.map(Reference)
    scalars = TEXTS | NUMBERS | st.booleans()
    return st.one_of(
        st.builds(Row, PATHS, st.sampled_from(["is", "is_not"]), scalars | refs),
        st.builds(
            Row, PATHS, st.sampled_from(["more", "at_least", "less", "at_most"]), NUMBERS | refs
        ),
        st.builds(Row, PATHS, st.sampled_from(["contains", "lacks"]), TEXTS | refs),
        st.builds(Row, PATHS, st.just("one_of"), st.lists(TEXTS | NUMBERS, min_size=1, max_size=3)),
        st.builds(
            Row,
            PATHS,
            st.sampled_from(["yes", "no", "empty", "filled", "given", "missing"]),
        ),
    )


GROUPS = st.builds(
    Group,
    st.booleans(),
    st.lists(
        _rows()
        | st.builds(Group, st.booleans(), st.lists(_rows(), min_size=2, max_size=3).map(tuple)),
        min_size=1,
        max_size=4,
    ).map(tuple),
)
VALUES = st.none() | st.booleans() | TEXTS | NUMBERS | st.lists(NUMBERS, max_size=2)
CASES = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, VALUES))


def meaning(text: str, case: dict[str, object]) -> tuple[str, object]:
    """Return what a condition gives for a case: its value, or the code of its failure."""
    outcome = EVALUATOR.evaluate(asked(text, {"data": case}))
    return ("value", outcome.value) if isinstance(outcome, Value) else ("failure", outcome.code)


@given(GROUPS, CASES)
def test_rows_read_back_from_their_text_mean_the_same(
    group: Group, case: dict[str, object]
) -> None:
    text = write(group)
    again = read(text)
    assert again is not None
    assert meaning(write(again), case) == meaning(text, case)
    assert read(write(again)) == again


def _joined(one: str, other: str, sign: str, *, wrap: bool) -> str:
    return f"({one} {sign} {other})" if wrap else f"{one} {sign} {other}"


@given(
    st.recursive(
        st.sampled_from(
            [
                "data.amount > 3",
                "3 <= data.amount",
                "data.region = 'EMEA'",
                '"x" != data.region',
                "data.`Deal Amount` in [1, 2.50, 'a']",
                "$not($contains(data.region, 'A'))",
                "$not(data.signed)",
                "(data.signed)",
                "data.amount = data.region",
                "data.region = null",
                "$count(data.amount) > 1",
                "data.amount + 1 > 3",
                "$exists(data.and)",
                "data.amount[0] = 1",
                "true",
                "data.amount = -1e3",
            ]
        ),
        lambda inner: st.builds(
            _joined,
            inner,
            inner,
            st.sampled_from(["and", "or"]),
            wrap=st.booleans(),
        ),
        max_leaves=6,
    ),
    CASES,
)
def test_a_text_that_is_shown_as_rows_keeps_its_meaning(text: str, case: dict[str, object]) -> None:
    group = read(text)
    if group is not None:
        assert meaning(write(group), case) == meaning(text, case)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    group = read(text)
    assert group is None or read(write(group)) == group


@pytest.mark.parametrize(
    "text",
    [
        "data.amount > 3 /* agreed in May */",
        "data.region = null",
        "data.amount + 1 > 3",
        "(a = 1 and (b = 2 or (c = 3 and d = 4)))",
        "a[0].b = 1",
        "$sum(lines.price) > 3",
        "a > > b",
        "a = 1 ? true : false",
        "x" * 3_000,
    ],
)
def test_what_rows_cannot_say_stays_a_formula(text: str) -> None:
    assert read(text) is None


def test_and_binds_before_or_becomes_a_group() -> None:
    group = read("data.urgent or data.amount > 10 and data.region = 'EMEA'")
    inner = Group(
        every=True,
        items=(Row(("data", "amount"), "more", 10), Row(("data", "region"), "is", "EMEA")),
    )
    assert group == Group(every=False, items=(Row(("data", "urgent"), "yes"), inner))


def test_a_row_that_is_not_complete_is_not_written() -> None:
    rows = (Row(), Row(("a",), "is"), Row(("b",), "more", 3), Group(every=False, items=(Row(),)))
    assert write(Group(items=rows)) == "b > 3"


def test_a_field_that_is_empty_in_any_way_is_empty() -> None:
    text = write(Group(items=(Row(("data", "x"), "empty"),)))
    assert meaning(text, {}) == ("value", True)
    nothing: tuple[object, ...] = (None, "", [])
    for value in nothing:
        assert meaning(text, {"x": value}) == ("value", True)
    for value in (0, False, "a", [1]):
        assert meaning(text, {"x": value}) == ("value", False)
