"""Knows what the person at the window has set, and takes other settings. Must not know workflows.

What looks or moves otherwise with another setting hears of it here.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from designer.assets import style
from designer.assets.theme import CONTRAST, DARK, LIGHT, THEMES
from designer.shell.working import Later

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from designer.assets.theme import Theme
    from designer.settings.preferences import Preferences, PreferencesFile, ThemeChoice


class Person(QObject):
    """The preferences of one person, kept on disk, and the colours that they mean now.

    Args:
        settings: where preferences are kept.
        preferences: what the person has set.

    Attributes:
        theme: the colours in use.
        theme_changed: other colours are in use.
        changed: something else was set.
    """

    theme_changed = Signal()
    changed = Signal()

    def __init__(
        self, settings: PreferencesFile, preferences: Preferences, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self.preferences = preferences
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._write)
        self._writing: Later | None = None
        self.theme = _meant(preferences.theme)
        _paint(self.theme)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow_system)

    def save(self) -> None:
        """Keep what is set for the next time, before anything else is done."""
        self._soon.stop()
        if self._writing is not None:
            self._writing.end()
        self._settings.save(self.preferences)

    def keep(self) -> None:
        """Keep it soon, while the window goes on: a disk may take its time."""
        self._soon.start()

    def _write(self) -> None:
        if self._writing is not None:
            return  # once that is done
        text = self._settings.written(self.preferences)
        self._writing = Later(lambda: self._settings.write(text), self)
        self._writing.ended.connect(partial(self._end_writing, text))

    def _end_writing(self, text: bytes) -> None:
        if self._writing is not None:
            self._writing.deleteLater()
            self._writing = None
        if text != self._settings.written(self.preferences):
            self._write()

    def choose_theme(self, choice: ThemeChoice) -> None:
        """Take another theme now and for the next time."""
        self.preferences.theme = choice
        self.save()
        self._set_theme(_meant(choice))

    def ask(self, window: QWidget) -> None:
        """Ask for other settings in a dialog over a window."""
        from designer.dialogs.person_settings import PersonSettings
        from designer.forms.context import FormContext

        value = self.preferences.model_dump(mode="json")
        dialog = PersonSettings(value, FormContext(self.theme), window)
        if dialog.exec():
            self.set_preferences(dialog.value())
        dialog.deleteLater()

    def set_preferences(self, value: dict[str, Any]) -> None:
        """Take other preferences, by name, now and for the next time."""
        for name, member in value.items():
            setattr(self.preferences, name, member)
        self.changed.emit()
        self.choose_theme(self.preferences.theme)

    def _follow_system(self) -> None:
        if self.preferences.theme == "system":
            self._set_theme(_meant("system"))

    def _set_theme(self, theme: Theme) -> None:
        self.theme = theme
        _paint(theme)
        self.theme_changed.emit()


def _meant(choice: ThemeChoice) -> Theme:
    """Return the theme that a choice means on this machine, now."""
    if choice != "system":
        return THEMES[choice]
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return CONTRAST
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def _paint(theme: Theme) -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        style.apply(app, theme)
