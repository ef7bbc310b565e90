"""Knows what the first step and the first panels need, and loads it while nobody waits for it.

Must not know what it is for: without it, everything works, and the first time takes longer.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from designer.forms.registry import editors, loaded
from designer.panels.settings.step_page import schema_of
from designer.shell.panels import LATER

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from runtime.step import Kind

_PAUSE_MS = 30
_FIRST = (
    "runtime.expressions.cells.classes",
    "runtime.expressions.syntax",
    "designer.forms.formulas.field_tree",
    "designer.forms.formulas.popup",
    "designer.forms.formulas.suggesting",
    "designer.forms.formulas.formula_box",
    "designer.forms.formulas.field_picker",
    "designer.forms.formulas.condition_rows",
    "designer.forms.formulas.mapping_row",
    "designer.forms.formulas.mapping_lines",
    "designer.forms.tables.pasted",
    "designer.forms.tables.grid",
    "designer.forms.tables.sheet",
    "designer.forms.builder.fields",
    "designer.forms.builder.settings",
    "designer.forms.builder.builder",
    "designer.forms.builder.dialog",
    "designer.document.field_names",
    "designer.document.changes.rename_field",
    "designer.panels.data.inspected",
    "designer.panels.data.grid_model",
    "designer.panels.data.side",
    "designer.panels.run_bar.case_data",
    "designer.panels.data.compare_view",
    "runtime.definition.diff.steps",
    "designer.panels.history.two_runs",
    "designer.panels.connections.rows",
    "designer.panels.connections.page",
    "designer.panels.tasks.page",
)
"""What several editors stand on: loaded with the first of them, it would take too long at once."""


class Warming(QObject):
    """Loads one thing after the other, the window alive between them, and is done then.

    Args:
        kinds: kinds of steps, whose settings will be shown.
        parent: ends it.
        makes: each makes a thing that most people look at soon, when all is loaded.
    """

    def __init__(
        self,
        kinds: Iterable[Kind[Any]],
        parent: QObject,
        makes: Iterable[Callable[[], object]] = (),
    ) -> None:
        super().__init__(parent)
        self._bits = _bits(kinds, makes)
        self._timer = QTimer(self, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._next)
        self._timer.start()

    @property
    def is_done(self) -> bool:
        """Whether all is loaded."""
        return not self._timer.isActive()

    def _next(self) -> None:
        if next(self._bits, "done") == "done":
            self._timer.stop()


def _bits(kinds: Iterable[Kind[Any]], makes: Iterable[Callable[[], object]]) -> Generator[None]:
    for module in _FIRST:
        import_module(module)
        yield
    for name in sorted(set(editors().values())):
        loaded(name)
        yield
    for module in LATER:
        import_module(f"designer.panels.{module}")
        yield
    for kind in kinds:
        schema_of(kind)
        yield
    for make in makes:
        make()
        yield
