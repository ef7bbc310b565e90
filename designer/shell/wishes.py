"""Knows who does what the canvas asks for: arranging, test data, stops. Must not know how."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Signal

from designer.canvas import connecting
from designer.canvas.gliding import glide, standing
from designer.canvas.spots import Spot
from designer.document.changes import samples
from designer.document.changes.arranging import arrange_command, may_move
from designer.document.history import Command
from designer.shell.banner import Message
from runtime.errors import BatonError

if TYPE_CHECKING:
    from designer.canvas.editing import CanvasEditing
    from designer.panels.workbench import Workbench


class Wishes(QObject):
    """Does what the canvas cannot do alone.

    Args:
        bench: what lies on the desk.
        editing: the canvas.

    Attributes:
        said: a `Message` for the person.
        data_wanted: the person should look at the data of the selected step.
    """

    said = Signal(object)
    data_wanted = Signal()

    def __init__(
        self, bench: Workbench, editing: CanvasEditing, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._editing = editing
        self._asked: tuple[int, list[str], bool] = (-1, [], False)
        editing.arrange_wanted.connect(self.arrange)
        editing.pin_wanted.connect(self.pin)
        editing.sample_wanted.connect(self.use_sample)
        editing.data_wanted.connect(self._show_data)
        editing.stop_wanted.connect(bench.toggle_stop)
        editing.settings_wanted.connect(self.open_settings)
        editing.refused.connect(self._tell_refused)
        bench.way_wanted.connect(self._follow)

    def open_settings(self, step: str) -> None:
        """Lead to the settings of a step, the keyboard in the first of them."""
        self._bench.show_step(step, "params")

    def _follow(self, step: str, port: str, is_new: bool) -> None:
        """Let the person draw what follows a way out of a step."""
        self._editing.view.show_step(step)
        if is_new:
            self._editing.add_at(Spot(source=step, port=port))
        else:
            connecting.ask_target(self._editing, step, port)

    # --- test data --------------------------------------------------------------------------------

    def pin(self, step: str) -> None:
        """Let test data stand for a step's work, or let it work again."""
        model = self._bench.document.model
        kept = samples.samples(model, step)
        if not kept:
            what = f"“{self._bench.title_of(step)}” has no test data yet."
            why = "Run a test, or write a sample of its output in “Data”, and pin that."
            self.said.emit(Message(what, why, "running", "Show data", self.data_wanted.emit))
            return
        name = "" if samples.pinned(model, step) else next(iter(kept))
        self._do(samples.pin(model, step, name))

    def use_sample(self, step: str, name: str) -> None:
        """Let test data of a name stand for a step's work; "" lets it work again."""
        self._do(samples.pin(self._bench.document.model, step, name))

    def _show_data(self, step: str) -> None:
        self._bench.select((step,))
        self.data_wanted.emit()

    # --- arranging --------------------------------------------------------------------------------

    def arrange(self, chosen: list[str], keep_order: bool = False) -> None:  # noqa: FBT002 - a signal's
        """Lay out some steps, or all when none are named, in another process.

        Args:
            chosen: the steps; those that keep their place stay nevertheless.
            keep_order: those above each other stay in their order.
        """
        document = self._bench.document
        model, sizes = document.model, self._sizes()
        steps = may_move(model, chosen or model.nodes)
        if not steps:
            what = "All of these steps keep their place, so none was moved."
            self.said.emit(Message(what, "", "waiting", about="arrange"))
            return
        whole = not chosen and len(steps) == len(model.nodes)
        reply = self._bench.services.helper.arrange(
            model.document(),
            None if whole else steps,
            sizes,
            keep_order=keep_order,
            names={item.step: item.names_end() for item in self._editing.scene.step_items()},
        )
        reply.failed.connect(self._tell_unarranged)
        self._asked = (document.revision, chosen, keep_order)
        reply.done.connect(self._place)

    def _place(self, found: Any) -> None:
        document, (revision, chosen, keep_order) = self._bench.document, self._asked
        if document.revision != revision:
            again = partial(self.arrange, chosen, keep_order)
            what = "The drawing changed while it was being arranged, so nothing was moved."
            self.said.emit(Message(what, "", "waiting", "Arrange again", again, about="arrange"))
            return
        places = cast("dict[str, tuple[float, float]]", found)
        command = arrange_command(document.model, places, self._sizes())
        former = standing(self._editing.scene)
        self._do(Command(f"Arrange {len(places)} steps", command.patch))
        glide(self._editing.view, former)

    def _tell_unarranged(self, why: str) -> None:
        self.said.emit(Message("The steps were not arranged.", why, about="arrange"))

    def _tell_refused(self, why: str) -> None:
        self.said.emit(Message(why, tone="waiting", about="edit"))

    def _do(self, command: Command) -> None:
        try:
            self._bench.document.do(command)
        except BatonError as error:
            why = " ".join(part for part in (error.why, error.next_step) if part)
            self.said.emit(Message(error.what, why, detail=error.detail, about="edit"))

    def _sizes(self) -> dict[str, tuple[float, float]]:
        rects = {item.step: item.card_rect() for item in self._editing.scene.step_items()}
        return {step: (rect.width(), rect.height()) for step, rect in rects.items()}
