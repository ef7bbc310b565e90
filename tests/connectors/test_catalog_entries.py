"""The standard checks, run on every entry of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from connectors.connector import Connector, load, load_catalog
from connectors.testing.suite import CHECKS, check_examples, check_operations, check_rate_limit
from tests.helpers.small_connector import SMALL

if TYPE_CHECKING:
    from connectors.manifest import JsonSchema
    from connectors.testing.suite import Check


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("connector_id", load_catalog())
def test_a_catalogue_entry_keeps_its_promises(connector_id: str, check: Check) -> None:
    assert check(load(connector_id)) == []


def test_the_checks_see_what_is_wrong() -> None:
    assert "get_job has no example" in check_examples(SMALL)
    assert 'create_job: input "code" has no title' in check_operations(SMALL)
    bad = SMALL.manifest.operations[0].model_copy(update={"example_output": 1})
    connector = Connector(SMALL.manifest.model_copy(update={"operations": (bad,)}))
    assert "get_job: example_output: The input must be an object, not a whole number." in (
        check_operations(connector)
    )


def test_an_output_field_without_a_title_is_seen_at_any_depth() -> None:
    """Without it people read raw names in the Data panel and in formulas."""
    rows: JsonSchema = {"items": {"properties": {"a": {"title": "A"}, "b": {}}}}
    schema: JsonSchema = {"properties": {"rows": rows, "c": {"title": "C", "anyOf": [rows]}}}
    first = SMALL.manifest.operations[0].model_copy(update={"output_schema": schema})
    connector = Connector(SMALL.manifest.model_copy(update={"operations": (first,)}))
    found = [each for each in check_operations(connector) if "output" in each]
    names = ("rows", "rows.b", "c.b")
    assert found == [f'get_job: output "{name}" has no title' for name in names]


def test_a_recorded_example_that_no_longer_holds_is_seen() -> None:
    web = load("web")
    operations = tuple(
        operation.model_copy(update={"output_schema": {"type": "string"}})
        for operation in web.manifest.operations
    )
    changed = Connector(
        web.manifest.model_copy(update={"operations": operations}), web.folder, web.hooks
    )
    assert any("output: The input must be text" in problem for problem in check_examples(changed))
    limits = web.manifest.limits.model_copy(update={"attempts": 1})
    hasty = Connector(web.manifest.model_copy(update={"limits": limits}), web.folder, web.hooks)
    assert any("after 429" in problem for problem in check_rate_limit(hasty))
