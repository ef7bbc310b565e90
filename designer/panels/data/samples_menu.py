"""Knows the test data of a step: which are kept, which stands for its work. Not how a run uses it.

They belong to the draft, also while the drawing of a run is looked at.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QMenu, QToolButton

from designer.assets.icons import icon, square
from designer.assets.style import look
from designer.document.changes import samples
from designer.forms.parts import beside_icon
from designer.forms.pick_list import PickList
from designer.panels.data.nodes import Looks, Node
from designer.panels.data.sample_dialog import SampleDialog
from runtime.definition.samples import Sample
from runtime.primitives import Finish, Join
from runtime.step import ERROR, Around

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.assets.theme import Theme
    from designer.document.history import Command
    from designer.panels.data.inspected import Inspected
    from designer.panels.data.side import Side
    from designer.panels.workbench import Workbench
    from runtime.step import Port

LARGEST = 250_000
"""Characters that one sample may have: it lies in the file of the workflow."""
_RUN = "What came out"
_FIRST = "happy case"
_NEVER = "This step brings paths together or ends them: test data never stand for it."


class SamplesMenu(QObject):
    """Chooses among the samples of a step, and keeps others.

    Args:
        bench: what lies on the desk.
        side: the side that shows what came out; its head gets the choice and a menu.

    Attributes:
        changed: another sample is looked at.
        is_stale: the samples are others than those shown last.
    """

    changed = Signal()

    def __init__(self, bench: Workbench, side: Side, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench, self._side = bench, side
        self._step = ""
        self._kept: dict[str, Sample] = {}
        self._pinned = ""
        self._seen: Inspected | None = None
        self.is_stale = False
        self.source = PickList(side)
        self.source.setAccessibleName("Which output of the step is shown")
        self.source.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.source.setMinimumContentsLength(12)
        self.source.setMaximumWidth(260)
        self.source.activated.connect(self._choose)
        self.button = QToolButton(side)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setIconSize(square(16))
        self.button.setMenu(QMenu(self.button))
        self.button.menu().aboutToShow.connect(self.fill_menu)
        side.head.insertWidget(1, self.source, 3)
        side.head.insertWidget(2, self.button)
        self.set_theme(bench.theme)

    # --- what is shown ----------------------------------------------------------------------------

    def take_step(self, step: str) -> None:
        """Look at the samples of another step, or again at those of the same."""
        model = self._bench.draft.model
        kept = samples.samples(model, step) if step in model.nodes else {}
        pinned = samples.pinned(model, step) if kept else None
        name = pinned.name if pinned is not None else ""
        if (step, kept, name) == (self._step, self._kept, self._pinned):
            return
        looked_at = self.source.currentData() if step == self._step else None
        self._step, self._kept, self._pinned = step, kept, name
        self.is_stale = True
        self._fill(looked_at)

    def shown(self, seen: Inspected) -> Sample | None:
        """Return the sample that is looked at; None where it is what came out of the run."""
        self.is_stale = False
        self._seen = seen
        has_run = bool(seen.visits)
        self.source.setVisible(bool(self._kept))
        self.button.setVisible(self._step in self._bench.draft.model.nodes)
        can = self._takes_some()
        self.button.setEnabled(can)
        self.button.setToolTip("What stands for the step's work in test runs" if can else _NEVER)
        name = self.source.currentData()
        if not name and not has_run:
            name = self._pinned or next(iter(self._kept), "")
        if name:
            with QSignalBlocker(self.source):
                self.source.setCurrentIndex(self.source.findData(name))
        return self._kept.get(name or "")

    @property
    def has_some(self) -> bool:
        """Whether the step has test data."""
        return bool(self._kept)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self._name_button()

    def _takes_some(self) -> bool:
        bench = self._bench
        node = bench.draft.model.nodes.get(self._step, {})
        kind = bench.services.kinds.get(str(node.get("kind")))
        if kind is None:
            return False
        try:
            params = kind.params.model_validate(node.get("params") or {})
            return not isinstance(kind.compile(params, Around(bench.connectors())), Join | Finish)
        except ValueError:
            return True

    def _fill(self, looked_at: object) -> None:
        with QSignalBlocker(self.source):
            self.source.clear()
            self.source.addItem(_RUN, "")
            for name in self._kept:
                mark = " · pinned" if name == self._pinned else ""
                self.source.addItem(f"Test data “{name}”{mark}", name)
            at = self.source.findData(looked_at) if looked_at else 0
            self.source.setCurrentIndex(max(at, 0))
        self._name_button()

    def _name_button(self) -> None:
        pinned = self._pinned
        ink = self._theme.states["pinned"].ink if pinned else self._theme.muted
        self.button.setIcon(icon("pin", ink, 16))
        self.button.setText(beside_icon("Pinned" if pinned else "Test data"))
        self.button.setAccessibleName(
            f"Test data; “{pinned}” is pinned" if pinned else "Test data of the step"
        )
        look(self.button, "boxed")

    def _choose(self) -> None:
        self.changed.emit()

    # --- what can be done -------------------------------------------------------------------------

    def fill_menu(self) -> None:
        """Offer what can be done with the test data of the step."""
        menu = self.button.menu()
        menu.clear()
        seen = self._seen
        came = seen is not None and seen.output is not None
        self._offer("Keep what came out as test data…", self.keep_output, is_on=came)
        self._offer("Write test data by hand…", self.write)
        for name in self._kept:
            if name == next(iter(self._kept)):
                menu.addSeparator()
            use = self._offer(f"Use “{name}” in test runs", partial(self.pin, name))
            use.setCheckable(True)
            use.setChecked(name == self._pinned)
        if self._pinned:
            self._offer("Let the step work itself", partial(self.pin, ""))
        name = self.source.currentData()
        if name:
            menu.addSeparator()
            shown = self._side.top
            masks = shown is not None and shown.looks.masks
            self._offer(f"Change “{name}”…", partial(self.change, name), is_on=not masks)
            self._offer(f"Remove “{name}”", partial(self.drop, name))

    def keep_output(self) -> None:
        """Ask for a name, and keep what came out of the visit that is looked at."""
        seen = self._seen
        if seen is None or seen.output is None:
            return
        shown = self._side.top
        masks = shown is not None and shown.looks.masks
        marked = shown.looks.marked if shown is not None else frozenset[tuple[str, ...]]()
        text = text_of(Node(Looks(masks=masks, marked=marked), (), seen.output))
        if text is None:
            self._side.said.emit(f"Too large for test data: more than {LARGEST // 1000} kB.")
            return
        port = str(seen.at.get("port") or "out")
        name = port if port not in {"out", "error"} else _FIRST
        self._ask(Sample(self._unused(name), None, port), text, masks=masks)

    def write(self) -> None:
        """Let the person write test data."""
        self._ask(Sample(self._unused(_FIRST), None), "{\n  \n}")

    def change(self, name: str) -> None:
        """Let the person change test data that are kept."""
        text = text_of(Node(Looks(), (), self._kept[name].output))
        self._ask(self._kept[name], text or "", former=name)

    def pin(self, name: str) -> None:
        """Let a sample stand for the step's work; "" lets the step work itself."""
        self._do(samples.pin(self._bench.draft.model, self._step, name))

    def drop(self, name: str) -> None:
        """Throw a sample away; that can be undone."""
        self._do(samples.drop_sample(self._bench.draft.model, self._step, name))

    def _ask(self, sample: Sample, text: str, *, masks: bool = False, former: str = "") -> None:
        bench = self._bench
        node = bench.draft.model.nodes[self._step]
        card = bench.services.cards.card(node, bench.connectors())
        title = bench.title_of(self._step)
        ports = list(
            dict.fromkeys([sample.port, *(port.name for port in card.ports if _may_leave_by(port))])
        )
        taken = [name for name in self._kept if name != former]
        dialog = SampleDialog(title, sample, text, ports, taken, self._side)
        dialog.note_masking(masks=masks)
        dialog.pins.setChecked(not former or former == self._pinned)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.kept.connect(partial(self._keep, self._step, former))
        dialog.open()

    def _keep(self, step: str, former: str, sample: Sample, is_pinned: bool) -> None:
        draft = self._bench.draft
        if step not in draft.model.nodes:
            return
        if former and former != sample.name and former in samples.samples(draft.model, step):
            self._do(samples.rename_sample(draft.model, step, former, sample.name))
        self._do(samples.keep_sample(draft.model, step, sample, pin=is_pinned))
        if not is_pinned and self._pinned in {former, sample.name}:
            self._do(samples.pin(draft.model, step, ""))
        at = self.source.findData(sample.name)
        if at >= 0 and step == self._step:
            self.source.setCurrentIndex(at)
            self.changed.emit()

    def _do(self, command: Command) -> None:
        self._bench.draft.do(command)
        self.take_step(self._step)
        self.changed.emit()

    def _offer(self, text: str, act: Callable[[], object], *, is_on: bool = True) -> QAction:
        action = QAction(text, self.button.menu())
        action.setEnabled(is_on)
        action.triggered.connect(lambda _=False: act())
        self.button.menu().addAction(action)
        return action

    def _unused(self, name: str) -> str:
        number, found = 1, name
        while found in self._kept:
            number += 1
            found = f"{name} {number}"
        return found


def _may_leave_by(port: Port) -> bool:
    """Whether test data can say that the step is left by a way: also by that of its failure."""
    return not port.aside or port.name == ERROR.name


def text_of(node: Node) -> str | None:
    """Return a value as JSON that a person can change; None where it is too large for test data."""
    parts: list[str] = []
    size = 0
    for part in node.json():
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            return None
    return "".join(parts)
