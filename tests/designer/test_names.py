"""Only what Qt calls is written in Qt's spelling; any other name a reader finds as it is spoken."""

from __future__ import annotations

import ast
import inspect

import pytest

from tests.helpers.source_tree import name_of, python_files

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6 import QtCore, QtGui, QtWidgets

QTS = frozenset(
    name
    for module in (QtCore, QtGui, QtWidgets)
    for _, kind in inspect.getmembers(module, inspect.isclass)
    for name in dir(kind)
)
"""The names of all that Qt's classes can do."""


def test_only_methods_that_qt_calls_are_spelled_as_qt_spells() -> None:
    """Elsewhere capitals in a name would say "Qt calls this", and nobody would look who does."""
    own = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in python_files("designer")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name != node.name.lower()
        and node.name not in QTS
    ]
    assert own == []


def test_qts_names_are_found() -> None:
    """The test above would forbid every method of Qt's if the list of them came out empty."""
    assert {"paintEvent", "rowCount", "sizeHint", "eventFilter", "mimeData"} <= QTS
