"""Knows workflows that run each other: making one of steps, drawing one here, opening one.

Must not know how steps are cut out or put in. The others lie in the folder of the open one.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from designer.document.beside import Beside, beside, free_word
from designer.document.changes.steps import title_of
from designer.document.opening import open_file
from designer.library.roles import calling
from designer.shell.banner import Message
from designer.shell.called_names import CalledNames
from designer.shell.file_words import of_error
from designer.shell.working import GivenUpError, Later
from runtime.definition import files as workflow_files
from runtime.definition.folder import SUFFIX, file_stem
from runtime.errors import BatonError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from designer.canvas.editing import CanvasEditing
    from designer.dialogs.questions import Questions
    from designer.document.changes.extract import Extraction, OtherNames
    from designer.panels.workbench import Workbench
    from designer.shell.files import Files
    from designer.shell.working import Patience
    from runtime.definition.definition import Definition

T = TypeVar("T")
_REST_MS = 300
"""So long after a workflow was opened its folder is read: its first picture is there by then."""
_LOOKING = "Looking at the workflows beside this one…"


class Called(QObject):
    """Does what the canvas and the settings ask about workflows that a step runs.

    Args:
        bench: what lies on the desk.
        editing: the canvas.
        files: opens workflows.
        questions: asks the person.
        patience: reads files.

    Attributes:
        said: a `Message` for the person.
        leaving: a called workflow is about to be opened: the caller's name and path, and its path.
    """

    said = Signal(object)
    leaving = Signal(str, object, object)

    def __init__(
        self,
        bench: Workbench,
        editing: CanvasEditing,
        files: Files,
        questions: Questions,
        patience: Patience,
    ) -> None:
        super().__init__(files)
        self._bench, self._editing, self._files = bench, editing, files
        self._questions, self._patience = questions, patience
        self._known: Path | None = None
        self._soon = QTimer(self, singleShot=True, interval=_REST_MS)
        self._soon.timeout.connect(self._read_beside)
        editing.extract_wanted.connect(self.extract)
        editing.inline_wanted.connect(self.inline)
        editing.called_wanted.connect(self.open_of)
        bench.called_wanted.connect(self.open)
        files.named.connect(self._look_beside)
        CalledNames(bench, self)

    # --- making one of steps ----------------------------------------------------------------------

    def extract(self, steps: list[str]) -> None:
        """Let steps become a workflow of their own, once the person has named it."""
        path = self._bench.draft.path
        if path is None:
            again = partial(self._extract_when_saved, steps)
            what = "Save this workflow first."
            why = "The new one is kept in a file beside it."
            self._say(Message(what, why, "waiting", "Save…", again))
            return
        known = self._read(lambda: beside(path))
        if known is None:
            return
        taken = {each.id for each in known} | {str(self._bench.draft.model.graph.get("id") or "")}
        wish = title_of(self._bench.draft.model, steps[0])
        made = self._cut(steps, wish, free_word(wish, path.parent, taken))
        if made is None:
            return

        def file_name(name: str) -> str:
            return f"{free_word(name, path.parent, taken)}{SUFFIX}"

        count = len(made.definition.nodes()) - 2
        chosen = self._questions.extraction(count, wish, made.given, made.back, file_name)
        if chosen is not None:
            name, names = chosen
            self._keep(steps, name, path.parent / file_name(name), names)

    def _extract_when_saved(self, steps: list[str]) -> None:
        if self._files.save():
            self.extract(steps)

    def _cut(
        self, steps: list[str], name: str, ident: str, names: OtherNames | None = None
    ) -> Extraction | None:
        from designer.document.changes.extract import OtherNames, extract

        model, kinds = self._bench.draft.model, self._bench.services.kinds
        try:
            return extract(model, kinds, steps, name, ident, names or OtherNames())
        except BatonError as error:
            self._tell(error)
            return None

    def _keep(self, steps: list[str], name: str, path: Path, names: OtherNames) -> None:
        """Write the new workflow, then let one step run it."""
        made = self._cut(steps, name, file_stem(path), names)
        if made is None:
            return
        write = partial(workflow_files.save, made.definition, path)
        try:
            self._patience.do(f"Saving “{name}”…", write, None)
            self._bench.draft.do(made.command)
        except (BatonError, OSError) as error:
            path.unlink(missing_ok=True)
            self._tell(error)
            return
        self._editing.select_step(made.step)
        self._known = None
        self._look_beside()
        what = f"“{name}” is a workflow of its own now, kept as {path.name}."
        why = "Undo brings the steps back here; the file stays."
        go = partial(self.open, file_stem(path))
        self._say(Message(what, why, "ok", "Open it", go))

    # --- drawing one here -------------------------------------------------------------------------

    def inline(self, step: str) -> None:
        """Draw the steps of the workflow that a step runs in that step's place."""
        found = self._found(self._ident(step), step)
        if found is None:
            return
        other = self._read(lambda: open_file(found.path))
        if other is None:
            return
        from designer.document.changes.inline import inline

        draft = self._bench.draft
        before = set(draft.model.nodes)
        try:
            draft.do(inline(draft.model, self._bench.services.kinds, step, other))
        except BatonError as error:
            self._tell(error)
            return
        self._editing.scene.select(sorted(draft.model.nodes.keys() - before))
        self._say(
            Message(f"“{found.name or found.id}” is drawn here now.", "Its file stays.", "ok")
        )

    # --- opening one ------------------------------------------------------------------------------

    def open_of(self, step: str) -> None:
        """Open the workflow that a step runs."""
        ident = self._ident(step)
        found = self._found(ident, step)
        if found is not None:
            self._open(found)

    def open(self, ident: str) -> None:
        """Open the workflow of an id."""
        found = self._found(ident, "")
        if found is not None:
            self._open(found)

    def _open(self, found: Beside) -> None:
        caller = self._bench.draft
        if caller.path is not None and caller.path != found.path:
            self.leaving.emit(caller.name, caller.path, found.path)
        self._files.open_path(found.path)

    def ident_of(self, step: str) -> str:
        """Return the id of the workflow that a step of the drawing runs; "" for none."""
        return self._ident(step)

    def definition_of(self, step: str) -> Definition | None:
        """Return the workflow that a step of the drawing runs; says why there is none."""
        found = self._found(self._ident(step), step)
        return None if found is None else self._read(lambda: open_file(found.path))

    # --- inside -----------------------------------------------------------------------------------

    def _ident(self, step: str) -> str:
        part = calling(self._bench.services.kinds)
        found = self._bench.document.model.value(("nodes", step, "params", part.fields["workflow"]))
        return found if isinstance(found, str) else ""

    def _found(self, ident: str, step: str) -> Beside | None:
        """Return the workflow of an id; says why there is none.

        Args:
            ident: "" where the step does not say.
            step: which runs it; "" where it is not known.
        """
        path = self._bench.draft.path
        known = self._read(lambda: beside(path)) if path is not None and ident else []
        if known is None:
            return None
        found = next((each for each in known if each.id == ident), None)
        if found is None:
            self._say(self._missing(ident, step))
        return found

    def _missing(self, ident: str, step: str) -> Message:
        bench, field = self._bench, calling(self._bench.services.kinds).fields["workflow"]
        choose = partial(bench.show_step, step, f"params.{field}") if step else None
        if not ident:
            what = f"“{bench.title_of(step)}” does not say yet which workflow it runs."
            return Message(what, "", "waiting", "Choose one", choose)
        if bench.draft.path is None:
            what = "Save this workflow first."
            why = f"“{ident}” is looked for in its folder."
            return Message(what, why, "waiting", "Save…", self._files.save)
        what = f"There is no workflow “{ident}” beside this one."
        why = f"It is looked for in “{bench.draft.path.parent}”."
        return Message(what, why, "waiting", "Choose another" if choose else "", choose)

    def _read(self, read: Callable[[], T]) -> T | None:
        """Return what is read from disk; None where that fails or takes too long, which is said."""
        try:
            return self._patience.do(_LOOKING, read, _let_go)
        except GivenUpError:
            return None
        except (BatonError, OSError) as error:
            self._tell(error)
            return None

    def _look_beside(self) -> None:
        """Learn what lies in the folder, where that is another one now; the picture comes first."""
        document = self._files.document
        path = document.path if document else None
        if path == self._known:
            return
        self._known = path
        if path is None:
            self._soon.stop()
            self._bench.beside.clear()
        else:
            self._soon.start()

    def _read_beside(self) -> None:
        """Read it in another thread, which takes its turns with that of the window."""
        path = self._known
        if path is None:
            return
        later = Later(lambda: beside(path), self)
        later.done.connect(self._take_beside)
        later.ended.connect(later.deleteLater)

    def _take_beside(self, found: list[Beside]) -> None:
        self._bench.beside[:] = [(each.id, each.name) for each in found]

    def _say(self, message: Message) -> None:
        self.said.emit(replace(message, about="called"))

    def _tell(self, error: BatonError | OSError) -> None:
        self._say(of_error(error))


def _let_go(_: object) -> None:
    """Nothing is left of what was only read."""
