"""Knows how a case is shown: one JSON object, or lines for people. Must not know the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runtime.cli.console import Console
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.events.view import RunView, WaitingFor

ENDED = ("completed", "failed", "cancelled")
_WAITS = {
    "task": "people",
    "time": "a moment",
    "message": "a message",
    "path": "another path",
    "retry": "another try",
    "incident": "mending",
}


def status_of(view: RunView) -> str:
    """Returns "completed", "failed", "cancelled", "suspended" or, if it goes on, "waiting"."""
    if view.status in ENDED:
        return view.status
    return "suspended" if view.suspended else "waiting"


def report_of(view: RunView, problems: Sequence[JsonValue] = ()) -> JsonObject:
    """Returns a case as `baton run --json` prints it.

    Args:
        view: the case.
        problems: what the check or the people's answers added.
    """
    report: JsonObject = {
        "run_id": view.run,
        "status": status_of(view),
        "output": view.output,
        "steps": [
            {
                "id": step.id,
                "status": step.status,
                "attempts": step.attempts,
                "started": step.started or None,
                "ended": step.ended or None,
            }
            for step in view.steps.values()
        ],
        "waiting_for": [_waiting(waits) for waits in view.waiting_for],
        "problems": [*problems, *_problems(view)],
    }
    if view.dry:
        report["would_do"] = [*view.would_do]
    return report


def nothing_ran(problems: Sequence[JsonValue]) -> JsonObject:
    """Returns the report of a case that could not begin."""
    return {
        "run_id": None,
        "status": "failed",
        "output": None,
        "steps": [],
        "waiting_for": [],
        "problems": list(problems),
    }


def _waiting(waits: WaitingFor) -> JsonObject:
    return {
        "kind": waits.kind,
        "step": waits.step,
        "task": waits.task or None,
        "people": list(waits.people),
        "due": waits.due or None,
        "message": waits.message,
    }


def _problems(view: RunView) -> list[JsonObject]:
    """Incidents, and why the case failed."""
    found = [
        problem(f"incident.{waits.step}", waits.message, waits.step)
        for waits in view.waiting_for
        if waits.kind == "incident"
    ]
    if view.error is not None:
        text = str(view.error.get("message", ""))
        found.append(problem(str(view.error.get("code", view.status)), text, None))
    return found


def problem(code: str, sentence: str, step: str | None, severity: str = "error") -> JsonObject:
    """Returns a problem of a running case in the form of one of a drawing."""
    return {
        "code": code,
        "severity": severity,
        "sentence": sentence,
        "step": step,
        "edge": None,
        "field": None,
        "offset": None,
    }


def show(
    view: RunView,
    console: Console,
    problems: Sequence[JsonObject] = (),
    about: JsonObject | None = None,
) -> None:
    """Writes a case: as JSON, or its steps, what it waits for and what to do next.

    Args:
        view: the case.
        console: where it is written.
        problems: what the check or the people's answers added.
        about: what `--json` has besides; of it, `test_data` is told to people too.
    """
    if console.json:
        console.result(report_of(view, problems) | (about or {}))
        return
    from runtime.cli.problems import in_words

    name = view.name or view.definition
    console.line(f"{name}: {status_words(view)}")
    told = f", a replay of {view.replays}: nothing happens in it" if view.replays else ""
    told += ", a dry run: nothing was written" if view.dry else ""
    console.line(f"case {view.run}{told}")
    console.line()
    _show_steps(view, console)
    _show_made_up(view, console, (about or {}).get("test_data"))
    for found in (*problems, *([] if view.error is None else _problems(view))):
        for line in in_words(found):
            console.line(line)
    _show_waiting(view, console)
    if view.output is not None:
        import json

        console.line(f"\noutput: {json.dumps(view.output, ensure_ascii=False, indent=2)}")


def _show_steps(view: RunView, console: Console) -> None:
    console.table(
        ("step", "status", "attempts", "started", "ended"),
        [
            (s.id, s.status, str(s.attempts or ""), moment(s.started), moment(s.ended))
            for s in view.steps.values()
        ],
    )


def _show_made_up(view: RunView, console: Console, stands_in: JsonValue) -> None:
    """Writes for which work test data stood, and what a dry run did not do."""
    for step, sample in (stands_in if isinstance(stands_in, dict) else {}).items():
        console.line(f"test data “{sample}” stands for the work of {step}")
    for done in view.would_do:
        console.line(f"would do at {done['step']}: {done['would']}")


def status_words(view: RunView) -> str:
    """Returns how a case stands, in a few words."""
    status = status_of(view)
    if status == "suspended":
        return f"suspended by {view.suspended}"
    kinds = {waits.kind for waits in view.waiting_for}
    if status == "waiting" and kinds:
        return f"waits for {' and '.join(_WAITS[kind] for kind in _WAITS if kind in kinds)}"
    return "under way" if status == "waiting" else status


def _show_waiting(view: RunView, console: Console) -> None:
    for waits in view.waiting_for:
        console.line()
        console.line(f"{waits.step} waits for {_WAITS[waits.kind]}: {waits.message}".rstrip(": "))
        if waits.due:
            console.line(f"  due {moment(waits.due)}")
        for text in _what_next(view, waits):
            console.line(f"  {text}")


def _what_next(view: RunView, waits: WaitingFor) -> list[str]:
    if view.replays:
        return [f"next: baton runs replay {view.run}   (tells it step by step)"]
    if view.dry:
        return ["next: give what is missing, and repeat the dry run"]
    run = view.run
    if view.suspended:
        return [f"next: baton runs resume {run}"]
    if waits.kind == "task":
        who = ", ".join(waits.people) or "nobody in particular"
        command = f"baton tasks complete {run} {waits.task} --as user:NAME --outcome …"
        return [f"for {who}", f"next: {command}"]
    if waits.kind == "incident":
        return [f"next: baton runs resolve {run} {waits.step} retry   (or: skip, route)"]
    return ["next: baton work   (goes on when it is due)"]


def moment(iso: str) -> str:
    """Returns a moment for people: to the second, in UTC."""
    return iso[:19].replace("T", " ") + "Z" if iso else ""
