"""A case that check lets through must come to its end: its verdict against the real kernel.

What a user loses when one fails: a case that stands for ever, though check had called the drawing
sound; or a warning about a drawing in which nothing is wrong.
"""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from runtime import steps
from runtime.errors import BatonError
from runtime.kernel import turn
from runtime.plan.compile import Compiler
from runtime.plan.drawing import Drawing
from runtime.plan.soundness import verdict as judging
from runtime.plan.survey import Survey
from tests.helpers.case_explorer import explore, play_at_random
from tests.helpers.random_drawings import EVERYTHING, PLAIN, drawings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.definition.definition import Definition
    from runtime.plan.soundness.verdict import Verdict
    from runtime.primitives import Plan

KINDS = steps.kinds()
COMPILER = Compiler(kind=KINDS.__getitem__, reads=lambda text: ((text,), ()))
MOST = 800
"""States of a case that are looked at; a drawing with more is left to the other tests."""


@pytest.fixture(autouse=True, scope="module")
def few_rounds() -> Iterator[None]:
    """A loop with nothing to wait for is told soon."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(turn, "ROUNDS", 20)
        yield


def compiled(definition: Definition) -> Plan:
    try:
        return COMPILER.compile(definition)
    except (BatonError, KeyError):
        assume(condition=False)
        raise


def judged(definition: Definition) -> Verdict:
    found = Survey(Drawing(definition, KINDS)).verdict
    assume(found.judged)
    event(f"sound: {found.sound}")
    for doubt in found.doubts:
        event("cannot tell")
        assert doubt.because
    return found


def agrees(definition: Definition, *, counts: bool = True) -> None:
    """The verdict is that of the exhaustive search; where it cannot tell, nothing is sound."""
    plan, told = compiled(definition), judged(definition)
    if told.doubts:
        assert told.sound is not True
        return
    seen = explore(plan, MOST)
    assume(seen.whole)
    nested = any(node.parent for node in definition.nodes())
    seen.twice = seen.twice if counts else set()
    stands = not (told.stuck or told.endless or (counts and told.twice))
    assert stands == seen.sound, (seen, told)
    if not nested and not seen.endless:
        assert set(told.stuck) == seen.stuck
        assert not told.endless
        assert not counts or told.twice == seen.twice


@settings(max_examples=25)
@given(drawings(PLAIN, ends=True))
def test_plain_drawings_are_judged_as_they_run(definition: Definition) -> None:
    agrees(definition)


@settings(max_examples=25)
@given(drawings(EVERYTHING, ends=True))
def test_drawings_of_everything_are_judged_as_they_run(definition: Definition) -> None:
    agrees(definition)


@pytest.mark.slow
@settings(max_examples=200)
@given(drawings(EVERYTHING, ends=True) | drawings(PLAIN, ends=True) | drawings(EVERYTHING))
def test_many_drawings_are_judged_as_they_run(definition: Definition) -> None:
    agrees(definition)


@pytest.mark.slow
@settings(max_examples=100)
@given(drawings(EVERYTHING, ends=True))
def test_the_search_of_large_drawings_finds_the_same(definition: Definition) -> None:
    """Where not every order is looked at, nothing that stands for ever may be lost."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "FEW_STATES", 0)
        agrees(definition, counts=False)


@settings(max_examples=25)
@given(drawings(EVERYTHING, most=12, ends=True), st.integers(0, 2**32))
def test_what_is_called_sound_ends_whatever_happens(definition: Definition, seed: int) -> None:
    """Random schedules of events, of drawings too large to be searched through as well."""
    plan, told = compiled(definition), judged(definition)
    assume(told.sound is True)
    case = play_at_random(plan, Random(seed))
    assert case.ended, "the case stands or goes round for ever"
    assert case.status == "failed" or not len(case.tokens), "a token is left behind"


def test_it_can_nearly_always_tell() -> None:
    """A check that mostly shrugs is none."""
    told: Counter[bool] = Counter()

    @settings(max_examples=60, database=None)
    @given(drawings(EVERYTHING, ends=True))
    def count(definition: Definition) -> None:
        found = Survey(Drawing(definition, KINDS)).verdict
        if found.judged:
            told[not found.doubts] += 1

    count()
    assert told[True] > 2 * told[False]
