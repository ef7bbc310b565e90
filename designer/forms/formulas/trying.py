"""Knows how a formula is tried while it is typed: what it gives, how it reads, where it is wrong.

Must not know where the formula is typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from designer.forms.formulas.asking import Asking
from designer.forms.formulas.preview import results

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.forms.context import FormContext
    from runtime.definition.json_value import JsonValue


class Trying(QObject):
    """Tries the newest formula only, after a pause in typing; without a helper it stays silent.

    Args:
        most: on so many samples at most.
        formula_of: makes the formula of what is typed; what has one is not read in plain words.

    Attributes:
        gave: a list of `Shown`, one for each sample.
        read: the formula in plain words, "" where it cannot be read.
        wrong: what is wrong with the text and where (a sentence, an offset or None); "" if nothing.
    """

    gave = Signal(object)
    read = Signal(str)
    wrong = Signal(str, object)

    def __init__(
        self,
        context: FormContext,
        owner: QObject,
        *,
        most: int = 20,
        formula_of: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__(owner)
        self._context = context
        self._most = most
        self._formula_of = formula_of
        self._readable = True
        self._values = Asking(self, self._valued)
        self._words = Asking(self, self._explained)

    def tries(self, text: str) -> None:
        """Try a formula; an empty one gives nothing."""
        self._readable = True
        helper = self._context.helper
        if helper is None or not text.strip():
            self._values.drop()
            self._words.drop()
            self.gave.emit([])
            self.read.emit("")
            self.wrong.emit("", None)
            return
        samples = [sample for _, sample in self._context.samples[: self._most]]
        if samples:
            formula = self._formula_of(text) if self._formula_of else text
            self._values.want(lambda: helper.preview(formula, samples))
        if self._formula_of is None:
            self._words.want(lambda: helper.explain(text))

    def _valued(self, answer: object) -> None:
        if not self._readable:
            return  # that there is no value is said already, with its reason
        names = [name for name, _ in self._context.samples[: self._most]]
        self.gave.emit(results(names, answer))

    def _explained(self, answer: object) -> None:
        found = cast("JsonValue", answer)
        if not isinstance(found, dict) or "failed" in found:
            return
        error, offset = found.get("error"), found.get("offset")
        if error:
            self._readable = False
            self.gave.emit([])
            self.read.emit("")
            self.wrong.emit(str(error), offset if isinstance(offset, int) else None)
            return
        words = found.get("words")
        self.read.emit(words if isinstance(words, str) else "")
        self.wrong.emit("", None)
