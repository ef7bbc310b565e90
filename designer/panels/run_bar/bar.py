"""Knows what a person sees and does while a run lies on the desk. Must not know who begins runs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget

from designer.document.moment import now
from designer.library.examples import example_of
from designer.panels import event_words, wording
from designer.panels.run_bar.head import Head
from designer.panels.run_bar.incident import Drawn, incident
from designer.panels.run_bar.line import ProgressLine
from designer.panels.run_bar.parts import Note
from designer.panels.run_bar.progress import Items, Paths, progress
from designer.panels.run_bar.situation import Known, situation
from designer.panels.run_bar.starts import Results, starts_of
from designer.panels.tasks.open_task import open_tasks
from designer.slicer import Slicer, till_done
from runtime.errors import InvalidWorkflowError

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.library.cards import Card
    from designer.panels.run_bar.answer_dialog import AnswerDialog
    from designer.panels.run_bar.deciding import Deciding
    from designer.panels.run_bar.situation import Situation, Stage
    from designer.panels.run_bar.starts import Start
    from designer.panels.run_bar.undone import UndoneList
    from designer.panels.run_bar.value_dialog import ValueDialog
    from designer.panels.tasks.open_task import OpenTask
    from designer.panels.workbench import Workbench
    from designer.run_bridge.session import RunSession
    from runtime.definition.json_value import JsonValue
    from runtime.events.view import WaitingFor

_TICK = 1000
_MOST_UNDONE = 100
_A_FEW = 500
"""Events that are taken in between two looks at the clock."""

_AGAIN = ("Run again", "Runs the workflow as it is on the screen, with the same data")
_TRY = ("Test with its data", "Runs the draft with what this case began with; nothing is written")


class RunBar(QWidget):
    """How it stands with the run on the desk, and what can be done about it.

    Args:
        bench: whose run it is.
        who: in whose name tasks of a real run are answered, and their roles.

    Attributes:
        asked: what the person wants from who begins runs: "next", "go_on", "stop", "again" or
            "close".
        keys_left: the bar goes, and the keyboard was in it.
        situation: what is said now; None without a run.
    """

    asked = Signal(str)
    keys_left = Signal()

    def __init__(
        self,
        bench: Workbench,
        who: Callable[[], tuple[str, tuple[str, ...]]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bench, self._who = bench, who
        self._run: RunSession | None = None
        self._items = Items()
        self._paths = Paths({})
        self._results = Results()
        self._stands: tuple[WaitingFor, int] | None = None
        self.situation: Situation | None = None
        self.head = Head(bench.theme, self)
        self.line = ProgressLine(bench.theme, self)
        self.trouble: Note | None = None
        self.deciding: Deciding | None = None
        self.undone: UndoneList | None = None
        self.dialog: ValueDialog | AnswerDialog | None = None
        self._said = ("", False)
        self._has_failed = False
        self._clock = QTimer(self, interval=_TICK)
        self._following: Slicer[None] = Slicer(self)
        self._lay_out()
        self._connect()
        self._take_run()

    def _lay_out(self) -> None:
        self.setAccessibleName("The run")
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._lines.addWidget(self.head)
        self._lines.addWidget(self.line)

    def _connect(self) -> None:
        bench = self._bench
        bench.run_changed.connect(self._take_run)
        bench.run_grew.connect(self._follow)
        bench.moment_changed.connect(self._show_words)
        bench.theme_changed.connect(self._take_theme)
        bench.document_changed.connect(self._show_anew)
        bench.names_changed.connect(self._show_anew)
        bench.undone_wanted.connect(self.show_undone)
        self._clock.timeout.connect(self._show_words)
        self._following.done.connect(self._show)
        self.head.asked.connect(self._act)
        self.head.step_asked.connect(self._show_step)
        self.head.undone_toggled.connect(self._list_undone)

    def set_calm(self, *, is_calm: bool) -> None:
        """Let nothing move that only decorates."""
        self.line.is_calm = is_calm

    # --- the run ----------------------------------------------------------------------------------

    def _take_run(self) -> None:
        run = self._bench.run
        if self._run is not None and self._run is not run:
            self._run.failed.disconnect(self._take_trouble)
            self._results.keep(self._run.view)
        if run is not None and run is not self._run:
            run.failed.connect(self._take_trouble)
        self._run = run
        self._items, self._stands = Items(), None
        self._said, self._has_failed = ("", False), False
        self.head.begin()
        self.head.name("again", *(_AGAIN if run is None or not run.is_recorded else _TRY))
        self._put_away()
        if self.dialog is not None:
            self.dialog.reject()
        if run is None and self._holds_keys(self):
            self.keys_left.emit()
        self.setVisible(run is not None)
        self._follow()

    def _holds_keys(self, widget: QWidget) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and widget.isAncestorOf(focus)

    def _put_away(self) -> None:
        self.trouble = self._dropped(self.trouble)
        self._drop_deciding()
        self.undone = self._dropped(self.undone)
        self.head.undone.setChecked(False)

    def _dropped(self, widget: QWidget | None) -> None:
        if widget is not None:
            if self._holds_keys(widget):
                self.head.setFocus()
            widget.hide()
            self._lines.removeWidget(widget)
            widget.deleteLater()

    def _drop_deciding(self) -> None:
        if self.deciding is not None:
            self.deciding.give_up()
        self.deciding = self._dropped(self.deciding)
        self._stands = None

    # --- what is said -----------------------------------------------------------------------------

    def _follow(self) -> None:
        """Take in what happened, and show how the run stands then."""
        if not self._following.is_busy:
            self._following.run(till_done(self._take_some))

    def _take_some(self) -> bool:
        """Take in a few events; returns whether that was all."""
        return self._run is None or self._items.grow(self._run.events, _A_FEW)

    def _show(self) -> None:
        run = self._run
        if run is None:
            self.situation = None
            self._clock.stop()
            return
        self._show_words()
        self._show_incident(run)
        over_and_dry = run.is_over and run.dry
        self.head.show_undone(len(run.view.would_do) if over_and_dry else 0)

    def _show_words(self) -> None:
        run = self._run
        if run is None:
            return
        shown = self.situation = situation(run.view, self._known(run))
        past = self._past(run)
        self._name_answer(run)
        self.head.show_situation(shown, past)
        self.line.show_share(shown.share, shown.tone, moves=shown.moves)
        if shown.moves != self._clock.isActive():
            self._clock.start() if shown.moves else self._clock.stop()

    def _past(self, run: RunSession) -> str:
        """Return which moment is looked at: "As it was at 08:12:03"; "" for now."""
        moment = self._bench.moment
        if moment is None or not 0 < moment <= len(run.events):
            return ""
        return f"As it was at {event_words.when(run.events[moment - 1], run.events)}"

    def _known(self, run: RunSession) -> Known:
        if self._paths.document is not run.document:
            self._paths = Paths(run.document)
        done = progress(run.view, self._paths, self._items)
        return Known(
            self._stage(run),
            run.is_busy,
            not run.is_recorded,
            run.dry,
            done,
            self._bench.names.title,
            now(),
            bool(self._bench.former),
        )

    def _stage(self, run: RunSession) -> Stage:
        if run.view.started:
            return "begun"
        return "not begun" if self._has_failed else "starting"

    def _name_answer(self, run: RunSession) -> None:
        asked = [waits for waits in run.view.waiting_for if waits.kind == "task"]
        if len(asked) > 1:
            self.head.name("answer", f"Answer {len(asked)} tasks…", short="Answer…")
        elif asked and run.view.test and asked[0].people:
            self.head.name(
                "answer", f"Answer as {wording.people(asked[0].people)}…", short="Answer…"
            )
        else:
            self.head.name("answer", "Answer…")

    def _show_anew(self) -> None:
        self._stands = None
        self._show()

    def _take_theme(self) -> None:
        theme = self._bench.theme
        self.head.set_theme(theme)
        self.line.set_theme(theme)
        self._stands = None
        self._show()
        if self.trouble is not None:
            self._show_trouble()

    # --- a step that failed -----------------------------------------------------------------------

    def _show_incident(self, run: RunSession) -> None:
        waiting = [waits for waits in run.view.waiting_for if waits.kind == "incident"]
        stands = (waiting[0], len(waiting)) if waiting and not run.is_over else None
        before = self._stands
        if stands and before and stands[0] is before[0] and stands[1] == before[1]:
            return
        self._drop_deciding()
        if stands is None:
            return
        bench = self._bench
        drawn = Drawn(bench.document.model, self._card, bench.names.title)
        found = incident(run.view, run.events, drawn)
        if found is None:
            return
        from designer.panels.run_bar.deciding import Deciding

        self._stands = stands
        starts = partial(self._starts, found.step, run)
        made = self.deciding = Deciding(found, run, starts, bench.theme, self)
        made.step_asked.connect(partial(self._show_step, found.step))
        made.refused.connect(self._say)
        self._lines.addWidget(made)

    def _starts(self, step: str, run: RunSession) -> list[Start]:
        """Return with what a result of a step may begin."""
        bench = self._bench
        model, kinds = bench.document.model, bench.services.kinds

        def example(name: str) -> JsonValue:
            return example_of(model.nodes[name], kinds, bench.connectors())

        return starts_of(step, model, (run.view, run.events), self._results, example)

    def _card(self, step: str) -> Card:
        bench = self._bench
        return bench.services.cards.card(bench.document.model.nodes[step], bench.connectors())

    def _show_step(self, step: str) -> None:
        self._bench.show_step(step.partition("/")[0])

    # --- trouble ----------------------------------------------------------------------------------

    def _take_trouble(self, why: str) -> None:
        """The run did not begin, or the runtime stopped."""
        self._said, self._has_failed = (why, False), True
        self._show_trouble()
        self._show()

    def _say(self, why: str) -> None:
        """Something that the person wanted was refused."""
        self._said = (why, True)
        self._show_trouble()

    def _show_trouble(self) -> None:
        self.trouble = self._dropped(self.trouble)
        why, is_refusal = self._said
        run, engine = self._run, self._bench.services.engine
        if not why or run is None:
            return
        is_gone = engine.state.startswith("stopped")
        what, tone = "That was not done.", "waiting"
        if not is_refusal:
            what, tone = _what_failed(has_begun=bool(run.view.started), is_gone=is_gone)
        detail = "" if is_refusal else engine.details()
        made = self.trouble = Note(tone, what, (why,), detail, self._bench.theme, self)
        if is_gone:
            made.add("Start the runtime again", "primary").clicked.connect(self._start_engine)
        if run.trouble is not None and run.trouble.code == InvalidWorkflowError.code:
            show = made.add("Show the problems", "primary")
            show.clicked.connect(self._bench.problems_wanted)
        made.add("Put away").clicked.connect(self._close_trouble)
        made.close_row()
        self._lines.insertWidget(2, made)

    def _start_engine(self) -> None:
        self._bench.services.engine.start_process()
        self._close_trouble()

    def _close_trouble(self) -> None:
        self._said = ("", False)
        self.trouble = self._dropped(self.trouble)

    # --- doing ------------------------------------------------------------------------------------

    def _act(self, deed: str) -> None:
        if deed == "edit":
            self.edit_data()
        elif deed == "answer":
            self.answer()
        elif deed == "compare":
            self._bench.compare_wanted.emit()
        else:
            self.asked.emit(deed)

    def edit_data(self) -> None:
        """Let the person change the case data that the next steps see."""
        from designer.panels.run_bar.case_data import edit_data

        dialog = edit_data(self._bench, self.window())
        if dialog is not None:
            self._hold(dialog)

    def _hold(self, dialog: ValueDialog | AnswerDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._forget)

    def _forget(self) -> None:
        self.dialog = None

    # --- tasks ------------------------------------------------------------------------------------

    def needs_task(self) -> str:
        """Say why there is no task to answer."""
        can = self.situation.can if self.situation is not None else ()
        return "" if "answer" in can else "No task of a run waits here."

    def answer(self) -> None:
        """Open the task that the run waits for, or let the person choose one of several."""
        run = self._run
        if run is None:
            return
        self.head.buttons["answer"].setEnabled(False)
        reply = run.tasks()
        reply.done.connect(partial(self._take_tasks, run))
        reply.failed.connect(self._say)

    def _take_tasks(self, run: RunSession, found: list[dict[str, Any]]) -> None:
        if run is not self._run:
            return
        self._show_words()
        view = run.view
        row = {"run": run.run, "name": view.name, "key": view.key, "test": view.test}
        tasks = open_tasks(found, [{**row, "definition": view.definition}])
        if not tasks:
            self._say("The task is not open any more: somebody has answered it meanwhile.")
        elif len(tasks) == 1:
            self._open_task(tasks[0])
        else:
            self._choose_task(tasks)

    def _choose_task(self, tasks: list[OpenTask]) -> None:
        menu = QMenu(self)
        for task in tasks:
            whom = wording.people(task.people) or "anybody"
            entry = menu.addAction(f"{task.title} ({whom})".replace("&", "&&"))
            entry.triggered.connect(partial(self._open_task, task))
        menu.aboutToHide.connect(menu.deleteLater)
        button = self.head.buttons["answer"]
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _open_task(self, task: OpenTask, _checked: object = None) -> None:
        from designer.panels.run_bar.answer_dialog import AnswerDialog

        dialog = AnswerDialog(task, self._who(), self._bench, self.window())
        dialog.step_asked.connect(partial(self._show_step, task.step))
        self._hold(dialog)
        dialog.open()

    # --- what was not done ------------------------------------------------------------------------

    def show_undone(self) -> None:
        """List what the dry run would have done."""
        if not self.head.undone.isHidden():
            self.head.undone.setChecked(True)

    def _list_undone(self, is_open: bool) -> None:
        self.undone = self._dropped(self.undone)
        run = self._run
        if not is_open or run is None:
            return
        from designer.panels.run_bar.undone import UndoneList, undone_rows

        rows = undone_rows(run.view, self._bench.names.title, _MOST_UNDONE)
        self.undone = UndoneList(rows, len(run.view.would_do) - len(rows), self)
        self.undone.step_asked.connect(self._show_step)
        self._lines.addWidget(self.undone)


def _what_failed(*, has_begun: bool, is_gone: bool) -> tuple[str, str]:
    """Return what happened, and the state whose colours that has."""
    if not has_begun:
        return "The run could not begin, and nothing was done.", "failed"
    if is_gone:
        return "The runtime has stopped, and the run stands still.", "failed"
    return "The runtime was started again, and the run goes on.", "waiting"
