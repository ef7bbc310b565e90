"""A window without widgets that edits, undoes and saves a workflow until it is killed.

Usage: dying_window.py FOLDER FILE SEED LARGEST; a journal of more bytes is shortened. Each line
says what comes next or what is done: `next N`, `at N`, `saving N`, `saved N`, `short N`; N stands
in the workflow. Must not know who kills it.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QCoreApplication

from designer.document.drafts import journal
from designer.document.drafts.shelf import Shelf
from designer.document.history import Command
from designer.settings.preferences import Preferences
from designer.shell.files import Files
from runtime.plan.problems import Edit

if TYPE_CHECKING:
    from designer.dialogs.questions import Questions
    from designer.document.drafts.shelf import Held
    from designer.document.workflow import WorkflowDocument
    from runtime.definition.definition import Definition

PLACE = ("graph", "owners", "business")


class NotedShelf(Shelf):
    """A shelf that remembers what was taken from it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.all: list[Held] = []

    def hold(self, definition: Definition, path: Path | None = None, **more: Any) -> Held:
        """Opens a workflow with its journal."""
        self.all.append(super().hold(definition, path, **more))
        return self.all[-1]


class Overwrite:
    """Somebody who always wants their own work saved."""

    def changed_on_disk(self, _: str) -> str:
        """Answers whether to overwrite."""
        return "overwrite"


def number_in(document: WorkflowDocument) -> int:
    """The number that stands in a workflow."""
    return int(str(document.model.value(PLACE) or 0))


def _say(word: str, number: int) -> None:
    sys.stdout.write(f"{word} {number}\n")
    sys.stdout.flush()


def _number(document: WorkflowDocument, number: int, chance: random.Random) -> None:
    merge = chance.choice(["", "typing"])
    document.do(Command("Number", (Edit("set", PLACE, str(number)),), merge))


def _step(files: Files, chance: random.Random, number: int) -> None:
    document = files.document
    assert document is not None
    match chance.choice(["do", "do", "do", "undo", "save"]):
        case "undo" if document.history.can_undo:
            backward = document.history.entries[document.history.position - 1].backward
            before = next(edit.value for edit in backward if edit.path[: len(PLACE)] == PLACE)
            _say("next", int(str(before or 0)))
            document.undo()
        case "save":
            _say("saving", number_in(document))
            assert files.save()
            _say("saved", number_in(document))
        case _:
            _say("next", number)
            _number(document, number, chance)
    _say("at", number_in(document))


def main(folder: Path, file: Path, seed: int, largest: int) -> None:
    """Works until it is killed."""
    journal.LARGEST = largest
    app = QCoreApplication([])
    shelf = NotedShelf(folder)
    files = Files(shelf, Preferences(), cast("Questions", Overwrite()))
    assert files.open_path(file)
    document = files.document
    assert document is not None
    _say("at", number_in(document))
    chance, number = random.Random(seed), number_in(document)
    while True:
        number += 1
        _step(files, chance, number)
        app.processEvents()
        is_shrinking = [held.journal.is_shrinking for held in shelf.all]
        while any(held.journal.is_shrinking for held in shelf.all):
            app.processEvents()
        if any(is_shrinking):
            _say("short", number_in(document))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
