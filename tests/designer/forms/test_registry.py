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
    found = getattr(importlib.import_module(module), editor)
    assert issubclass(found, FieldEditor), field
    owed = [each for each in dir(found) if is_abstract(found, each)]
    assert not owed, f"{name} must have {owed}"


def is_abstract(owner: type, name: str) -> bool:
    """Whether a class only says that there is such a method; no type checker sees these made."""
    return bool(getattr(getattr(owner, name, None), "__isabstractmethod__", False))


def test_an_unknown_type_of_field_can_still_be_edited() -> None:
    assert editor_class({"x-field": "never heard of"}) is editor_class({"x-field": "json"})
