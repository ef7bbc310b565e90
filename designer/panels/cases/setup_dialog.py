"""Knows how a person makes tests up: who answers, what fails. Must not know where it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontInfo, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from designer.assets.style import BODY, look
from designer.forms.dialog_parts import ending, lines_of
from designer.forms.form import Form
from designer.forms.parts import card, column, label, row
from designer.run_bridge.orders import Answer, Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from designer.forms.context import FormContext
    from designer.panels.cases.setup import Asking

    How = Literal["down", "refuses", "slow"]

_SIZE = QSize(680, 640)
_NOBODY = "Nobody: the test waits for you"
_WAYS: tuple[tuple[str, str], ...] = (
    ("", "Works as usual"),
    ("down", "Cannot be reached"),
    ("refuses", "Says no"),
    ("slow", "Answers slowly"),
)
_CHOICE, _TIMES = 250, 150
"""Widths, so that all choices stand below each other."""
_MOST_SECONDS, _MOST_CALLS = 600.0, 1_000


class AnswerCard(QWidget):
    """What a simulated person answers to the task of a step.

    Args:
        asking: the step.
        answer: what is answered now; None for nobody.
        context: what the editors of the form may ask.
    """

    def __init__(
        self,
        asking: Asking,
        answer: Answer | None,
        context: FormContext,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._asking, self._before = asking, answer
        self.outcome = QComboBox()
        self.outcome.setMinimumWidth(_wide(_CHOICE))
        self.outcome.setAccessibleName(f"Answer to “{asking.title}”")
        self.outcome.addItem(_NOBODY, "")
        for each in asking.outcomes:
            self.outcome.addItem(each.title, each.port)
        self.reason = QLineEdit(placeholderText="Reason")
        self.reason.setAccessibleName(f"Reason at “{asking.title}”")
        self.form: Form | None = None
        lines = column(self, 6)
        head = row(label(asking.title, "body"), self.outcome, spacing=12)
        head.setStretch(0, 1)
        lines.addLayout(head)
        lines.addWidget(self.reason)
        if asking.form.get("properties"):
            self.form = Form(asking.form, context, self)
            lines.addWidget(self.form)
        self._show(answer)
        self.outcome.currentIndexChanged.connect(self._refresh)
        self._refresh()

    def answer(self) -> Answer | None:
        """Return what is answered; None for nobody."""
        port = str(self.outcome.currentData() or "")
        if not port:
            return None
        return Answer(
            step=self._asking.step,
            outcome=port,
            values=self.form.value() if self.form else {},
            reason=self.reason.text().strip(),
            actor=self._before.actor if self._before else "",
        )

    def lacks(self) -> str:
        """Return what is missing, a sentence; "" for nothing."""
        answer = self.answer()
        if answer is not None and self._needs_reason() and not answer.reason:
            return f"“{self._asking.title}”: this answer needs a reason."
        return ""

    def _show(self, answer: Answer | None) -> None:
        if answer is None:
            return
        wanted = answer.outcome or (self._asking.outcomes[0].port if self._asking.outcomes else "")
        self.outcome.setCurrentIndex(max(self.outcome.findData(wanted), 0))
        self.reason.setText(answer.reason)
        if self.form is not None:
            self.form.set_value(answer.values)

    def _needs_reason(self) -> bool:
        port = self.outcome.currentData()
        return any(each.port == port and each.needs_reason for each in self._asking.outcomes)

    def _refresh(self) -> None:
        is_answered = bool(self.outcome.currentData())
        self.reason.setVisible(is_answered and (self._needs_reason() or bool(self.reason.text())))
        if self.form is not None:
            self.form.setVisible(is_answered)


class TroubleRow(QWidget):
    """What goes wrong with a connection in tests.

    Args:
        connection: its name in the workflow.
        title: what people call it.
        trouble: what goes wrong now; None for nothing.
    """

    def __init__(
        self, connection: str, title: str, trouble: Trouble | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._connection, self._title, self._before = connection, title, trouble
        self.how = QComboBox()
        self.how.setAccessibleName(f"What goes wrong with {title}")
        for way, words in _WAYS:
            self.how.addItem(words, way)
        self.seconds = QDoubleSpinBox(minimum=0.5, maximum=_MOST_SECONDS, value=5.0, decimals=1)
        self.seconds.setSuffix(" s")
        self.seconds.setAccessibleName(f"How long {title} takes")
        self.times = QSpinBox(minimum=0, maximum=_MOST_CALLS)
        self.times.setSpecialValueText("every time")
        self.times.setPrefix("the first ")
        self.times.setAccessibleName(f"How many calls of {title} are concerned")
        self.times.setToolTip("After so many calls it works again, as after a short failure")
        self.how.setMinimumWidth(_wide(_CHOICE))
        for box in (self.seconds, self.times):
            box.lineEdit().setTextMargins(6, 0, 0, 0)
        self.times.setFixedWidth(_wide(_TIMES))
        lines = column(self, 6)
        head = row(label(title, "body"), self.how, spacing=12)
        head.setStretch(0, 1)
        lines.addLayout(head)
        details = row(self.times, self.seconds, spacing=8)
        details.insertStretch(0, 1)
        lines.addLayout(details)
        if trouble is not None:
            self.how.setCurrentIndex(max(self.how.findData(trouble.how), 0))
            self.seconds.setValue(trouble.seconds or 5.0)
            self.times.setValue(trouble.times)
        self.how.currentIndexChanged.connect(self._refresh)
        self.times.valueChanged.connect(self._refresh)
        self._refresh()

    def trouble(self) -> Trouble | None:
        """Return what goes wrong; None for nothing."""
        how = str(self.how.currentData() or "")
        if not how:
            return None
        return Trouble(
            connection=self._connection,
            how=cast("How", how),
            message=self._before.message if self._before else "",
            seconds=self.seconds.value() if how == "slow" else 0.0,
            times=self.times.value(),
        )

    def _refresh(self) -> None:
        how = self.how.currentData()
        self.seconds.setVisible(how == "slow")
        self.times.setVisible(bool(how))
        self.times.setSuffix(" call" if self.times.value() == 1 else " calls")


class SetupDialog(QDialog):
    """The test settings of a workflow.

    Args:
        asking: the steps that ask people.
        answers: what is answered now, by step.
        connections: titles of the workflow's connections, by name.
        troubles: what goes wrong now, by connection.
        context: what the editors of forms may ask.
        parent: the window.
    """

    def __init__(
        self,
        asking: Sequence[Asking],
        answers: Mapping[str, Answer],
        connections: Mapping[str, str],
        troubles: Mapping[str, Trouble],
        context: FormContext,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Test settings")
        self.resize(_wide(_SIZE.width()), _SIZE.height())
        self.cards = {
            each.step: AnswerCard(each, answers.get(each.step), context) for each in asking
        }
        self.rows = {
            name: TroubleRow(name, title, troubles.get(name)) for name, title in connections.items()
        }
        self.wrong = label("", "caption", tone="failed")
        self.wrong.hide()
        self._lay_out()

    def answers(self) -> dict[str, Answer | None]:
        """Return what is answered, by step; None for nobody."""
        return {step: card.answer() for step, card in self.cards.items()}

    def troubles(self) -> list[Trouble]:
        """Return what goes wrong."""
        return [made for each in self.rows.values() if (made := each.trouble()) is not None]

    def accept(self) -> None:
        """Close, unless something is missing: then say what."""
        lacking = next((found for card in self.cards.values() if (found := card.lacks())), "")
        self.wrong.setText(lacking)
        self.wrong.setVisible(bool(lacking))
        if not lacking:
            super().accept()

    def _lay_out(self) -> None:
        inside = QWidget()
        lines = column(inside, 8)
        lines.setContentsMargins(0, 0, 8, 0)  # the cards keep off the scroll bar
        lines.addWidget(label("Connections", "heading"))
        lines.addWidget(
            label("What goes wrong in tests, to see whether the workflow copes.", "muted")
            if self.rows
            else label("This workflow uses no connection.", "muted")
        )
        self._add(lines, [*self.rows.values()])
        lines.addSpacing(12)
        lines.addWidget(label("People", "heading"))
        lines.addWidget(
            label("Who answers in tests, so that a test goes on by itself.", "muted")
            if self.cards
            else label("No step of this workflow asks people.", "muted")
        )
        self._add(lines, [*self.cards.values()])
        lines.addStretch(1)
        area = QScrollArea(widgetResizable=True)
        look(area, "plain")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        layout = lines_of(self)
        layout.addWidget(label("Test settings", "title"))
        layout.addWidget(area, 1)
        layout.addWidget(self.wrong)
        layout.addWidget(self._buttons())

    def _add(self, lines: QVBoxLayout, widgets: Sequence[QWidget]) -> None:
        for widget in widgets:
            frame = card()
            inside = column(frame, 6, 10)
            inside.addWidget(widget)
            lines.addWidget(frame)

    def _buttons(self) -> QDialogButtonBox:
        box, _ = ending(self, "Use in tests")
        clear = QPushButton("All works as usual")
        clear.setToolTip("No connection fails in tests any more")
        clear.clicked.connect(self._clear)
        clear.setVisible(bool(self.rows))
        box.addButton(clear, QDialogButtonBox.ButtonRole.ResetRole)
        return box

    def _clear(self) -> None:
        for each in self.rows.values():
            each.how.setCurrentIndex(0)


def _wide(width: int) -> int:
    """Return a width that is meant for ordinary letters, for the letters that are set."""
    return round(width * QFontInfo(QGuiApplication.font()).pixelSize() / BODY)
