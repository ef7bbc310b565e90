"""Knows what an editor of one value is. Must not know any particular one."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from designer.assets.abstract import AbstractQt

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from designer.forms.context import FormContext
    from runtime.definition.json_value import JsonObject, JsonValue

Problems: TypeAlias = "Mapping[str, Sequence[tuple[str, int | None]]]"
"""Path inside a value ("" the value itself, "rows[2].when[0]") -> sentences, each with the
character it is about, counted from 0."""


class FieldEditor(QWidget, metaclass=AbstractQt):
    """Edits one value of a form.

    Args:
        schema: the JSON Schema of the value, opened; `x-baton-field` in it names its type.
        context: what may be asked.

    Attributes:
        edited: emitted with the new value when the person changed it, and never by `set_value`.
            None means that the value was taken out.
        companion_edited: emitted with the name of another field of the form and its new value, by
            an editor with a window of its own in which that field is shown too.
    """

    edited = Signal(object)
    companion_edited = Signal(str, object)
    help_text = ""
    """What helps to fill it in, where the description in the schema says it in too technical words;
    set by the editor itself."""
    shows_title = False
    """Whether it shows the title of its schema itself, as a tick box does."""

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.schema = schema
        self.context = context

    @abstractmethod
    def value(self) -> JsonValue:
        """Return what is entered; None where nothing is."""

    @abstractmethod
    def set_value(self, value: JsonValue) -> None:
        """Show a value, also one of a wrong form: bad input is shown and kept, never dropped.

        Where the value is what stands there already, cursor and selection stay as they are.
        """

    def filling(self, value: JsonValue) -> Generator[None]:
        """Show a value as `set_value` does, a part at a time, and pause after each.

        An editor with many parts overrides it: to make them all at once would hold the window.
        Meanwhile it may be given another value; it then shows that one in the end.
        """
        self.set_value(value)
        yield

    def set_problems(self, problems: Sequence[str], offsets: Mapping[str, int]) -> None:
        """Mark the value as wrong, or as right; the form writes the sentences under it.

        Args:
            problems: sentences, the worst first; none clears what was shown.
            offsets: for a problem in a formula, the character it is about, counted from 0.
        """
        del problems, offsets  # nothing of it can be marked as a whole, unless an editor says how

    def set_problems_inside(self, problems: Problems) -> list[str]:
        """Mark what is wrong with the value and its parts.

        An editor with parts of its own overrides it and shows what it can place.

        Returns:
            the sentences it did not write anywhere, for the form to write under the field.
        """
        found = [pair for pairs in problems.values() for pair in pairs]
        offsets = {sentence: offset for sentence, offset in found if offset is not None}
        sentences = list(dict.fromkeys(sentence for sentence, _ in found))
        self.set_problems(sentences, offsets)
        return sentences

    def mark(self, problems: Problems) -> list[str]:
        """Mark what is wrong with the value, also that it cannot be such a value at all.

        Returns:
            as `set_problems_inside`.
        """
        own = self.own_problem()
        if own:
            problems = {**problems, "": [(own, None), *problems.get("", ())]}
        return self.set_problems_inside(problems)

    def own_problem(self) -> str:
        """Return a sentence when what stands there cannot be such a value, else ""."""
        return ""

    def focus_inside(self, path: str) -> None:
        """Let the person type here, at a part of the value; "" where they would begin."""
        del path
        self.setFocus()

    def set_companions(self, values: JsonObject) -> None:
        """Hear that other fields of the form have other values; the context has them already."""
        del values
