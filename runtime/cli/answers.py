"""Knows the answers file: what simulated people say to tasks. Must not know how they are given.

```json
{
  "requester": {"id": "user:analyst", "roles": ["sales"]},
  "people": {"user:lead": ["legal"]},
  "interval": 0.5,
  "answers": [
    {"step": "legal_approval", "as": "user:lead", "outcome": "approved", "values": {}, "reason": ""}
  ]
}
```
`requester` starts the case unless `--as` says who does; `people` says who holds which roles;
`interval` is how many seconds pass before each answer. A person is a name, or an object with `id`
and `roles`. Answers in a list are given once each, in order. `answers` may also be an object, from
a step's id to one answer or a list of them; there the last one also serves every later visit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, JsonValue, ValidationError

from runtime.cli.command import InputError
from runtime.cli.values import actor, json_value

if TYPE_CHECKING:
    from runtime.events.model import Actor


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Person(_Strict):
    """A person with the roles held."""

    id: str
    roles: tuple[str, ...] = ()


class Answer(_Strict):
    """What a person says to a task of a step.

    Attributes:
        by: who answers; `as` in the file.
        outcome: name of the answer; "" where there is only one.
        values: what is filled into the form.
    """

    step: str = ""
    by: str | Person = Field(validation_alias=AliasChoices("as", "by"))
    outcome: str = ""
    values: dict[str, JsonValue] = {}
    reason: str = ""


class _File(_Strict):
    requester: str | Person | None = None
    people: dict[str, tuple[str, ...]] = {}
    interval: Annotated[float, Field(ge=0, le=3600)] = 0.0
    answers: list[Answer] | dict[str, Answer | list[Answer]] = []


class Answers:
    """The answers that are left.

    Attributes:
        requester: who starts the case, if the file says so.
        interval: seconds before each answer.
    """

    def __init__(self, file: _File) -> None:
        self._people = file.people
        self.requester = self._actor(file.requester) if file.requester else None
        self.interval = file.interval
        self._left: dict[str, list[Answer]] = {}
        self._stay = isinstance(file.answers, dict)
        self._given: set[tuple[str, int]] = set()
        for step, answer in _pairs(file):
            self._left.setdefault(step, []).append(answer)

    @property
    def steps(self) -> frozenset[str]:
        """Steps whose tasks the file answers, as long as an answer is left."""
        return frozenset(self._left)

    def next(self, step: str, task: str) -> Answer | None:
        """Takes the next answer to a task of a step; None when there is none left.

        An answer that stays valid is given to one task once, else a refusal would repeat for ever.
        """
        left = self._left.get(step, [])
        if len(left) > 1 or (left and not self._stay):
            return left.pop(0)
        if left and (task, id(left[0])) not in self._given:
            self._given.add((task, id(left[0])))
            return left[0]
        return None

    def actor(self, answer: Answer) -> Actor:
        """Returns who gives an answer, with the roles that the file says."""
        return self._actor(answer.by)

    def _actor(self, person: str | Person) -> Actor:
        if isinstance(person, Person):
            return actor(person.id, person.roles)
        found = actor(person)
        return actor(person, self._people.get(person, self._people.get(found.id, ())))


def _pairs(file: _File) -> list[tuple[str, Answer]]:
    if isinstance(file.answers, list):
        return [(answer.step, answer) for answer in file.answers]
    return [
        (step, answer)
        for step, given in file.answers.items()
        for answer in (given if isinstance(given, list) else [given])
    ]


def read_answers(given: str) -> Answers:
    """Reads an answers file.

    Args:
        given: "@FILE", or the JSON itself.

    Raises:
        InputError, UsageError: it cannot be read, or is no answers file.
    """
    value = json_value(given, "The answers file")
    try:
        file = _File.model_validate(value)
        if isinstance(file.answers, list) and not all(answer.step for answer in file.answers):
            raise _wrong("answers: an answer in a list needs a step", "")
    except ValidationError as error:
        findings = [
            f"{'.'.join(str(part) for part in found['loc']) or 'the file'}: {found['msg']}"
            for found in error.errors(include_url=False, include_input=False)
        ]
        raise _wrong(findings[0], "\n".join(findings)) from None
    return Answers(file)


def _wrong(why: str, detail: str) -> InputError:
    return InputError(
        "The answers file is not in the form it should have.",
        why=f"{why}.",
        next_step="See “Answers” in docs/cli.md for the form.",
        detail=detail,
    )
