"""Knows which page of settings is shown for what is selected. Must not know what is on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea, QWidget

from designer.forms.growing import polished
from designer.forms.parts import column, label
from designer.panels.settings.edge_page import EdgePage
from designer.panels.settings.many_page import ManyPage
from designer.panels.settings.steady import Steady
from designer.panels.settings.step_page import StepPage
from designer.panels.settings.workflow_page import WorkflowPage
from designer.slicer import Slicer

if TYPE_CHECKING:
    from collections.abc import Generator

    from PySide6.QtWidgets import QLayout

    from designer.document.model import Touched
    from designer.panels.settings.page import Page
    from designer.panels.workbench import Workbench

LEAST = 320


class StepSettings(QWidget):
    """The settings of what is selected: a step, a connection, several, or the workflow.

    Another page is made once the window has shown what is selected, a few fields at a time: pages
    with many take longer to make than a key takes to repeat. The former stays until it is whole.

    Args:
        bench: what lies on the desk.
        parent: the widget it lies in.
    """

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._target: tuple[object, ...] = ()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._choose)
        self._page: Page | None = None
        self._coming: Page | None = None
        self._field = ""
        self._typed: list[QKeyEvent] = []
        self._making: Slicer[None] = Slicer(self)
        self._making.done.connect(self._soon.start)
        self.setAccessibleName("Settings")
        self.setMinimumWidth(LEAST)
        self._said = label("", "caption", self, "failed")
        self._said.setContentsMargins(14, 8, 14, 0)
        self._said.hide()
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._holder = QWidget(self._area.viewport())
        self._pages = column(self._holder, 0)
        self._area.setWidget(self._holder)
        self._steady = Steady(self._area, self._holder)
        lines = column(self, 0)
        lines.addWidget(self._said)
        lines.addWidget(self._area)
        bench.selection_changed.connect(self._soon.start)
        bench.document_changed.connect(self._renew)
        bench.theme_changed.connect(self._renew)
        bench.bound_changed.connect(self._renew)
        bench.run_changed.connect(self._renew)
        bench.run_grew.connect(self._take_run)
        bench.edited.connect(self._take_change)
        bench.problems_changed.connect(self._show_problems)
        bench.shown.connect(self._show)
        self._choose()

    @property
    def page(self) -> Page:
        """What is shown for what is selected now; made to its end when it is asked for."""
        if self._soon.isActive() or self._page is None:
            self._choose()
        if self._coming is not None and self._open_window() is None:
            self._making.finish()
            self._choose()
        return cast("Page", self._page)

    def focus_field(self, path: str) -> bool:
        """Let the person type at an attribute of what is shown; returns whether it is here.

        Args:
            path: "params.due", "policy.timeout", "name"; of a workflow "owners.business".
        """
        found = self.page.focus_field(path)
        if found:
            self._area.ensureWidgetVisible(self.focusWidget(), 0, 60)
        return found

    def _show(self, step: str, field: str) -> None:
        """Go to a field; where it still has to be made, keep for it what is typed meanwhile."""
        del step
        if field and self._is_turning:
            self._field = field
            self.setFocus()
        elif field:
            self.focus_field(field)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep what is typed for the field that comes."""
        if self._field and event.text().isprintable():
            self._typed.append(event.clone())
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        """Keep Tab as well: it leads on from the field that comes."""
        if not self._field or not self.hasFocus():
            return super().focusNextPrevChild(next)
        key = Qt.Key.Key_Tab if next else Qt.Key.Key_Backtab
        self._typed.append(QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))
        return True

    def _go_to_field(self) -> None:
        """Go where the person wanted to go while the page was made, unless they are elsewhere."""
        (field, typed), self._field, self._typed = (self._field, self._typed), "", []
        if field and self.hasFocus() and self.focus_field(field):
            for event in typed:
                QApplication.sendEvent(QApplication.focusWidget() or self, event)

    def _show_problems(self) -> None:
        if not self._is_turning and self._page is not None:
            with self._steady.held():
                self._page.show_problems()

    def leaveEvent(self, event: QEvent) -> None:
        """Nobody points at a field any more that would have to stay where it is."""
        super().leaveEvent(event)
        self._steady.settle()

    # --- which page -------------------------------------------------------------------------------

    def _wanted(self) -> tuple[object, ...]:
        """Return what tells one page from another."""
        bench, model = self._bench, self._bench.document.model
        steps = tuple(step for step in bench.selected if step in model.nodes)
        edges = tuple(key for key in bench.selected_edges if key in model.edges)
        if len(steps) == 1 and not edges:
            there = bench.run is not None and bench.path_of(steps[0]) in bench.run.view.steps
            return ("step", steps[0], str(model.nodes[steps[0]].get("kind")), there)
        if len(edges) == 1 and not steps:
            return ("edge", edges[0])
        return ("many", steps, edges) if steps or edges else ("workflow",)

    @property
    def _is_turning(self) -> bool:
        return self._soon.isActive() or self._coming is not None

    def _choose(self) -> None:
        self._soon.stop()
        if self._waits_for_dialog():
            return
        wanted = self._wanted()
        if wanted == self._target:
            if self._coming is not None and not self._making.is_busy:
                self._turn_to(self._coming)
            return
        self._target = wanted
        self._give_up()
        self._coming = page = self._made(wanted)
        page.hide()
        self._making.queue(self._whole(page))

    def _waits_for_dialog(self) -> bool:
        """Whether an editor of this page has a window open; it is chosen anew when it closes.

        The window goes with the page, and what is typed in it would be lost.
        """
        dialog = self._open_window()
        if dialog is not None:
            dialog.finished.connect(self._choose_again)
        return dialog is not None

    def _choose_again(self, _how: int) -> None:
        self._soon.start()

    def _open_window(self) -> QDialog | None:
        found = self._page.findChildren(QDialog) if self._page is not None else []
        return next((each for each in found if each.isVisible()), None)

    def _give_up(self) -> None:
        """Let go of a page that is not whole yet: something else is selected meanwhile."""
        self._making.stop()
        if self._coming is not None:
            self._coming.deleteLater()
            self._coming = None

    def _whole(self, page: Page) -> Generator[None]:
        """Make a page to its end, and find out how it looks before it is seen."""
        yield from polished(page.build(), page)
        page.resize(self._area.viewport().size())
        yield
        for widget in reversed(page.findChildren(QWidget)):
            layout: QLayout | None = widget.layout()
            if layout is not None:
                layout.activate()
        yield
        page.setEnabled(not self._bench.document.locked)

    def _take_run(self) -> None:
        """Try formulas on what the case brought, once it has come to the step."""
        keys = self.window().focusWidget()
        if self._wanted() != self._target and not (keys and self.isAncestorOf(keys)):
            self._soon.start()

    def _renew(self) -> None:
        self._target = ()
        self._soon.start()

    def _made(self, wanted: tuple[object, ...]) -> Page:
        word, *names = wanted
        around = self._holder  # made where it will lie, it is painted in its looks once
        if word == "step":
            return StepPage(self._bench, str(names[0]), around)
        if word == "edge":
            return EdgePage(self._bench, str(names[0]), around)
        if word == "many":
            steps, edges = cast("tuple[tuple[str, ...], ...]", tuple(names))
            return ManyPage(self._bench, steps, edges, around)
        return WorkflowPage(self._bench, around)

    def _turn_to(self, page: Page) -> None:
        former, self._page, self._coming = self._page, page, None
        self._said.hide()
        if former is not None:
            keys = former.window().focusWidget()
            if keys and former.isAncestorOf(keys):
                keys.clearFocus()  # else the keyboard would go to whatever comes next
            former.hide()
            self._pages.removeWidget(former)
            former.deleteLater()
        page.refused.connect(self._refuse)
        self._pages.addWidget(page)
        page.show()
        self._steady.settle()
        self._area.verticalScrollBar().setValue(0)
        self._go_to_field()

    def _refuse(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.show()

    def _take_change(self, touched: Touched) -> None:
        del touched
        self._said.hide()
        if self._wanted() != self._target:
            self._soon.start()
        elif self._coming is not None:
            self._coming.refresh()
        elif self._page is not None:
            self._page.refresh()
