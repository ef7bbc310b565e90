"""Knows what the person at the window has set, and takes other settings. Must not know workflows.

What looks or moves otherwise with another setting hears of it here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from designer.assets import style
from designer.assets.theme import DARK, LIGHT

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
        self.theme = _meant(preferences.theme)
        _paint(self.theme)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)

    def save(self) -> None:
        """Keep what is set for the next time."""
        self._settings.save(self.preferences)

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
    if choice == "system":
        scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
    return DARK if choice == "dark" else LIGHT


def _paint(theme: Theme) -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        style.apply(app, theme)
