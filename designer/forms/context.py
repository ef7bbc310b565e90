"""Knows what the editors of a form may ask of the world around them. Must not know who answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from connectors.manifest import Operation
    from designer.assets.theme import Theme
    from designer.document.changes.rename_field import FieldRename
    from designer.document.neighbours import Caller
    from runtime.definition.json_value import JsonObject, JsonValue


class Reply(Protocol):
    """An answer that comes later: `done` and `failed` are Qt signals with one argument."""

    done: Any
    failed: Any

    def cancel(self) -> None:
        """Say that nobody waits for the answer any more."""
        ...


class Helper(Protocol):
    """Works on formulas in another process, so that a hostile one cannot stop the window."""

    def preview(self, text: str, samples: Sequence[JsonObject]) -> Reply:
        """Evaluate a formula for each sample: done with a list of `{"value"}` or `{"error"}`."""
        ...

    def explain(self, text: str) -> Reply:
        """Read a formula in plain words: done with `{"words"}` or `{"error", "offset"}`."""
        ...

    def complete(self, text: str, offset: int, schema: JsonObject) -> Reply:
        """Say what may stand at the cursor: done with `{"from", "items": [{"text", "title"}]}`."""
        ...


class Undoing(Protocol):
    """Takes changes of the workflow back, and makes them again."""

    def depth(self) -> int:
        """Return how many changes can be taken back."""
        ...

    def undo(self) -> None:
        """Take the last change back."""
        ...

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        ...

    def seal(self) -> None:
        """Let the next change be one of its own, not part of the last."""
        ...


class Later(Protocol):
    """Something that is looked for in the background.

    `done` and `ended` are Qt signals: with what was found, and when it is over, also in vain.
    """

    done: Any
    ended: Any


class Renaming(Protocol):
    """Names a field of a form otherwise, with all that refers to it."""

    def begin(
        self, form: str, name: str, new: str, inside: tuple[str, ...] = ()
    ) -> FieldRename | None:
        """Return what would change; None where nothing can refer to fields of that form.

        Args:
            form: the use of the form: "start", "data", "task".
            name: what the field is called now.
            new: what it is to be called.
            inside: names of the fields around it, from the top of that form.
        """
        ...

    def callers(self, rename: FieldRename) -> Later | None:
        """Look for other workflows that name the field: done with a tuple of `Caller`.

        None where there can be none.
        """
        ...

    def do(self, rename: FieldRename, callers: Sequence[Caller] = ()) -> None:
        """Make the change, and then in other workflows as far as the person agreed.

        Raises:
            DefinitionError: it does not fit, or the name is taken.
        """
        ...


class Learning(QObject):
    """Says that what formulas see has become known; it is worked out while a form is shown."""

    learned = Signal()


@dataclass(slots=True)
class FormContext:
    """What a form's editors may ask.

    Attributes:
        theme: colours.
        schema: the JSON Schema of what formulas see here.
        samples: recorded data that formulas are tried on, with a name for each.
        helper: None where formulas cannot be tried; editors work all the same.
        connections: name of each connection of the workflow to its title and connector.
        operations: what a connection's system offers; empty for an unknown one.
        workflows: id and name of the workflows that can be called; may grow later.
        steps: id and name of the other steps of the workflow, as drawn.
        open_workflow: opens one of them, by its id; None where nobody can.
        calendars, people: names to choose from; others may be typed.
        fetch: reads from a live system: connection, operation, inputs.
        companions: values of the other fields of the form, by name.
        beside: the schemas of the fields of the form, by name.
        computes: the formula that the step becomes with other params, "" where it becomes none.
        undoing: takes changes back where an editor has a window of its own; None where nobody can.
        renaming: names fields of forms otherwise everywhere; None where nobody can.
        keep_secret: puts a secret into the vault, and returns what stands for it from then on.
        vault_place: where secrets lie, for people.
        add_connection: lets the person declare a connection.
        is_unbound: whether a connection of the workflow leads nowhere on this computer.
        connect: lets the person say where a connection leads; None where nobody can.
        learning: says that the schema has come.
    """

    theme: Theme
    schema: JsonObject = field(default_factory=dict[str, Any])
    samples: Sequence[tuple[str, JsonObject]] = ()
    helper: Helper | None = None
    connections: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    operations: Callable[[str], Sequence[Operation]] = lambda _: ()
    workflows: Sequence[tuple[str, str]] = ()
    steps: Sequence[tuple[str, str]] = ()
    open_workflow: Callable[[str], object] | None = None
    calendars: Sequence[str] = ()
    people: Sequence[str] = ()
    fetch: Callable[[str, str, JsonObject], Reply] | None = None
    companions: JsonObject = field(default_factory=dict[str, Any])
    beside: Mapping[str, JsonObject] = field(default_factory=dict[str, Any])
    computes: Callable[[JsonObject], str] | None = None
    undoing: Undoing | None = None
    renaming: Renaming | None = None
    keep_secret: Callable[[str], JsonValue] | None = None
    vault_place: str = "in the keychain of this computer"
    add_connection: Callable[[], object] | None = None
    is_unbound: Callable[[str], bool] = lambda _: False
    connect: Callable[[str], object] | None = None
    learning: Learning = field(default_factory=Learning)

    def learn(self, schema: JsonObject) -> None:
        """Take in what formulas see, and tell the editors that offer it."""
        self.schema.clear()
        self.schema.update(schema)
        self.learning.learned.emit()
