"""Knows how a test gets the whole window, with services that answer in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Signal

from designer.document.changes.attributes import set_workflow_value
from designer.document.changes.extract import OtherNames
from designer.library.cards import CardMaker
from designer.library.offers import offers
from designer.panels.workbench import Services
from designer.run_bridge.session import RunSession
from runtime.steps import kinds
from tests.helpers.designer_helper import InProcessReply
from tests.helpers.desks import DeskHelper

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from designer.dialogs.questions import Overwrite, Unsaved
    from designer.document.changes.extract import Handed
    from designer.document.workflow import WorkflowDocument
    from designer.run_bridge.orders import TestOrder
    from designer.shell.files import Files


class StudioHelper(DeskHelper):
    """Finds no problems, and puts all steps in a row.

    Attributes:
        kept_order: whether the last time steps above each other were to stay in their order.
    """

    kept_order = False

    def check(self, document: dict[str, Any], folder: str = "") -> InProcessReply:
        """Nothing is wrong with any workflow."""
        del document, folder
        return InProcessReply(list, 0)

    def arrange(
        self,
        document: dict[str, Any],
        steps: Sequence[str] | None,
        sizes: dict[str, Any],
        *,
        keep_order: bool = False,
        names: dict[str, float] | None = None,
    ) -> InProcessReply:
        """One step beside the other."""
        del sizes, names
        self.kept_order = keep_order
        placed = steps or [node["id"] for node in document["nodes"]]
        return InProcessReply(
            lambda: {step: (at * 296.0, 80.0) for at, step in enumerate(placed)}, 0
        )

    def start(self) -> None:
        """It runs already."""

    def close(self) -> None:
        """There is no process to end."""


class NoticingEngine(QObject):
    """Notes what it is asked to run; a run begins, and nothing happens in it."""

    state_changed = Signal(str)
    state = "ready"

    def __init__(self) -> None:
        super().__init__()
        self.orders: list[TestOrder] = []
        self.asked: list[str] = []

    def start(self, order: TestOrder) -> RunSession:
        """A run that waits for ever."""
        self.orders.append(order)
        session = RunSession(cast("Any", self), order)
        session.begin(cast("Any", InProcessReply(lambda: "run-1", 0)))
        return session

    def ask(self, do: str, args: dict[str, Any], manner: object = None) -> InProcessReply:
        """Notes the wish."""
        del args, manner
        self.asked.append(do)
        return InProcessReply(dict, 0)

    def follow(self, session: object, *, document: bool = False) -> InProcessReply:
        """There are no events."""
        del session, document
        return InProcessReply(dict, 0)

    def leave(self, session: object) -> None:
        """Nobody watches the run any more."""

    def runs(self, definition: str = "", most: int = 200) -> InProcessReply:
        """Nothing ran before."""
        del definition, most
        return InProcessReply(list, 0)

    def read(self, connection: str, operation: str, inputs: object) -> InProcessReply:
        """Systems have nothing in them."""
        del connection, operation, inputs
        return InProcessReply(dict, 0)

    def connections(self) -> InProcessReply:
        """There are no connections."""
        return InProcessReply(list, 0)

    def start_process(self) -> None:
        """It runs already."""

    def close(self) -> None:
        """There is no process to end."""


class PreparedAnswers:
    """Answers what the window asks as the test has said, and notes what was asked."""

    def __init__(self, folder: Path) -> None:
        self.unsaved_answer: Unsaved = "cancel"
        self.overwrite: Overwrite = "cancel"
        self.really = False
        self.open: Path | None = None
        self.save: Path | None = folder / "answered.baton.json"
        self.other: Path | None = None
        self.filled: dict[str, Any] | None = {}
        self.name: str | None = "Sum up"
        self.handed = OtherNames()
        self.asked: list[str] = []
        self.systems: list[str] = []

    def unsaved(self, name: str) -> Unsaved:
        """What becomes of edits."""
        self.asked.append(f"unsaved {name}")
        return self.unsaved_answer

    def changed_on_disk(self, name: str) -> Overwrite:
        """What becomes of another's edits."""
        self.asked.append(f"changed {name}")
        return self.overwrite

    def replaces(self, name: str) -> bool:
        """Whether a file is replaced; whoever says no chooses `other` instead."""
        self.asked.append(f"replaces {name}")
        self.save = self.other
        return False

    def real_run(self, name: str, systems: Sequence[str]) -> bool:
        """Whether to write."""
        self.asked.append(f"real {name}")
        self.systems = [*systems]
        return self.really

    def start_case(
        self, name: str, schema: object, value: dict[str, Any], theme: object, *, is_dry: bool
    ) -> dict[str, Any] | None:
        """What a case begins with: what stood there, and what the test fills in besides."""
        del schema, theme
        self.asked.append(f"start {name} {is_dry}")
        return None if self.filled is None else {**value, **self.filled}

    def extraction(
        self,
        count: int,
        name: str,
        given: Sequence[Handed],
        back: Sequence[Handed],
        file_name: Callable[[str], str],
    ) -> tuple[str, OtherNames] | None:
        """What the workflow is called that steps become, and what it is given and hands back."""
        names = [[each.name for each in some] for some in (given, back)]
        self.asked.append(f"extract {count} {name}: {names[0]} to {names[1]} in {file_name(name)}")
        return None if self.name is None else (self.name, self.handed)

    def file_to_open(self, folder: str) -> Path | None:
        """Which file."""
        self.asked.append(f"open in {folder}")
        return self.open

    def file_to_save(self, suggested: str) -> Path | None:
        """Which name."""
        self.asked.append(f"save {suggested}")
        return self.save


def studio_services() -> Services:
    """Services that answer in this process."""
    known = kinds()
    helper, engine = cast("Any", StudioHelper()), cast("Any", NoticingEngine())
    return Services(known, CardMaker(known), offers(known), helper, engine)


def rename(files: Files, name: str) -> WorkflowDocument:
    """Give the open workflow another name, and return it."""
    document = files.document
    assert document is not None
    document.do(set_workflow_value(document.model, ("name",), name))
    return document


def saved(files: Files, path: Path, answers: PreparedAnswers, name: str = "Deals") -> Path:
    """Open a new workflow and save it under a path."""
    answers.save = path
    assert files.new()
    rename(files, name)
    assert files.save()
    return path
