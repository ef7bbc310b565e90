"""Knows where editors come from: every folder beside it that lists EDITORS. Must not name one.

A family of editors is a package in designer/forms whose `__init__` has `EDITORS: dict[str, str]`:
by type of the field, the module in it and the class there, as "numbers.MoneyEditor". Nothing else
has to be changed. A module is loaded when the first of its editors is made: most windows show few.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from types import MappingProxyType
from typing import TYPE_CHECKING

from designer.forms.schema import field_type, opened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from designer.forms.context import FormContext
    from designer.forms.field import FieldEditor
    from runtime.definition.json_value import JsonObject


class TwoEditorsError(Exception):
    """Two families claim the same type of field."""


@functools.cache
def editors() -> Mapping[str, str]:
    """Return the full name of the class of editor of every type of field."""
    home = importlib.import_module("designer.forms")
    found: dict[str, str] = {}
    for family in pkgutil.iter_modules(home.__path__):
        if not family.ispkg:
            continue
        name = f"designer.forms.{family.name}"
        listed: dict[str, str] = getattr(importlib.import_module(name), "EDITORS", {})
        if twice := sorted(found.keys() & listed.keys()):
            raise TwoEditorsError(", ".join(twice))
        found.update({field: f"{name}.{editor}" for field, editor in listed.items()})
    return MappingProxyType(found)


@functools.cache
def loaded(name: str) -> type[FieldEditor]:
    """Return a class of editor by its full name; its module is loaded once."""
    module, _, editor = name.rpartition(".")
    found: type[FieldEditor] = getattr(importlib.import_module(module), editor)
    return found


def editor_class(schema: JsonObject) -> type[FieldEditor]:
    """Return the class of editor that fits a schema; the raw one where none does.

    Args:
        schema: opened.
    """
    return loaded(editors()[field_type(schema, frozenset(editors()))])


def editor_for(
    schema: JsonObject, context: FormContext, parent: QWidget | None = None
) -> FieldEditor:
    """Return a new editor for a value.

    Args:
        schema: the JSON Schema of the value; references in it lead to its own definitions.
        context: what the editor may ask.
        parent: the widget it will lie in.
    """
    plain = opened(schema)
    return editor_class(plain)(plain, context, parent)
