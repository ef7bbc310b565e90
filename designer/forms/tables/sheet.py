"""Knows the whole spreadsheet of a table: bar, cells, the row to try it, what is wrong.

Must not know where it is shown.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from designer.assets.style import look
from designer.forms import schema as reading
from designer.forms.form import Form
from designer.forms.formulas.asking import Asking
from designer.forms.line import one_line
from designer.forms.parts import column, icon_button, label
from designer.forms.tables import pasted, rules, trial
from designer.forms.tables.cells import help_for
from designer.forms.tables.deeds import called
from designer.forms.tables.grid import TableGrid
from designer.forms.tables.heading import HeadingDialog
from designer.forms.tables.model import TableModel
from designer.forms.tables.trial_row import TrialModel, TrialRow
from runtime.expressions.cells import CellError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from designer.forms.context import FormContext
    from designer.forms.field import Problems
    from designer.forms.tables.rules import Part
    from runtime.definition.json_value import JsonObject, JsonValue

BESIDE = "x-baton-beside"
"""Names the fields that belong to the table and are shown above it, such as what counts."""
_ROW = re.compile(r"rows\[(\d+)\]")
_CELL = re.compile(r"(when|then|inputs|outputs)\[(\d+)\]")
_MOST_SAID = 4
_MOST_FILE = 8_000_000
_TRY_DELAY = 200
_FIRST = 1_000
"""How much rather the rows take what room there is than the blank part below all."""
_NONE_APPLIES = "No row applies: the line “else” counts."


class Sheet(QWidget):
    """A table to be worked on.

    Args:
        schema: of the table, opened.
        context: what may be asked.

    Attributes:
        edited: emitted with the table when the person changed it.
        companion_edited: emitted with name and value of a field that is shown above the table.
        undo_wanted, redo_wanted: emitted when the person takes a change back, or makes it again.
    """

    edited = Signal(object)
    companion_edited = Signal(str, object)
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.schema = schema
        self.context = context
        self.model = TableModel(context.theme, self)
        self.grid = TableGrid(self.model, context, self)
        self.trial = TrialModel(self.model, context.theme, self)
        self.trial_row = TrialRow(self.trial, self.grid, self)
        self.beside = self._made_beside()
        self._fits = Asking(self, self._fitted, _TRY_DELAY)
        self._verdict = Asking(self, self._decided, _TRY_DELAY)
        self._tried = trial.Trial()
        self._lay_out()
        self.model.edited.connect(self._take)
        self.trial.typed.connect(self.try_values)
        self.grid.column_wanted.connect(self.change_column)
        self.grid.undo_wanted.connect(self.undo_wanted)
        self.grid.redo_wanted.connect(self.redo_wanted)
        self.grid.clipboard.failed.connect(self._say_failed)
        self.grid.selectionModel().currentChanged.connect(self._help)

    # --- building ---------------------------------------------------------------------------------

    def _made_beside(self) -> Form | None:
        wished = self.schema.get(BESIDE)
        names = [str(name) for name in wished] if isinstance(wished, list) else []
        beside = self.context.beside
        # What each choice means stands in the narrow form already.
        found = {n: {**beside[n], "description": ""} for n in names if n in beside}
        if not found:
            return None
        schema: JsonObject = {"type": "object", "properties": cast("JsonValue", found)}
        form = Form(schema, self.context, self)
        form.edited.connect(self._take_beside)
        form.setMaximumWidth(420)
        return form

    def _lay_out(self) -> None:
        layout = column(self, 8)
        layout.addLayout(self._bar())
        self.grid.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        layout.addWidget(self.grid, _FIRST)
        self._hint = label("", "caption", self)
        layout.addWidget(self._hint)
        layout.addLayout(self._trial_bar())
        layout.addWidget(self.trial_row)
        self._outcome = label("", "caption", self)
        keeping = self._outcome.sizePolicy()
        keeping.setRetainSizeWhenHidden(True)  # what stands above it stays while one types
        self._outcome.setSizePolicy(keeping)
        layout.addWidget(self._outcome)
        self._said = label("", "caption", self, "waiting")
        layout.addWidget(self._said)
        layout.addStretch(1)
        self._help()

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(6)
        if self.beside is not None:
            bar.addWidget(self.beside, 3)
        bar.addStretch(1)
        theme = self.context.theme
        self.count = QLabel(self)
        look(self.count, "muted")
        below = Qt.AlignmentFlag.AlignBottom  # beside the box of the field, not beside its title
        bar.addWidget(self.count, 0, below)
        texts: tuple[tuple[str, Callable[[], object]], ...] = (
            ("+ Row", self.grid.add_row),
            ("+ Test", lambda: self.add_column("when")),
            ("+ Result", lambda: self.add_column("then")),
        )
        for words, act in texts:
            button = QPushButton(words, self)
            button.setAutoDefault(False)
            button.clicked.connect(called(act))
            bar.addWidget(button, 0, below)
        self.count.setMinimumHeight(one_line())
        board = self.grid.clipboard
        icons: tuple[tuple[str, str, Callable[[], object]], ...] = (
            ("paste", "Paste rows of a spreadsheet at the cursor (Ctrl+V)", board.paste),
            ("open", "Take rows from a .csv file", self.choose_file),
            ("copy", "Copy the whole table for a spreadsheet", self.copy_all),
            ("undo", "Undo (Ctrl+Z)", self.undo_wanted.emit),
            ("redo", "Redo (Ctrl+Shift+Z)", self.redo_wanted.emit),
        )
        for name, words, act in icons:
            made = icon_button(name, words, theme, act)
            made.setMinimumHeight(one_line())
            bar.addWidget(made, 0, below)
        return bar

    def _trial_bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(6)
        heading = label("Try it", "heading", self)
        heading.setSizePolicy(self.count.sizePolicy())
        bar.addWidget(heading)
        self.samples = QComboBox(self)
        self.samples.setAccessibleName("Values to begin with")
        self.samples.addItem("with typed values only")
        for name, _ in self.context.samples:
            self.samples.addItem(f"with the recorded case: {name}" if name else "with this run")
        if self.context.samples:
            self.samples.setCurrentIndex(1)
        self.samples.currentIndexChanged.connect(self.try_values)
        bar.addWidget(self.samples)
        bar.addStretch(1)
        is_possible = self.context.helper is not None
        for part in (heading, self.samples, self.trial_row):
            part.setVisible(is_possible)
        return bar

    # --- showing ----------------------------------------------------------------------------------

    def set_value(self, table: JsonObject) -> None:
        """Show a table; the cursor stays where it was as near as may be."""
        place = self.grid.place()
        if table == self.model.table:
            return
        self.model.set_table(table)
        if not self.grid.currentIndex().isValid() and self.model.columns:
            self.grid.go_to(*place)
        self._count()
        self.try_values()

    def set_companions(self, values: JsonObject) -> None:
        """Show the fields above the table as they are now."""
        if self.beside is not None:
            names = reading.members(self.beside.schema)
            given = {n: v for n, v in values.items() if n in names}
            plain = {n: v for n, v in given.items() if names[n].get("default") != v}
            self.beside.set_value(plain)
        self.try_values()

    def set_problems(self, problems: Problems) -> None:
        """Mark the rows that something is wrong with, and say what."""
        self.model.set_problems(row_marks(problems))
        said = [sentence for found in problems.values() for sentence, _ in found]
        said = list(dict.fromkeys(said))
        more = f"\nand {len(said) - _MOST_SAID} more" if len(said) > _MOST_SAID else ""
        self._said.setText("\n".join(said[:_MOST_SAID]) + more)
        self._said.setToolTip("\n".join(said))
        self._said.setVisible(bool(said))

    def told(self) -> str:
        """Return what is said below the table."""
        return "\n".join(filter(None, [self._outcome.text(), self._said.text()]))

    def _count(self) -> None:
        rows = rules.count(self.model.table)
        self.count.setText(f"{rows:,} row{'' if rows == 1 else 's'}")

    def _help(self) -> None:
        found = self.grid.column()
        self._hint.setText(f"{found.title}:   {help_for(found)}" if found is not None else " ")

    def _say_failed(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.setVisible(True)

    # --- what the person does ---------------------------------------------------------------------

    def _take(self, table: JsonObject) -> None:
        self._count()
        self.try_values()
        self.edited.emit(table)

    def _take_beside(self, path: tuple[str, ...], value: JsonValue) -> None:
        self.companion_edited.emit(path[0], value)
        self.try_values()

    def add_column(self, part: Part) -> None:
        """Let a column be described, and put it behind the others of its part."""
        at = sum(each.part == part for each in self.model.columns)

        def add(heading: JsonObject) -> None:
            self.model.change(rules.with_column(self.model.table, part, at, heading))

        self._describe(part, {}, add)

    def change_column(self, part: Part, at: int) -> None:
        """Let the heading of a column be changed."""
        heads = cast("list[JsonObject]", self.model.table[rules.PARTS[part]])

        def change(heading: JsonObject) -> None:
            self.model.change(rules.with_heading(self.model.table, part, at, heading))

        self._describe(part, heads[at], change)

    def _describe(
        self, part: Part, heading: JsonObject, then: Callable[[JsonObject], None]
    ) -> HeadingDialog:
        lists = reading.members(self.schema)[rules.PARTS[part]]
        schema = reading.opened(reading.inside(lists, lists.get("items")))
        dialog = HeadingDialog(schema, self.context, heading, self)
        dialog.chosen.connect(then)
        dialog.open()
        return dialog

    def choose_file(self) -> None:
        """Let a .csv file be chosen, and take its rows."""
        path, _ = QFileDialog.getOpenFileName(
            self, "Take rows from a file", "", "Tables (*.csv *.tsv *.txt)"
        )
        if path:
            self.take_file(Path(path))

    def take_file(self, path: Path) -> None:
        """Take the rows of a file; what does not fit is asked with a preview."""
        try:
            if path.stat().st_size > _MOST_FILE:
                self._say_failed(f"“{path.name}” is too large for one table. Split it.")
                return
            text = _decoded(path.read_bytes())
        except OSError as error:
            self._say_failed(f"“{path.name}” cannot be read: {error.strerror or error}.")
            return
        self.grid.go_to(0, 0)
        self.grid.clipboard.take_text(text, pasted.separator_of(text))

    def copy_all(self) -> None:
        """Put the whole table on the clipboard, with headings."""
        self.grid.selectAll()
        self.grid.clipboard.copy()

    # --- trying -----------------------------------------------------------------------------------

    def try_values(self) -> None:
        """Find soon which rows apply to the values below the table, and what comes of them."""
        helper = self.context.helper
        if helper is None or not rules.is_table(self.model.table):
            return
        at = self.samples.currentIndex() - 1
        sample = self.context.samples[at][1] if at >= 0 else {}
        if at < 0 and not any(text.strip() for text in self.trial.values.values()):
            self._show_trial(trial.Trial())
            return
        try:
            table = trial.with_values(self.model.table, self.trial.values)
        except CellError:
            self._show_trial(trial.Trial(why="A value to try does not fit its column."))
            return
        self._tried = trial.Trial()
        formula = trial.fitting_formula(table)
        self._fits.want(lambda: helper.preview(formula, [sample]))
        computes = self.context.computes
        program = computes({**self.context.companions, "table": table}) if computes else ""
        if program:
            self._verdict.want(lambda: helper.preview(program, [sample]))
        else:
            self._tried = trial.Trial(why=trial.unreadable(table))
            self._verdict.drop()

    def _fitted(self, answer: object) -> None:
        inputs, rows = trial.rows_in(answer)
        old = self._tried
        self._show_trial(trial.Trial(inputs, rows, old.counting, old.result, old.why))

    def _decided(self, answer: object) -> None:
        result, rows, why = trial.verdict_in(answer)
        old = self._tried
        self._show_trial(trial.Trial(old.inputs, old.fitting, rows, result, why))

    def _show_trial(self, found: trial.Trial) -> None:
        self._tried = found
        last = trial.of_the_last_line(found, self.model.table)
        counting = last or found.counting
        self.model.set_fitting(found.fitting, counting)
        self.trial.show_trial(found)
        words = _NONE_APPLIES if last else _said_of(sorted(found.fitting), counting)
        self._outcome.setText(found.why or words)
        look(self._outcome, "caption", "failed" if found.why else "ok" if counting else "")
        self._outcome.setVisible(bool(found.why or words))


def row_marks(problems: Problems) -> dict[int, str]:
    """Return what is wrong with each row, by its number, of problems by their places."""
    found: dict[int, list[str]] = {}
    for path, pairs in problems.items():
        hit = _ROW.match(path)
        if hit is not None:
            found.setdefault(int(hit[1]), []).extend(sentence for sentence, _ in pairs)
    return {row: " ".join(said) for row, said in found.items()}


def place_in(path: str, columns: Sequence[rules.Column]) -> tuple[int, int]:
    """Return row and column of a place such as "rows[2].then[0]" or "inputs[1].expression"."""
    row = _ROW.match(path)
    cell = _CELL.search(path)
    parts = {"when": "when", "then": "then", "inputs": "when", "outputs": "then"}
    wanted = (parts[cell[1]], int(cell[2])) if cell is not None else ("when", 0)
    at = next((n for n, each in enumerate(columns) if (each.part, each.at) == wanted), 0)
    return (int(row[1]) if row is not None else 0), at


def _said_of(fitting: Sequence[int], counting: frozenset[int]) -> str:
    if not fitting:
        return ""
    names = ", ".join(str(row + 1) for row in fitting[:12])
    words = f"Row {names} applies." if len(fitting) == 1 else f"Rows {names} apply."
    if counting and len(counting) < len(fitting):
        words += f" Row {', '.join(str(row + 1) for row in sorted(counting))} counts."
    return words


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16"):
        try:
            return raw.decode(encoding)
        except UnicodeError:
            continue
    return raw.decode("cp1252", "replace")
