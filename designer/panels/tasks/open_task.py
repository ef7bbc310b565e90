"""Knows what is said of an open task, in words and order. Must not know Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from designer.document.counts import counted
from designer.panels import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from runtime.definition.json_value import JsonObject

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way to answer."""

    id: str
    title: str
    needs_reason: bool


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that waits for a person.

    Attributes:
        case: what people call the case it belongs to.
        workflow, definition: name and id of its workflow.
        people: who is asked: "role:finance", "user:analyst".
        due: moment as ISO text; "" where there is no hurry.
        is_test: whether the case runs here, and one answers in the name of whoever is asked.
        is_real: whether it writes to systems all the same.
        not_allowed: who must not answer it.
    """

    run: str
    task: str
    step: str
    title: str
    case: str
    workflow: str
    definition: str
    people: tuple[str, ...]
    facts: JsonObject
    form: JsonObject
    outcomes: tuple[Outcome, ...]
    due: str
    is_overdue: bool
    is_test: bool
    is_real: bool
    not_allowed: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from all others."""
        return self.run, self.task

    @property
    def sort(self) -> str:
        """What sort of run it belongs to; "" for a case that was not begun here."""
        return ("real run" if self.is_real else "test") if self.is_test else ""

    def is_for(self, actor: str, roles: Sequence[str]) -> bool:
        """Whether a person is asked; in a test everybody is."""
        if self.is_test or actor in self.not_allowed:
            return self.is_test
        mine = {actor, *(f"role:{role.removeprefix('role:')}" for role in roles)}
        return not self.people or bool(mine.intersection(self.people))

    def has(self, words: Sequence[str]) -> bool:
        """Whether all words stand somewhere in what is shown of it."""
        text = " ".join((self.title, self.case, *self.people)).casefold()
        return all(word in text for word in words)


def open_tasks(
    found: Iterable[Mapping[str, Any]], runs: Iterable[Mapping[str, Any]]
) -> list[OpenTask]:
    """Return the tasks, overdue ones first, then those that are due first.

    Args:
        found: what the engine lists as tasks.
        runs: what it lists as runs; a task itself tells of the case of one that is not among them.
    """
    known = {str(row["run"]): row for row in runs}
    made = [_task(row, known.get(str(row["run"]), row)) for row in found]
    return sorted(made, key=lambda task: (not task.is_overdue, task.due or "9", task.title))


def _task(row: Mapping[str, Any], run: Mapping[str, Any]) -> OpenTask:
    names = (str(run.get("name") or ""), str(run.get("key") or ""))
    return OpenTask(
        str(row["run"]),
        str(row["task"]),
        str(row["step"]),
        str(row["title"]),
        " · ".join(name for name in names if name),
        names[0],
        str(run.get("definition") or ""),
        tuple(row["people"]),
        dict(row.get("facts") or {}),
        dict(row.get("form") or {}),
        tuple(Outcome(o["id"], o["title"], bool(o["needs_reason"])) for o in row["outcomes"]),
        str(row.get("due") or ""),
        bool(row.get("overdue")),
        bool(run.get("test")),
        run.get("dry") is False,
        tuple(row.get("not_allowed") or ()),
    )


def due_words(task: OpenTask, now: datetime) -> str:
    """Return until when it is to be answered, as people say it; "" where there is no hurry."""
    try:
        seconds = (datetime.fromisoformat(task.due) - now).total_seconds()
    except (ValueError, TypeError):
        return ""
    size, unit = next(
        (s, u) for s, u in ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute"), (0, ""))
        if abs(seconds) >= s
    )  # fmt: skip
    if not size:
        return "due now"
    count = round(abs(seconds) / size)
    span = counted(count, unit)
    return f"{span} overdue" if seconds < 0 else f"due in {span}"


def people_words(people: Sequence[str]) -> str:
    """Return who is asked, in words."""
    kinds = {"role": "anyone in “{}”", "user": "{}"}
    words: list[str] = []
    for who in people:
        kind, colon, _ = who.partition(":")
        words.append(kinds.get(kind, "{}").format(wording.person(who)) if colon else who)
    return " or ".join(words) or "anybody"


def fact_lines(task: OpenTask) -> list[tuple[str, str]]:
    """Return name and value of each fact that the person is shown."""
    return [(_named(name), _text(value)) for name, value in task.facts.items()]


def _named(fact: str) -> str:
    """Return the name of a fact as it was written, so that "SOW" stays what it is."""
    words = fact.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _text(value: object) -> str:
    if isinstance(value, str) and value.startswith(("user:", "role:")):
        return wording.person(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict | list):
        import json

        return json.dumps(value, ensure_ascii=False, default=str)
    return "—" if value is None else str(value)
