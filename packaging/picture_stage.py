"""Sets the stage for a picture: the real window, its processes, and somebody who answers dialogs.

Must not know what is on the pictures.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from shutil import copytree
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QEventLoop, QTimer, qInstallMessageHandler
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QToolButton,
    QWidget,
)

from designer.app import build
from designer.document.drafts.shelf import Shelf
from designer.panels.checking import Checking
from designer.panels.palette import Palette
from designer.panels.step_settings import StepSettings
from designer.run_bridge.child_process import ChildProcess
from designer.run_bridge.orders import Answer, Pin, TestOrder
from designer.shell.desk import LEFT, RIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPixmap

    from designer.run_bridge.session import RunSession
    from designer.settings.preferences import ThemeChoice

SECONDS = 20.0
_QUALITY = {".png": 0, ".webp": 100}
"""What makes the file of each kind small without losing anything."""
STORY = "signed-sow-to-invoice"
TEMPLATES = Path(__file__).resolve().parent.parent / "resources" / "templates"
QUIET = ("This plugin does not support",)
"""What Qt says off-screen for lack of a screen."""
_ROUNDS = 6
"""Layouts that lie in each other find their sizes one after the other, a round of events each."""


class NotThereError(Exception):
    """A picture cannot be taken: says what did not come."""


class Stage:
    """The window that is photographed.

    Args:
        folder: where it keeps settings and drafts.
        width: of the window, in logical pixels.
        height: of the window.

    Attributes:
        seen: is told each window and dialog at the moment at which it is photographed.
    """

    def __init__(self, folder: Path, width: int, height: int) -> None:
        self.app = QApplication.instance() or QApplication(["baton"])
        self.folder = folder
        self.warnings: list[str] = []
        qInstallMessageHandler(self._note)
        self.studio = build(folder)
        self.window = self.studio.window
        self.window.resize(width, height)
        self.window.show()
        self.studio.begin()
        self._pressing = QTimer()
        self._pressing.timeout.connect(self._answer)
        self._pressing.start(20)
        self.on_dialog: Callable[[QWidget], None] | None = None
        self.seen: Callable[[QWidget], object] = _look_away
        self._floating: list[QWidget] = []
        self._undoing: list[Callable[[], object]] = []

    # --- pictures ---------------------------------------------------------------------------------

    def take(self, target: Path, scene: Callable[[Stage], QPixmap | None]) -> bool:
        """Play a scene from a clean start and save what is seen; False where it did not come."""
        try:
            seen = self.play(scene)
        except NotThereError as problem:
            sys.stdout.write(f"{target.stem}: {problem}\n")
            return False
        seen.save(str(target), quality=_QUALITY[target.suffix])
        for warning in self.warnings:
            sys.stdout.write(f"{target.stem}: Qt says: {warning}\n")
        return not self.warnings

    def play(self, scene: Callable[[Stage], QPixmap | None]) -> QPixmap:
        """Play a scene from a clean start and return what is seen.

        Raises:
            NotThereError: it did not come.
        """
        self.clear()
        self.warnings.clear()
        return scene(self) or self.grab()

    def grab(self) -> QPixmap:
        """Photograph the window as it is after it has settled."""
        for settings in self.window.findChildren(StepSettings):
            _ = settings.page  # made to its end
        self.settle()
        self.seen(self.window)
        return self.window.grab()

    def clear(self) -> None:
        """Put everything away: workflow, run, messages, panels that were opened, menus."""
        while self._undoing:
            self._undoing.pop()()
        for widget in self._floating:
            widget.close()
            widget.deleteLater()
        self._floating.clear()
        self.studio.editing.asking.close()
        for palette in self.window.findChildren(Palette):
            palette.findChildren(QLineEdit)[0].clear()
        self.studio.run.put_away()
        self.window.rail.chosen.emit("workflows")
        self.studio.files.close()
        for draft in Shelf(self.folder / "drafts").found():
            self.studio.files.discard_draft(draft)
        for message in list(self.window.banners.messages):
            self.window.banners.take_back(message.about)
        desk = self.window.desk
        desk.drawer.set_open(is_open=False)
        desk.show_side(LEFT, is_shown=True)
        desk.show_side(RIGHT, is_shown=True)
        self.studio.link.view.canvas.set_editable(on=True)
        self.settle()

    def keep(self, widget: QWidget) -> QWidget:
        """Close a widget after this picture."""
        self._floating.append(widget)
        return widget

    def after(self, undo: Callable[[], object]) -> None:
        """Do something after this picture, to leave everything as it was."""
        self._undoing.append(undo)

    # --- time -------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Let the window work until it has nothing to do that comes to an end by itself."""
        self.wait("peace in the window", lambda: all(self._rests() for _ in range(_ROUNDS)))

    def _rests(self) -> bool:
        """Whether nothing is under way: no request is open, and nothing is put off."""
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.app.processEvents()
        timers = (*self.studio.findChildren(QTimer), *self.window.findChildren(QTimer))
        put_off = any(
            timer.isActive()
            and (timer.isSingleShot() or not timer.interval())
            and timer.remainingTime() < SECONDS * 1000  # a day that is counted down is no work
            for timer in timers
        )
        services = self.studio.bench.services
        children = [
            child
            for service in (services.helper, services.engine)
            for child in service.findChildren(ChildProcess)
        ]
        return not put_off and not any(child.is_asked for child in children)

    def wait(self, what: str, until: Callable[[], object], seconds: float = SECONDS) -> None:
        """Wait until something is so.

        Raises:
            NotThereError: it did not come.
        """
        end = monotonic() + seconds
        while not until():
            if monotonic() > end:
                raise NotThereError(f"{what} did not come within {seconds:.0f} s")
            _sleep(0.02)

    # --- workflows --------------------------------------------------------------------------------

    def open_story(self) -> None:
        """Open the template of a signed statement of work."""
        self.studio.files.from_template(STORY)
        self.settle_checks()

    def open_file(self, path: Path) -> None:
        """Open a workflow of these pictures.

        Raises:
            NotThereError: it did not open.
        """
        if not self.studio.open_name(str(self.own(path))):
            raise NotThereError(f"“{path.stem}” did not open")
        self.settle_checks()

    def own(self, path: Path) -> Path:
        """Return a workflow as a file of this stage: others may have the same one open by now."""
        if path.is_relative_to(self.folder):
            return path
        folder = self.folder / "workflows" / path.parent.name
        copytree(path.parent, folder, dirs_exist_ok=True)
        return folder / path.name

    def new(self) -> None:
        """Open an empty workflow."""
        self.studio.files.new()
        self.settle_checks()

    def settle_checks(self) -> None:
        """Wait until the workflow has been checked."""
        (checking,) = self.window.findChildren(Checking)
        self.wait("the check", lambda: checking.is_current or checking.trouble)
        self.settle()

    def panel(self, name: str) -> None:
        """Open a lower panel.

        Raises:
            NotThereError: this window has none of that name.
        """
        drawer = self.window.desk.drawer
        if not drawer.has(name):
            raise NotThereError(f"there is no panel “{name}”")
        drawer.show_panel(name)

    # --- runs -------------------------------------------------------------------------------------

    def run_story(self, without: tuple[str, ...] = (), **more: Any) -> RunSession:
        """Start a dry run of the open story.

        Args:
            without: steps whose simulated people do not answer.
            more: attributes of the order.
        """
        folder = TEMPLATES / STORY
        said = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
        given = json.loads((folder / "signed-sow.json").read_text(encoding="utf-8"))
        answers = tuple(
            Answer(step=step, actor=one["by"]["id"], **{k: v for k, v in one.items() if k != "by"})
            for step, one in said["answers"].items()
            if step not in without
        )
        who = said["requester"]
        new = Pin(step="find_earlier_project", output={"projects": [], "count": 0})
        order = {"given": given, "answers": answers, "actor": who["id"], "roles": (*who["roles"],)}
        order |= {"pins": (new,)}
        return self.run({**order, **more})

    def run(self, order: dict[str, Any]) -> RunSession:
        """Start a dry run of the open workflow, as the window does."""
        bench = self.studio.bench
        made = TestOrder(document=bench.document.model.document(), **order)
        session = bench.services.engine.start(made)
        bench.set_run(session)
        self.studio.run.started.emit()
        return session

    # --- dialogs ----------------------------------------------------------------------------------

    def press(self, name: str, *, last: bool = False) -> None:
        """Press the first or last button of that name in the window.

        Raises:
            NotThereError: there is none.
        """
        buttons = [*self.window.findChildren(QPushButton), *self.window.findChildren(QToolButton)]
        found = [b for b in buttons if name in (b.text(), b.accessibleName(), b.toolTip())]
        if not found:
            raise NotThereError(f"there is no button “{name}”")
        found[-1 if last else 0].click()

    def dialog(self, open_it: Callable[[], object]) -> QPixmap:
        """Photograph the dialog that something opens, over the window.

        Raises:
            NotThereError: none opened.
        """
        seen: list[QPixmap] = []

        def photograph(dialog: QWidget) -> None:
            self.settle()
            self.seen(dialog)
            seen.append(dialog.grab())
            dialog.close()

        self.on_dialog = photograph
        try:
            open_it()
            self.wait("the dialog", lambda: seen)
        finally:
            self.on_dialog = None
        return seen[0]

    def _answer(self) -> None:
        """Answer a dialog: photograph it where one is awaited, else throw edits away."""
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            return
        if self.on_dialog is not None:
            act, self.on_dialog = self.on_dialog, None
            act(dialog)
        elif isinstance(dialog, QMessageBox):
            for button in dialog.buttons():
                if dialog.buttonRole(button) is QMessageBox.ButtonRole.DestructiveRole:
                    button.click()
        elif isinstance(dialog, QDialog):
            dialog.reject()

    # --- the window -------------------------------------------------------------------------------

    def set_theme(self, theme: ThemeChoice) -> None:
        """Show everything in other colours."""
        self.studio.person.choose_theme(theme)

    def close(self) -> None:
        """End what was started."""
        self.clear()
        self._pressing.stop()
        self.studio.close()
        self.window.close()
        qInstallMessageHandler(None)

    def _note(self, _kind: object, _context: object, text: str) -> None:
        if not text.startswith(QUIET):
            self.warnings.append(text)


def _sleep(seconds: float) -> None:
    """Let the window work, and the processor rest while there is nothing to do."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def _look_away(_window: QWidget) -> None:
    """Nobody else looks on."""
