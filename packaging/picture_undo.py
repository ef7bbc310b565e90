"""Knows what is on the pictures of undoing: the way out for it, its lines and its settings.

Must not know how a picture is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import picture_canvas as canvas
from PySide6.QtWidgets import QScrollArea

from designer.canvas.states import CardState, EdgeState
from designer.panels.settings.undoing import Undoing
from designer.shell.desk import RIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from picture_stage import Stage

    from designer.canvas.scene import CanvasScene

_AGAIN = {"on_error": "incident", "retry": {"attempts": 5}}


def _send(path: str) -> dict[str, Any]:
    return {**canvas.CALL, "path": path}


def drawn(stage: Stage) -> CanvasScene:
    """A deal that is cancelled: what was booked and created is taken back."""
    step, edge, call = canvas.step, canvas.edge, "http_request"
    again = {"policy": _AGAIN}
    return canvas.draw(
        stage,
        step("begin", (0, 0), "Deal is closed", kind="start"),
        step("create", (1, 0), "Create the project", kind=call, params=_send("/projects"), **again),
        step("book", (2, 0), "Book the people", kind=call, params=_send("/bookings")),
        step("ask", (3, 0), "Client confirms", kind="approval", params=canvas.ASKED),
        step("done", (4.1, 0), "Project is ready", kind="end"),
        step("undo", (4.1, 1), "Undo what was done", kind="undo"),
        step("gone", (5.1, 1), "Deal is cancelled", kind="end"),
        step("archive", (2, 1), "Archive the project", kind=call, params=_send("/archive")),
        step("cancel", (3, 1), "Cancel the bookings", kind=call, params=_send("/cancel")),
        edge("begin", "create"),
        edge("create", "book"),
        edge("create", "archive", "undo"),
        edge("book", "ask"),
        edge("book", "cancel", "undo"),
        edge("ask", "done", "approved"),
        edge("ask", "undo", "rejected"),
        edge("undo", "gone"),
        connections={"web": {"connector": "web"}},
    )


def whole(stage: Stage) -> None:
    """The lines that lead to what undoes, and the way out of a step that has none yet."""
    scene = drawn(stage)
    scene.select(["ask"])
    canvas.show(stage)


def run(stage: Stage) -> None:
    """The same while it happens: the bookings are cancelled, the project comes next."""
    scene = drawn(stage)
    scene.select(edges=["create-archive"])
    names = ("begin", "create", "book", "ask", "cancel")
    states = {name: CardState("ok") for name in names}
    lines = ("begin-create", "create-book", "book-ask", "ask-undo", "book-cancel")
    states["undo"] = CardState("running", "running 00:02")
    canvas.show(stage, states, {key: EdgeState("ok") for key in lines})
    canvas.card(scene, "archive").set_hover(on=True, port="undo")


def settings(stage: Stage) -> None:
    """What undoes a step, in its settings, and the line that leads there."""
    scene = drawn(stage)
    stage.window.desk.show_side(RIGHT, is_shown=True)
    stage.studio.bench.show_step("book")
    stage.settle()
    (fold,) = (each for each in stage.window.findChildren(Undoing) if each.isVisible())
    fold.heading.setChecked(True)
    canvas.show(stage)
    stage.settle()
    area = next(a for a in stage.window.findChildren(QScrollArea) if a.isAncestorOf(fold))
    area.ensureWidgetVisible(fold, 0, 400)
    stage.studio.view.look_at(canvas.card(scene, "cancel").card_rect().center())


def offered(stage: Stage) -> None:
    """What usually takes back what a step did."""
    scene = drawn(stage)
    canvas.show(stage)
    stage.studio.view.look_at(canvas.card(scene, "archive").card_rect().center())
    is_new = True
    stage.studio.bench.way_wanted.emit("ask", "undo", is_new)
    stage.settle()


UNDO_SCENES: dict[str, Callable[[Stage], None]] = {
    "undo-drawn": whole,
    "undo-run": run,
    "undo-settings": settings,
    "undo-offered": offered,
}
