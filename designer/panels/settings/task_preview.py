"""Knows what the person whom a step asks will see, while it is still drawn. Answers nothing.

What formulas give is worked out elsewhere, of the run that is shown; without one they are named.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QPushButton, QScrollArea, QWidget

from designer.assets.style import look, open_at
from designer.forms.builder.preview import DESK, PHONE
from designer.forms.formulas.preview import results
from designer.forms.parts import column, label, row
from designer.panels.tasks.answering import Answering
from designer.panels.tasks.open_task import OpenTask, Outcome
from runtime.errors import BatonError
from runtime.primitives import Person
from runtime.step import Around
from runtime.step.people import DeadlineParams

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.panels.workbench import Workbench
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.step import Kind

_SIZE = (720, 640)
_MARGIN = 24
_TITLE, _PEOPLE = "title", "people"
_OF_RUN = "The values are those of the run that is shown."
_NO_RUN = "No test has come here yet: run one, and its values stand in place of the formulas."


def asks_people(kind: Kind[Any] | None) -> bool:
    """Whether steps of a kind ask people."""
    return kind is not None and issubclass(kind.params, DeadlineParams)


def asked_at(bench: Workbench, step: str) -> Person | None:
    """Return what a step asks people; None while its settings do not fit."""
    node = bench.document.step(step)
    kind, params = bench.services.kinds.get(str(node.get("kind"))), node.get("params")
    if kind is None:
        return None
    try:
        made = kind.compile(kind.params.model_validate(params or {}), Around(bench.connectors()))
    except (ValueError, BatonError):
        return None
    return made if isinstance(made, Person) else None


class TaskPreview(QDialog):
    """The page of a task as its person will see it, as wide as a phone or a desk.

    Args:
        bench: whose step it is.
        step: its id.
        asked: what it asks.
        samples: what its formulas see, by name; the first one counts.
    """

    def __init__(
        self,
        bench: Workbench,
        step: str,
        asked: Person,
        samples: Sequence[tuple[str, JsonObject]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bench, self._step, self._asked = bench, step, asked
        self._facts = {name: expr.text for name, expr in asked.facts}
        self._values: dict[str, JsonValue] = {}
        self._awaited: set[str] = set()
        self._width = PHONE
        self.answering: Answering | None = None
        self.setWindowTitle("What the person will see")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        open_at(self, *_SIZE)
        self._lay_out(_OF_RUN if samples else _NO_RUN)
        if samples:
            self._work_out(samples[0][1])
        self._show()

    def _lay_out(self, words: str) -> None:
        self.widths: dict[str, QPushButton] = {}
        frame = QFrame(self)
        look(frame, "segments")
        bar = row(spacing=4, parent=frame)
        for title, width in (("Phone", PHONE), ("Desk", DESK)):
            button = QPushButton(title, frame)
            look(button, "segment")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setAutoDefault(False)
            button.setChecked(width == self._width)
            button.setAccessibleName(f"{title} width")
            button.clicked.connect(partial(self.set_width, width))
            bar.addWidget(button)
            self.widths[title] = button
        self._area = QScrollArea(self)
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._area.setAccessibleName("What the person will see")
        top = row(frame, label(words, "caption", self), spacing=12)
        top.setStretch(1, 1)
        lines = column(self, 10, 16)
        lines.addLayout(top)
        lines.addWidget(self._area, 1)

    def set_width(self, width: int, _checked: object = None) -> None:
        """Show it on another screen: so many logical pixels wide."""
        self._width = width
        self._fit()

    # --- values -----------------------------------------------------------------------------------

    def _work_out(self, sample: JsonObject) -> None:
        """Ask what each formula gives; all of it is shown once it is known."""
        texts = {_TITLE: self._asked.title.text, _PEOPLE: self._asked.assignees.text}
        facts = {f"fact {name}": text for name, text in self._facts.items()}
        asked = {**texts, **facts}
        self._awaited = set(asked)
        for name, text in asked.items():
            reply = self._bench.services.helper.preview(text, [sample])
            reply.done.connect(partial(self._take, name))
            reply.failed.connect(partial(self._take, name))
            self.finished.connect(reply.cancel)

    def _take(self, name: str, answer: object) -> None:
        found = results(("",), answer)
        if found and not found[0].error:
            self._values[name] = found[0].value
        self._awaited.discard(name)
        if not self._awaited:
            self._show()

    def _task(self) -> OpenTask:
        """Return the task as it would be opened, with formulas where no value is known."""
        bench, asked, values = self._bench, self._asked, self._values
        node = bench.document.step(self._step)
        due = bench.services.cards.card(node, bench.connectors()).due
        within = f"{due} to answer" if due else ""
        raw = node.get("params")
        said = str(raw.get("title") or "") if isinstance(raw, dict) else ""
        people = values.get(_PEOPLE)
        several = people if isinstance(people, list) else [people] if people else []
        return OpenTask(
            run="",
            task="",
            step=self._step,
            title=str(values.get(_TITLE) or said or bench.title_of(self._step)),
            case=" · ".join(part for part in (bench.document.name, within) if part),
            workflow=bench.document.name,
            definition="",
            people=tuple(str(who) for who in several),
            facts={name: values.get(f"fact {name}", text) for name, text in self._facts.items()},
            form=asked.form,
            outcomes=tuple(Outcome(o.port, o.title, o.needs_reason) for o in asked.outcomes),
            due="",
            is_overdue=False,
            is_test=True,
            is_real=False,
            not_allowed=(),
        )

    # --- showing ----------------------------------------------------------------------------------

    def _show(self) -> None:
        task = self._task()
        if self.answering is not None and task == self.answering.task:
            return
        self.answering = Answering(
            task, "", self._bench.theme, may=True, is_preview=True, parent=self._area
        )
        self.answering.setContentsMargins(0, 16, 0, 0)
        self._area.setWidget(self.answering)
        for button in self.answering.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.answering.show()
        self._fit()

    def _fit(self) -> None:
        page = self.answering
        layout = page.layout() if page is not None else None
        if page is not None and layout is not None:
            page.setFixedWidth(self._width)
            tall = layout.totalHeightForWidth(self._width)
            page.resize(self._width, max(tall, layout.totalMinimumSize().height()) + _MARGIN)
