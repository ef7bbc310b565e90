"""Knows how a person works with the bar of a run: what stands there, what is pressed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from designer.document.workflow import WorkflowDocument
from designer.run_bridge.orders import TestOrder, Trouble
from tests.helpers.drawings import data, draw

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QAbstractButton
    from pytestqt.qtbot import QtBot

    from designer.panels.run_bar.bar import RunBar
    from designer.panels.run_bar.deciding import Deciding
    from designer.panels.run_bar.situation import Deed, Situation
    from designer.panels.workbench import Workbench
    from designer.run_bridge.session import RunSession

SECONDS = 20_000
DOWN = Trouble(connection="register", how="down", times=1)
"""The register cannot be reached the first time."""
_SEND: dict[str, Any] = {"method": "POST", "path": "/companies", "body": {"name": "data.name"}}


def failing(**more: Any) -> WorkflowDocument:
    """Data, then a company is registered, then Finance is asked."""
    nodes: list[str | dict[str, Any]] = [
        "start",
        data("prepare", "'Client C'", name="Prepare the name", saves={"name": "output"}),
        {
            "id": "register",
            "name": "Register the company",
            "kind": "http_request",
            "params": {**_SEND, "connection": "register"},
            "retry": {"attempts": 1},
            **more,
        },
        {
            "id": "ask",
            "name": "Finance approves",
            "kind": "approval",
            "params": {"title": "Approve Client C?", "assignees": '"role:finance_lead"'},
        },
        "end",
        "no:end",
    ]
    edges = ["start>prepare", "prepare>register", "register>ask", "ask.approved>end"]
    connections = {"register": {"connector": "web"}}
    drawn = draw(nodes, [*edges, "ask.rejected>no"], id="d", name="D", connections=connections)
    return WorkflowDocument(drawn)


@dataclass
class WatchedRun:
    """A desk with a real engine, the bar, and a person before it."""

    bench: Workbench
    bar: RunBar
    qtbot: QtBot

    def begin(self, **more: Any) -> RunSession:
        """Lays a run of what is on the desk there."""
        document = self.bench.document.model.document()
        order = TestOrder.model_validate({"document": document, "given": {}} | more)
        session = self.bench.services.engine.start(order)
        self.bench.set_run(session)
        self.bar.show()
        return session

    def until(self, words: str) -> Situation:
        """Waits until the bar says something."""
        _wait(lambda: words in self.says)
        assert words in self.says, (
            f"{self.says} {self.bar.trouble and self.bar.trouble.accessibleName()}"
        )
        assert self.bar.situation is not None
        return self.bar.situation

    @property
    def says(self) -> str:
        """What the bar says, whole."""
        return self.bar.head.words.whole

    @property
    def offers(self) -> set[str]:
        """What can be pressed now."""
        shown = self.bar.head.buttons.items()
        return {deed for deed, button in shown if button.isVisible() and button.isEnabled()}

    def press(self, deed: Deed) -> None:
        """Presses a button of the bar."""
        click(self.bar.head.buttons[deed])

    def deciding(self) -> Deciding:
        """Waits for the decision that is asked for."""
        self.qtbot.waitUntil(self._asks, timeout=SECONDS)
        assert self.bar.deciding is not None
        return self.bar.deciding

    def _asks(self) -> bool:
        return self.bar.deciding is not None and self.bar.deciding.retry.isVisible()


def click(button: QAbstractButton) -> None:
    """Presses a button with the mouse, as soon as it is seen."""
    _wait(button.isVisible)
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _wait(seen: Callable[[], bool]) -> None:
    """Lets time pass until something is seen, or for too long."""
    for _ in range(SECONDS // 10):
        if seen():
            return
        QTest.qWait(10)
