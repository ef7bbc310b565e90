"""Knows what the editors of formulas are given in these tests. Must not know the editors."""

from __future__ import annotations

import pytest

from designer.assets.theme import LIGHT
from designer.forms.context import FormContext
from tests.helpers.designer_case import SAMPLE, SCHEMA, SMALL
from tests.helpers.designer_helper import InProcessHelper


@pytest.fixture
def helper() -> InProcessHelper:
    """A helper that answers at once."""
    return InProcessHelper()


@pytest.fixture
def context(helper: InProcessHelper) -> FormContext:
    """What the editors may ask: one case schema, two recorded cases."""
    return FormContext(LIGHT, SCHEMA, (("SOW-1042", SAMPLE), ("SOW-1043", SMALL)), helper=helper)


@pytest.fixture
def alone() -> FormContext:
    """The same without a helper."""
    return FormContext(LIGHT, SCHEMA, (("SOW-1042", SAMPLE),))
