"""Knows how a person sits before the whole designer, with its real processes. Not what they do.

Everything goes in by events of the mouse and the keyboard; everything is looked up as a person
does: by what is written on it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QTabBar,
    QWidget,
)

from designer.app import build
from designer.panels.step_settings import StepSettings
from designer.shell.warming import Warming
from tests.helpers.hands import Person
from tests.helpers.stall_watch import LONGEST, HeldError, StallWatch, allowed

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from designer.canvas.states import CardState
    from designer.document.model import Model
    from designer.shell.studio import Studio

SECONDS = 60_000
WIDTH, HEIGHT = 1440, 900
_BREATH = 12
_MOST_TABS = 90
_KNOWN = Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.Tool, Qt.WindowType.Dialog
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
_W = TypeVar("_W", bound=QWidget)


class StrayWindows(QObject):
    """Notes each window that opens besides the designer's own, its dialogs, menus and lists."""

    def __init__(self, own: QWidget) -> None:
        super().__init__(own)
        self._own = own
        self.seen: list[str] = []
        app = QApplication.instance()
        assert app is not None
        self._app = app
        app.installEventFilter(self)

    def end(self) -> None:
        """Look no longer: looking at every event takes time."""
        self._app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and watched is not self._own
            and watched.windowType() not in _KNOWN
        ):
            self.seen.append(f"{type(watched).__name__} {watched.accessibleName()!r}")
        return False


class Hand(Person):
    """A person's hand on the canvas: after each movement the window has time to answer it."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat.studio.editing, seat.studio.hands)
        self._seat = seat

    def mouse(self, kind: QEvent.Type, place: QPointF, *more: Any, **named: Any) -> None:
        super().mouse(kind, place, *more, **named)
        self._seat.breathe(f"{kind.name} on the canvas")

    def click_entry(self, title: str) -> None:
        super().click_entry(title)
        self._seat.breathe(f"choosing “{title}”")


class Seat:
    """A person before an open designer.

    Args:
        studio: the window with all that works for it.
        qtbot: lets time pass.
    """

    def __init__(self, studio: Studio, qtbot: QtBot) -> None:
        self.studio = studio
        self.qtbot = qtbot
        self.person = Hand(self)
        self.watch = StallWatch()
        self.stalls: list[str] = []

    # --- what is seen -----------------------------------------------------------------------------

    @property
    def model(self) -> Model:
        return self.studio.bench.document.model

    def named(self, name: str) -> str:
        """The id of the step of that name."""
        (found,) = [key for key, node in self.model.nodes.items() if node.get("name") == name]
        return found

    def state(self, name: str) -> CardState:
        """What the card of a step says about the run."""
        item = self.studio.link.scene.step_item(self.named(name))
        assert item is not None
        return item.face.state

    def words(self, place: QWidget | None = None) -> str:
        """All that can be read in a window or a part of it."""
        labels = (place or self.studio.window).findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible() and each.text())

    def says(self) -> list[str]:
        """The messages above the canvas."""
        return [f"{m.what} {m.why}".strip() for m in self.studio.window.banners.messages]

    def edges(self) -> set[tuple[str, str, str]]:
        """The edges, by the names of the steps."""
        names = {key: str(node["name"]) for key, node in self.model.nodes.items()}
        return {
            (names[str(e["source"])], str(e["port"]), names[str(e["target"])])
            for e in self.model.edges.values()
        }

    def wait(self, what: Callable[[], object], seconds: int = SECONDS) -> None:
        """Let time pass until something is so."""
        self.qtbot.waitUntil(lambda: bool(what()), timeout=seconds)

    def wait_for_no_problem(self) -> None:
        """Let the check come to its end, and see that it has nothing to say."""
        studio = self.studio
        assert studio.panels is not None
        self.wait(lambda: studio.panels is not None and studio.panels.checking.is_current)
        assert not [problem.sentence for problem in studio.bench.problems]

    def shoot(self, path: Path) -> None:
        """Keep a picture of the window."""
        self.studio.window.grab().save(str(path))

    def sit_down(self) -> None:
        """Come back to this window from another."""
        with self.qtbot.waitActive(self.studio.window):
            self.studio.window.activateWindow()

    # --- time -------------------------------------------------------------------------------------

    def breathe(self, act: str) -> None:
        """Let the window answer what was done, and note how long that held it."""
        self.qtbot.wait(_BREATH)
        if self.watch.longest_work > allowed(LONGEST):
            self.stalls.append(f"{act}: {self.watch.longest_work * 1000:.0f} ms")
        self.watch.longest_work = 0.0
        if QApplication.activeWindow() is None:  # off-screen nobody does it when a dialog has gone
            self.studio.window.activateWindow()
            self.qtbot.wait(_BREATH)

    @contextmanager
    def never_stuck(self) -> Generator[None]:
        """Watch that nothing holds the window's thread longer than a person would feel."""
        self.stalls = []
        with self.watch:
            yield
            self.breathe("the end")
        if self.stalls:
            raise HeldError("\n".join(self.stalls))

    # --- keys -------------------------------------------------------------------------------------

    def press(self, keys: str) -> None:
        """Press a key where the keyboard is: "F5", "Ctrl+S"."""
        QTest.keySequence(_keyboard(self.studio.window), keys)
        self.breathe(keys)

    def type(self, text: str) -> None:
        """Type letters where the keyboard is."""
        for letter in text:
            QTest.keyClicks(_keyboard(self.studio.window), letter)
            self.breathe(f"“{letter}” of “{text}”")

    def add(self, words: str) -> None:
        """Add a step by typing words for it."""
        self.press("N")
        self.type(words)
        self.press("Return")

    # --- the mouse --------------------------------------------------------------------------------

    def click(self, widget: QWidget, spot: QPoint | None = None) -> None:
        """Click a widget that can be seen."""
        assert widget.isVisible(), widget
        _reveal(widget)
        QTest.mouseClick(widget, _LEFT, _NONE, spot or widget.rect().center())
        self.breathe(f"click on “{_text(widget) or widget.accessibleName()}”")

    def push(self, text: str, place: QWidget | None = None) -> None:
        """Wait until the button that says something can be clicked, and click it."""

        def there() -> list[QAbstractButton]:
            every = (place or self.studio.window).findChildren(QAbstractButton)
            named = [each for each in every if text in {each.accessibleName(), _text(each)}]
            return [each for each in named if each.isVisible() and each.isEnabled()]

        self.wait(there)
        self.click(self.button(text, place))

    def button(self, text: str, place: QWidget | None = None) -> QAbstractButton:
        """The button that says something."""
        return self.find(QAbstractButton, text, place)

    def find(self, kind: type[_W], name: str, place: QWidget | None = None) -> _W:
        """The one visible widget of a kind that has a text or an accessible name."""
        around = place or self.studio.window
        found = [
            each
            for each in around.findChildren(kind)
            if each.isVisible() and name in {each.accessibleName(), _text(each)}
        ]
        assert len(found) == 1, (name, found)
        return found[0]

    def choose(self, name: str) -> None:
        """Click the card of a step."""
        step = self.named(name)
        self.studio.view.show_step(step)
        self.person.click(self.person.middle(step))
        assert self.studio.bench.selected == (step,)

    def fill(self, name: str, text: str, place: QWidget | None = None) -> None:
        """Click the field of a name and type, in place of what stands there."""
        self.click(self.field(name, place))
        self.write(text)

    def write(self, text: str) -> None:
        """Type in place of what stands where the keyboard is."""
        self.press("Ctrl+A")
        self.type(text) if text else self.press("Del")

    def field(self, name: str, place: QWidget | None = None) -> QWidget:
        """The visible widget of an accessible name that takes the keyboard, once it is there."""
        around = place or self.studio.window

        def there() -> list[QWidget]:
            return [
                each
                for each in around.findChildren(QWidget)
                if each.isVisible()
                and each.accessibleName() == name
                and each.focusPolicy() != Qt.FocusPolicy.NoFocus
            ]

        self.wait(there)
        found = there()
        assert len(found) == 1, (name, found)
        return found[0]

    def tab_to(self, name: str, keys: str = "Tab") -> None:
        """Press Tab until the keyboard is where a name says, once settings have come."""
        self.wait(lambda: not isinstance(QApplication.focusWidget(), StepSettings))
        for _ in range(_MOST_TABS):
            here = QApplication.focusWidget()
            if here is not None and name in {here.accessibleName(), _text(here)}:
                return
            self.press(keys)
        raise AssertionError(name)

    def walk_to(self, entry: str) -> None:
        """Walk by keys to an entry of the list where the keyboard is."""
        here = QApplication.focusWidget()
        assert isinstance(here, QAbstractItemView | QComboBox), here
        self.press("Home")
        for _ in range(_MOST_TABS):
            at = here.currentText() if isinstance(here, QComboBox) else here.currentIndex().data()
            if at == entry:
                return
            self.press("Down")
        raise AssertionError(entry)

    def pick(self, name: str, entry: str, place: QWidget | None = None) -> None:
        """Choose an entry of a drop-down list with the mouse."""
        box = self.find(QComboBox, name, place)
        self.click(box)
        self.qtbot.wait(QApplication.doubleClickInterval() + 50)  # Qt takes no hasty second click
        view = box.view()
        row = box.findText(entry)
        assert row >= 0, [box.itemText(at) for at in range(box.count())]
        index = box.model().index(row, box.modelColumn())
        self.click(view.viewport(), view.visualRect(index).center())
        assert box.currentText() == entry

    def turn_to(self, title: str) -> None:
        """Click the tab of a title, such as one of the lower panels; a count may follow it."""
        for bar in self.studio.window.findChildren(QTabBar):
            for at in range(bar.count()):
                if bar.isVisible() and bar.tabText(at).partition("  ")[0].startswith(title):
                    if at != bar.currentIndex():
                        self.click(bar, bar.tabRect(at).center())
                    return
        raise AssertionError(title)

    def choose_entry(self, title: str) -> None:
        """Click the entry of the open menu that begins with a title."""
        self.wait(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        (found,) = [each for each in menu.actions() if each.text().startswith(title)]
        self.click(menu, menu.actionGeometry(found).center())

    # --- dialogs ----------------------------------------------------------------------------------

    @contextmanager
    def asked(self, *answers: Callable[[QDialog], object]) -> Generator[list[str]]:
        """Answer the dialogs that something opens, one after the other; hands on what they say."""
        left, heard = list(answers), list[str]()

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not left or not isinstance(dialog, QDialog) or not dialog.isVisible():
                return
            heard.append(_read(dialog))
            left.pop(0)(dialog)

        timer = QTimer(interval=20)
        timer.timeout.connect(look)
        timer.start()
        try:
            yield heard
            self.wait(lambda: not left)
            self.breathe("the dialog")
        finally:
            timer.stop()

    def types_path(self, path: Path) -> Callable[[QDialog], object]:
        """Return an answer to a dialog that asks for a file: its path, typed."""

        def answer(found: QDialog) -> None:
            (line,) = found.findChildren(QLineEdit, "fileNameEdit")
            line.setFocus()
            self.write(str(path))
            self.press("Return")

        return answer

    def pushes(self, text: str) -> Callable[[QDialog], object]:
        """Return an answer to a dialog: the button of a text."""
        return lambda dialog: self.click(self.button(text, dialog))


@contextmanager
def seated(qtbot: QtBot, folder: Path, file: Path | None = None) -> Generator[Seat]:
    """Open the designer with a folder of its own, and close it without saving."""
    studio = build(folder)
    stray = StrayWindows(studio.window)
    studio.preferences.reduced_motion = studio.view.reduced_motion = True
    window = studio.window
    window.resize(WIDTH, HEIGHT)
    if file is not None:
        studio.open_name(str(file))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    studio.begin()
    stray.end()
    assert not stray.seen
    (warming,) = studio.findChildren(Warming)
    qtbot.waitUntil(lambda: warming.is_done, timeout=SECONDS)  # nobody clicks in the first second
    seat = Seat(studio, qtbot)
    try:
        yield seat
    finally:
        _leave(seat)


def _leave(seat: Seat) -> None:
    studio = seat.studio
    document = studio.files.document
    if document is not None and document.is_modified and studio.window.isVisible():
        with seat.asked(seat.pushes("Discard")):
            studio.files.close()
    studio.files.close()
    studio.close()
    seat.qtbot.addWidget(studio.window)


def _keyboard(window: QWidget) -> QWidget:
    return QApplication.focusWidget() or QApplication.activeModalWidget() or window


def _text(widget: Any) -> str:
    return widget.text().strip() if isinstance(widget, QAbstractButton | QLabel) else ""


def _read(dialog: QDialog) -> str:
    if isinstance(dialog, QMessageBox):
        return f"{dialog.text()} {dialog.informativeText()}"
    labels = [each.text() for each in dialog.findChildren(QLabel) if each.isVisible()]
    return "\n".join([dialog.windowTitle(), *labels])


def _reveal(widget: QWidget) -> None:
    """Scroll to a widget, as a person does who wants to click it."""
    from PySide6.QtWidgets import QScrollArea

    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()
