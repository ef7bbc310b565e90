"""Knows what a decision asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from runtime.step import Condition, Params

PortName = Annotated[str, Field(pattern=r"^\w[\w .,()<>=%&+/-]*$", max_length=60)]


class Way(Params):
    """One way out of a decision."""

    port: PortName = Field(title="Way")
    """What this way out is called on the drawing, such as “over the limit”."""

    when: Condition = Field(title="Taken when")
    """A condition. The first way whose condition is true is taken."""


class DecisionParams(Params):
    """The ways out, in the order in which they are tried."""

    conditions: list[Way] = Field(title="Ways", min_length=1, max_length=100)
    """The ways out with their conditions, tried from the top."""

    otherwise: PortName = Field("otherwise", title="Otherwise")
    """What the way is called that is taken when no condition is true."""

    @model_validator(mode="after")
    def _distinct(self) -> DecisionParams:
        names = [way.port for way in self.conditions] + [self.otherwise]
        if len(set(names)) < len(names):
            raise ValueError("two ways out have the same name; give each its own")
        if "error" in names:
            raise ValueError("“error” is the way taken when the step fails; choose another name")
        return self
