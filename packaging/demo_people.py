"""Answers people's tasks: from a file, or by asking at the terminal. Knows forms, and no engine."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Task = dict[str, Any]


class NoAnswerError(Exception):
    """The answers file has nothing to say to a task."""


@dataclass(frozen=True)
class Answer:
    """What a person says to a task.

    Attributes:
        actor: `{"id": "user:…", "roles": […]}`.
        outcome: port of the outcome; "" where there is only one.
        values: what was filled into the form.
    """

    actor: dict[str, Any]
    outcome: str = ""
    values: dict[str, Any] = field(default_factory=dict[str, Any])
    reason: str = ""


class People(Protocol):
    """Whoever answers tasks.

    Attributes:
        asks_again: whether an answer that was refused may be followed by a better one.
    """

    asks_again: bool

    def answer(self, task: Task) -> Answer:
        """Return what is said to the task."""
        ...


class AnswersFile:
    """Simulated people.

    Args:
        path: a JSON file: `requester` is who starts the case; `answers` has for the id of each step
            with people one answer, or a list of answers, one a visit.
    """

    asks_again = False

    def __init__(self, path: Path) -> None:
        content = json.loads(path.read_text(encoding="utf-8"))
        self.requester: dict[str, Any] = content["requester"]
        self._answers: dict[str, Any] = content["answers"]
        self._visits: dict[str, list[str]] = {}

    def answer(self, task: Task) -> Answer:
        """Return the file's answer to this visit of the task's step; the last one stays valid.

        Raises:
            NoAnswerError: the file has none.
        """
        step = str(task["step"])
        if step not in self._answers:
            raise NoAnswerError(f"The answers file has no answer for {step}: “{task['title']}”.")
        answers = _as_list(self._answers[step])
        visits = self._visits.setdefault(step, [])
        if task["task"] not in visits:
            visits.append(task["task"])
        given = answers[min(visits.index(task["task"]), len(answers) - 1)]
        return Answer(
            given["by"],
            given.get("outcome", ""),
            given.get("values", {}),
            given.get("reason", ""),
        )


def _as_list(given: Any) -> list[Any]:
    return cast("list[Any]", given) if isinstance(given, list) else [given]


class Terminal:
    """Asks the person at the keyboard; Enter takes what the answers file proposes.

    Args:
        proposals: the simulated people.
        ask: shows a prompt and returns the line typed.
        show: shows a line.
    """

    asks_again = True

    def __init__(
        self, proposals: AnswersFile, ask: Callable[[str], str], show: Callable[[str], None]
    ) -> None:
        self._proposals = proposals
        self._ask = ask
        self._show = show

    def answer(self, task: Task) -> Answer:
        """Show the facts, ask for the decision and each field of the form."""
        proposal = self._proposal(task)
        self._show(f"\n{task['title']}\n  for {', '.join(task['assignees'])}, due {task['due']}")
        for name, value in task["facts"].items():
            self._show(f"  {name}: {value}")
        outcome = self._outcome(task["outcomes"], proposal.outcome)
        needs_reason = any(port == outcome and needed for port, _, needed, _ in task["outcomes"])
        reason = self._ask("  Reason: ") if needs_reason else ""
        values = {} if needs_reason else self._fill_in(task["form"], proposal.values)
        if len(task["outcomes"]) == 1 and not task["form"].get("properties"):
            self._ask("  Press Enter when it is done. ")
        return Answer(proposal.actor, outcome, values, reason)

    def _proposal(self, task: Task) -> Answer:
        """Return what the file says; where it is silent, somebody who may answer."""
        try:
            return self._proposals.answer(task)
        except NoAnswerError:
            roles = [name.removeprefix("role:") for name in task["assignees"]]
            return Answer({"id": f"user:{roles[0].replace('_', '.')}", "roles": roles})

    def _outcome(self, outcomes: list[list[Any]], proposed: str) -> str:
        ports = [str(port) for port, *_ in outcomes]
        if len(ports) == 1:
            return ports[0]
        default = proposed or ports[0]
        while True:
            typed = self._ask(f"  Decide ({' / '.join(ports)}) [{default}]: ").strip() or default
            found = [port for port in ports if port.startswith(typed)]
            if len(found) == 1:
                return found[0]
            self._show("  That is not one of the answers.")

    def _fill_in(self, form: dict[str, Any], proposed: dict[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, field_schema in form.get("properties", {}).items():
            default = proposed.get(name, "")
            title = field_schema.get("title", name)
            typed = self._ask(f"  {title} [{default}]: ").strip() or default
            if typed != "":
                is_number = field_schema.get("type") == "integer"
                values[name] = int(typed) if is_number else typed
        return values
