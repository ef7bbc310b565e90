"""Knows how the parts of the window work together. Must not know their insides.

The parts hear of each other here: files and header, canvas and desk, problems and status bar.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from designer.canvas.editing import CanvasEditing
from designer.canvas.empty_state import EmptyState
from designer.canvas.hands import Hands
from designer.canvas.minimap import Minimap
from designer.dialogs.questions import Questions
from designer.document.opening import new_workflow
from designer.document.workflow import WorkflowDocument
from designer.library.templates import templates
from designer.panels.cases.settings import TestSettings
from designer.panels.cases.trouble_chip import TroubleChip
from designer.panels.run_bar.bar import RunBar
from designer.panels.workbench import Workbench
from designer.shell import all_actions
from designer.shell.attention import Attention
from designer.shell.banner import Message
from designer.shell.called import Called
from designer.shell.canvas_area import CanvasArea
from designer.shell.canvas_link import CanvasLink
from designer.shell.desk import RIGHT
from designer.shell.files import Files
from designer.shell.looked_at import LookedAt
from designer.shell.main_window import MainWindow
from designer.shell.moments import Moments
from designer.shell.name_plate import NamePlate
from designer.shell.neighbours import Neighbours
from designer.shell.panels import Panels
from designer.shell.person import Person
from designer.shell.places import Places
from designer.shell.rail import Place
from designer.shell.run_control import RunControl
from designer.shell.run_drawing import RunDrawing
from designer.shell.run_from import why_not_as_run, why_not_from
from designer.shell.state_link import StateLink
from designer.shell.stepping import Stepping
from designer.shell.touring import Touring
from designer.shell.trail import Trail
from designer.shell.warming import Warming
from designer.shell.wishes import Wishes
from designer.shell.working import Working

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from designer.document.drafts.shelf import Shelf
    from designer.panels.workbench import Services
    from designer.settings.preferences import Preferences, PreferencesFile

_SHOWN_BY = {"test": "problems", "runs": "history"}
"""The panel that each way to look at a workflow begins with."""
_SOON_MS = 100
"""After the first picture, and before anybody can edit."""
_LATER = "This comes with a later version."


class Studio(QObject):
    """The window with everything in it.

    Args:
        services: what works for the desk.
        shelf: keeps edits.
        settings: where preferences are kept.
        preferences: what the person has set.
        questions: asks the person; by default with dialogs.
    """

    def __init__(
        self,
        services: Services,
        shelf: Shelf,
        settings: PreferencesFile,
        preferences: Preferences,
        questions: Questions | None = None,
    ) -> None:
        super().__init__()
        self.person = Person(settings, preferences, self)
        self.preferences, theme = preferences, self.person.theme
        self.window = MainWindow(theme, _places())
        self.bench = Workbench(WorkflowDocument(new_workflow()), theme, services, self)
        self._questions = questions or Questions(self.window)
        self.working = Working(self.window)
        self.files = Files(shelf, preferences, self._questions, self.working, self)
        self.link = CanvasLink(self.bench, self)
        self.files.prepare = self.link.prepare
        self.view = self.link.view
        self.view.reduce_motion(on=preferences.reduced_motion)
        self.editing = CanvasEditing(self.view, services.offers, services.cards)
        self.hands = Hands(self.editing)
        self.wishes = Wishes(self.bench, self.editing, self)
        asked = self._questions, self.working
        self.called = Called(self.bench, self.editing, self.files, *asked)
        self.neighbours = Neighbours(self.bench, self.files, shelf, self.working)
        self.bench.neighbours = self.neighbours
        self.stepping = Stepping(self.bench, self.called, self)
        self.trail = Trail(self.files, self.called, self.stepping, self)
        self.run = RunControl(self.bench, preferences, self._questions, self)
        self.test_settings = TestSettings(self.bench, preferences, self)
        self.drawing = RunDrawing(self.bench, self)
        self.states = StateLink(self.bench, self.link, self)
        self.area = CanvasArea(self.view)
        self.places = Places(self.window, self.bench, preferences)
        self.touring = Touring(self.window, self.bench, self.view, self.files, self.run)
        self._furnish()
        self._add_actions()
        self._connect()
        self.window.place(preferences.window)
        self.panels: Panels | None = None
        self._show_start()
        self.setParent(self.window)  # what the parts say to each other ends with the window

    # --- building ---------------------------------------------------------------------------------

    def _furnish(self) -> None:
        self.area.put(Minimap(self.view), "top left", gives_way=True)
        self.run_bar = RunBar(self.bench, lambda: (self.preferences.actor, self.preferences.roles))
        self.run_bar.set_calm(is_calm=self.preferences.reduced_motion)
        self.area.put_above(self.run_bar)
        self.window.bars.append(self.run_bar)
        looked = LookedAt(self.bench, self.area, self.drawing, self.stepping, self)
        self.strip = looked.strip
        tells = self.window, self.bench, self.files, self.trail, self.stepping, self.drawing
        self.name_plate = NamePlate(*tells)
        looked.changed.connect(self.name_plate.show_name)
        self.moments = Moments(self.bench, self.area, self)
        self.attention = Attention(self.bench, self)
        self.attention.asked.connect(self.view.show_step)
        self.attention.failure_found.connect(self.bench.show_step)
        self.empty = EmptyState(self.view, self.bench.services.offers)
        self.empty.chosen.connect(self.editing.add_step)
        self.window.desk.set_canvas(self.area)
        self.window.header.add_chip(TroubleChip(self.bench, self.test_settings))

    def _make_panels(self) -> None:
        """Make the panels when they are first needed: the start page is seen sooner without."""
        if self.panels is not None:
            return
        desk = self.window.desk
        made = self.panels = Panels(self.bench, desk, self.test_settings, self.run.test)
        made.palette.chosen.connect(self.editing.add_step)
        QTimer.singleShot(_SOON_MS, self, made.make_tests)
        self.wishes.data_wanted.connect(partial(desk.drawer.show_panel, "data"))
        for mode, panel in _SHOWN_BY.items():
            self.window.header.forbid(mode, "" if desk.drawer.has(panel) else _LATER)
        desk.arrange(self.preferences.docks)
        desk.drawer.set_open(is_open=self.preferences.bottom)

    def _add_actions(self) -> None:
        actions = self.window.actions_of
        actions.add(all_actions.file_actions(self.files, self.window.close))
        actions.add(all_actions.history_actions(lambda: self.bench.document))
        actions.add(
            all_actions.view_actions(
                self.view,
                self.window.desk,
                self.person.choose_theme,
                lambda: self.preferences.theme,
            )
        )
        actions.add(all_actions.canvas_actions(self.editing))
        actions.add(all_actions.run_actions(self.run, self.editing, self.drawing))
        actions.add(all_actions.run_bar_actions(self.run_bar, self.run))
        actions.add(all_actions.moment_actions(self.moments))
        actions.add(all_actions.stepping_actions(self.stepping))
        settings = partial(self.test_settings.ask, self.window)
        ask_person = partial(self.person.ask, self.window)
        actions.add(all_actions.test_actions(settings, self._needs_document))
        own = (self.window.next_panel, self._show_keys, ask_person, self.touring.begin)
        actions.add(all_actions.window_actions(*own))
        actions.add(self.places.actions())
        actions.set_canvas(self.view)
        actions.refused.connect(self.window.status.set_hint)
        self.window.make_menus()
        self.window.add_recent(lambda: self.preferences.recent, self.open_name)

    def _connect(self) -> None:
        window, files, bench = self.window, self.files, self.bench
        telling = files, self.wishes, self.called, self.neighbours, self.run
        for part in (*telling, self.places.connections):
            part.said.connect(self.say)
        self._connect_run()
        files.settled.connect(self.window.banners.take_back)
        files.opened.connect(self._take_document)
        files.closed.connect(self._show_start)
        files.named.connect(self.person.keep)  # a crash must not forget which files there are
        files.opened.connect(self.person.keep)
        window.leaving.connect(self._leave)
        window.rail.chosen.connect(self._go_to)
        self.places.left.connect(self._go_back)
        self.places.run_asked.connect(self._show_case)
        bench.shown.connect(self.places.leave)
        start = window.start
        start.new_asked.connect(files.new)
        start.open_asked.connect(files.ask_and_open)
        start.file_asked.connect(self.open_name)
        start.template_asked.connect(files.from_template)
        start.tour_asked.connect(self.touring.begin)
        start.draft_asked.connect(files.open_draft)
        start.discard_asked.connect(self._discard_draft)
        bench.shown.connect(self._show_settings)
        self.view.zoomed.connect(window.status.set_zoom)
        window.status.whole_asked.connect(self.view.fit_all)
        window.status.natural_asked.connect(self.view.natural_size)
        window.status.smaller_asked.connect(self.view.zoom_out)
        window.status.larger_asked.connect(self.view.zoom_in)
        window.status.problems_asked.connect(self._show_problems)
        self.person.changed.connect(self._take_preferences)
        self.person.theme_changed.connect(self._take_theme)

    def _connect_run(self) -> None:
        run, header = self.run, self.window.header
        header.run_asked.connect(lambda: run.stop() if run.is_running else run.test())
        header.mode_chosen.connect(self._look_at)
        header.forbid("publish", "Publishing comes with the shared repository.")
        header.forbid("insights", _LATER)
        self.editing.run_from_wanted.connect(run.test_from)
        reason = partial(why_not_from, self.bench, run.needs_from)
        self.editing.reasons["run_from"] = reason
        self.editing.run_from_as_run_wanted.connect(run.test_from_as_run)
        old = partial(why_not_as_run, self.bench, run.needs_room)
        self.editing.reasons["run_from_as_run"] = old
        run.changed.connect(self._show_run)
        run.started.connect(self._show_test)
        run.started.connect(self.person.keep)
        run.paused.connect(self._show_stop)
        self.run_bar.asked.connect(run.do)
        self.run_bar.keys_left.connect(self.view.setFocus)
        header.way_asked.connect(self.trail.go_back)

    # --- opening and leaving ----------------------------------------------------------------------

    def open_name(self, name: str) -> bool:
        """Open a file by its path."""
        from pathlib import Path

        is_open = self.files.open_path(Path(name))
        if not is_open and self.files.document is None:
            self._show_start()
        return is_open

    def _take_document(self) -> None:
        document = self.files.document
        if document is None:
            return
        self.name_plate.take(document)
        self.bench.set_document(document)
        self._make_panels()  # of this workflow at once
        self.window.show_desk(is_open=True)
        self.window.rail.show_place("workflows")
        self.link.look_at_all()
        self.view.setFocus()

    def _show_start(self) -> None:
        recent = self.preferences.recent
        self.window.start.show_choices(self.files.drafts(), recent, templates())
        self.bench.set_document(WorkflowDocument(new_workflow()))
        self.window.show_desk(is_open=False)
        self.window.rail.show_place("workflows")
        self.name_plate.clear()
        self.window.start.setFocus()

    def _discard_draft(self, draft: object) -> None:
        from designer.document.drafts.shelf import Draft

        if isinstance(draft, Draft):
            self.files.discard_draft(draft)
            self._show_start()

    def _leave(self) -> None:
        preferences, desk = self.preferences, self.window.desk
        if not self.files.close():
            self.window.stays = True
            return
        preferences.window = self.window.geometry_text()
        if self.panels is not None:
            preferences.docks = desk.arrangement()
            preferences.bottom = desk.drawer.is_open
        self.person.save()

    def begin(self) -> None:
        """Do what waits for the first picture: now the window has its size."""
        if self.files.document is not None:
            self.link.look_at_all()
        self._make_panels()
        self.start_services()
        Warming(self.bench.services.kinds.values(), self, self._looked_at_first())

    def _looked_at_first(self) -> Iterator[Callable[[], object]]:
        """Yield what makes the panels that most people look at first when something runs."""
        yield lambda: self.panels and self.panels.log
        yield lambda: self.panels and self.panels.data

    def start_services(self) -> None:
        """Start what works in other processes: done after the first picture."""
        helper, engine = self.bench.services.helper, self.bench.services.engine
        engine.state_changed.connect(self._tell_engine)
        helper.start_process()
        engine.start_process()
        self._tell_engine(engine.state)

    def close(self) -> None:
        """Stop what works in other processes."""
        self.bench.services.helper.close()
        self.bench.services.engine.close()

    def _tell_engine(self, state: str) -> None:
        word, _, why = state.partition(": ")
        texts = {"starting": "Runtime is starting", "ready": "Runtime ready"}
        text = texts.get(word, f"Runtime {word}")
        self.window.status.set_engine(text, why)

    # --- what is shown ----------------------------------------------------------------------------

    def say(self, message: object) -> None:
        """Show a message above the canvas, or on the start page as well."""
        if isinstance(message, Message):
            self.window.banners.say(message)

    def _needs_document(self) -> str:
        return "" if self.files.document is not None else "No workflow is open."

    def _show_problems(self) -> None:
        self.window.desk.drawer.show_panel("problems")

    def _show_settings(self) -> None:
        self.window.desk.show_side(RIGHT, is_shown=True)

    # --- runs -------------------------------------------------------------------------------------

    def _show_run(self) -> None:
        header, run = self.window.header, self.bench.run
        header.set_running(is_running=self.run.is_running)
        header.set_dry(is_dry=run is not None and run.dry)
        if run is None:
            header.set_mode("design")

    def _show_test(self) -> None:
        self.window.banners.take_back("run")
        self.window.header.set_mode("test")
        self.window.desk.drawer.show_panel("log")

    def _show_stop(self) -> None:
        run = self.bench.run
        if run is not None and run.stops_at:
            self.bench.show_step(run.stops_at[0])

    def _look_at(self, mode: str) -> None:
        """Design shows the drawing alone, Test what a run did, Runs the earlier ones."""
        drawer = self.window.desk.drawer
        if mode == "design":
            drawer.set_open(is_open=False)
        else:
            drawer.show_panel(_SHOWN_BY[mode])

    # --- the person -------------------------------------------------------------------------------

    def _go_to(self, place: str) -> None:
        """Go where the rail leads."""
        if self.places.go_to(place):
            return
        if place == "settings":
            self.person.ask(self.window)
            self.window.rail.show_place(self.places.here)
        else:
            self._go_back()

    def _go_back(self) -> None:
        """Show the open workflow again, or the start page."""
        is_open = self.files.document is not None
        self.window.show_desk(is_open=is_open)
        self.window.rail.show_place("workflows")
        (self.view if is_open else self.window.start).setFocus()

    def _show_case(self, run: str, step: str) -> None:
        """Show a case of the open workflow on the canvas, at a step."""
        self.bench.set_run(self.bench.services.engine.open_run(run))
        self.attention.leave_alone()
        self._go_back()
        self.bench.show_step(step)

    def _show_keys(self) -> None:
        from designer.dialogs.key_sheet import KeySheet

        known = self.window.actions_of.all.values()
        order = {title: at for at, title in enumerate(all_actions.MENUS)}
        keys = [(a.menu[0].removesuffix("|"), a.title, a.keys) for a in known if a.keys and a.menu]
        sheet = KeySheet(sorted(keys, key=lambda key: order[key[0]]), self.window)
        sheet.exec()
        sheet.deleteLater()

    def _take_preferences(self) -> None:
        self.view.reduce_motion(on=self.preferences.reduced_motion)
        self.run_bar.set_calm(is_calm=self.preferences.reduced_motion)

    def _take_theme(self) -> None:
        theme = self.person.theme
        self.window.set_theme(theme)
        self.strip.set_theme(theme)
        self.bench.set_theme(theme)


def _places() -> list[Place]:
    return [
        Place("workflows", "Workflows", "workflows"),
        Place("connections", "Connections", "connections"),
        Place("tasks", "Tasks", "tasks"),
        Place("runs", "Runs", "runs", _LATER),
        Place("insights", "Insights", "insights", _LATER),
        Place("settings", "Settings", "settings"),
    ]
