"""Knows what the window asks of the engine, as plain data. Must not know Qt or who does it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, JsonValue


class _Plain(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Pin(_Plain):
    """Test data that stands for a step's work: it is not performed, this is its output."""

    step: str
    output: JsonValue = None
    port: str = "out"
    sample: str = ""


class Answer(_Plain):
    """What a simulated person answers to the task of a step."""

    step: str
    outcome: str = ""
    values: dict[str, JsonValue] = {}
    reason: str = ""
    actor: str = ""


class Trouble(_Plain):
    """What goes wrong with a connection in a test.

    Attributes:
        connection: which one.
        how: "down" refuses every call, "refuses" answers with an error, "slow" waits first.
        seconds: how long a slow one takes.
        times: after so many calls it works again; 0 = never.
    """

    connection: str
    how: Literal["down", "refuses", "slow"]
    message: str = ""
    seconds: float = 0.0
    times: int = 0


class TestOrder(_Plain):
    """A run that the designer asks for.

    Attributes:
        document: the workflow as it is on the screen.
        given: what the start form was filled in with.
        dry: writes are listed and not done.
        stops: steps and edges (keys) before which the run pauses.
        step_by_step: pauses before every step.
        folder: where the workflows lie that this one runs; "" where it has no file yet.
        from_run, from_step: goes on from a step of an earlier run, with what was recorded there.
    """

    __test__ = False  # its name makes pytest look at it

    document: dict[str, JsonValue]
    given: JsonValue = None
    dry: bool = True
    actor: str = "user:me"
    roles: tuple[str, ...] = ()
    key: str = ""
    pins: tuple[Pin, ...] = ()
    answers: tuple[Answer, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    stops: tuple[str, ...] = ()
    step_by_step: bool = False
    from_run: str = ""
    from_step: str = ""
    folder: str = ""
