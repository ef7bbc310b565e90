"""Knows how the test settings of the open workflow are asked for and kept. Not their look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from designer.forms.context import FormContext
from designer.panels.cases import setup

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from designer.panels.cases.setup_dialog import SetupDialog
    from designer.panels.workbench import Workbench
    from designer.run_bridge.orders import Answer, Trouble
    from designer.settings.preferences import Preferences


class TestSettings(QObject):
    """The test settings of the open workflow.

    Args:
        bench: whose workflow it is.
        preferences: keep which connections fail.

    Attributes:
        changed: tests are made up otherwise from now on.
        preferences: what the person has set.
    """

    __test__ = False  # its name makes pytest look at it
    changed = Signal()

    def __init__(
        self, bench: Workbench, preferences: Preferences, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self.preferences = preferences

    def answers(self) -> tuple[Answer, ...]:
        """Return what simulated people answer in tests."""
        return setup.all_answers(self._bench.draft.model)

    def troubles(self) -> tuple[Trouble, ...]:
        """Return which connections fail in tests."""
        return setup.troubles(self.preferences, self._bench.draft)

    def dialog(self, parent: QWidget | None = None) -> SetupDialog:
        """Return the dialog, showing what is set now."""
        from designer.panels.cases.setup_dialog import SetupDialog

        bench, model = self._bench, self._bench.draft.model
        return SetupDialog(
            setup.asking(model, bench.services.kinds),
            {step: each[0] for step, each in setup.answers(model).items()},
            setup.connection_titles(model),
            {each.connection: each for each in self.troubles()},
            FormContext(bench.theme),
            parent,
        )

    def ask(self, parent: QWidget | None = None) -> None:
        """Let a person change them."""
        made = self.dialog(parent)
        if made.exec():
            self.take(made)
        made.deleteLater()

    def take(self, made: SetupDialog) -> None:
        """Keep what a dialog says."""
        document = self._bench.draft
        document.do(setup.set_answers(document.model, made.answers()))
        setup.set_troubles(self.preferences, document, made.troubles())
        self.changed.emit()
