"""What people hand in is checked, and a form from outside reaches nothing outside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from connectors.testing.fake_server import FakeServer
from runtime.embedded.inputs import Form, FormError

THIS_FILE = Path(__file__).as_uri()

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject


def test_a_form_says_which_fields_are_wrong() -> None:
    schema: JsonObject = {
        "type": "object",
        "required": ["accepted_on"],
        "properties": {"accepted_on": {"type": "string", "format": "date"}},
    }
    form = Form(schema, "Acceptance")
    form.check({"accepted_on": "2026-12-31"})
    with pytest.raises(FormError, match="accepted_on"):
        form.check({"accepted_on": "soon"})
    with pytest.raises(FormError, match="accepted_on"):
        form.check({})
    Form({}, "Anything").check({"a": 1})


@pytest.mark.parametrize("schema", [{"type": "strin"}, {"$ref": THIS_FILE}])
def test_a_form_that_is_none_is_a_plain_sentence(schema: JsonObject) -> None:
    with pytest.raises(FormError, match="not a JSON Schema"):
        Form(schema, "Acceptance")


@pytest.mark.parametrize("keyword", ["$ref", "$schema"])
def test_a_form_never_makes_baton_call_an_address(keyword: str) -> None:
    """A workflow file from a stranger could else look around in the network it is opened in."""
    with FakeServer() as server:
        with pytest.raises(FormError):
            Form({keyword: f"{server.url}/schema.json"}, "Acceptance")
        assert server.received == []
