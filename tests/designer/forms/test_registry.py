"""Every type of field must find its editor: else a person sees raw text, or nothing at all."""

from __future__ import annotations

import importlib

import pytest

from designer.forms.field import FieldEditor
from designer.forms.registry import editor_class, editors


@pytest.mark.parametrize(("field", "name"), sorted(editors().items()))
def test_each_editor_that_is_listed_can_be_loaded(field: str, name: str) -> None:
    """Editors are listed by name, so a slip shows only when somebody needs that one."""
    module, _, editor = name.rpartition(".")
    assert issubclass(getattr(importlib.import_module(module), editor), FieldEditor), field


def test_an_unknown_type_of_field_can_still_be_edited() -> None:
    assert editor_class({"x-field": "never heard of"}) is editor_class({"x-field": "json"})
