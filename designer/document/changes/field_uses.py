"""Knows how it is stated what refers to a field. Must not know how that is found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form.

    Attributes:
        form: which form: what begins a case, the data of a case, what a step asks for, or what
            the workflow that a step runs hands back.
        name: what formulas call it.
        step: id of the step that asks, or runs the other workflow; "" for the others.
        inside: names of the groups and tables around it, from the top.
    """

    form: Literal["input", "data", "step", "result"]
    name: str
    step: str = ""
    inside: tuple[str, ...] = ()

    @property
    def way(self) -> tuple[str, ...]:
        """The names from the top of the form to the field."""
        return (*self.inside, self.name)


@dataclass(frozen=True, slots=True)
class Use:
    """A place that refers to a field.

    Attributes:
        where: whose it is: the name of a step or of a saved test.
        what: which part of it, for people.
        before, after: what stands there, and what is to stand there; "" where that says nothing.
        step: id of the step; "" for none.
    """

    where: str
    what: str
    before: str = ""
    after: str = ""
    step: str = ""


@dataclass(slots=True)
class Found:
    """What refers to a field.

    Attributes:
        uses: what is changed with it.
        doubts: what may mean it, too, and stays as it is.
        taken: what means a field by the new name already.
    """

    uses: list[Use] = field(default_factory=list[Use])
    doubts: list[Use] = field(default_factory=list[Use])
    taken: list[Use] = field(default_factory=list[Use])
