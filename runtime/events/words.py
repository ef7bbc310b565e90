"""Knows how each event reads as a sentence. Must not know who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue

SENTENCES = {
    "RunStarted": "the case “{name}” begins, asked for by {requester}",
    "TrialArranged": "this is a test: some steps may have test data, and people may be simulated",
    "RunForked": "what stands above was taken from case {run}, up to its coming to {step}{reason}",
    "StepPaused": "{step}: the test pauses before it",
    "StepResumed": "{step}: {by} lets the test go on",
    "DataEdited": "{step}: {by} changes the case data of the test",
    "StepScheduled": "{step}: attempt {attempt} begins",
    "StepReturned": "{step}: has its result",
    "StepCompleted": "{step}: done, goes on by “{port}”{because}",
    "ResultIgnored": "{step}: a result came after its path had been stopped",
    "StepFailed": "{step}: failed: {error}",
    "RetryScheduled": "{step}: attempt {attempt} failed, the next is at {due}: {error}",
    "TimerSet": "{step}: waits until {due}",
    "TaskOpened": "{step}: asks {assignees}: {title} (task {task})",
    "TaskVoted": "task {task}: {by} says “{outcome}”{reason}",
    "TaskRefused": "task {task}: {by} may not answer: {why}",
    "TaskDelegated": "task {task}: {by} hands it to {assignees}{reason}",
    "TaskReminded": "task {task}: its people are reminded",
    "TaskEscalated": "task {task}: overdue, {added} may answer too",
    "TaskClosed": "task {task}: closed, {how}",
    "JoinArrived": "{step}: a branch arrives",
    "StepHeld": "{step}: waits for another path of the case",
    "StepAdmitted": "{step}: may begin now",
    "RaceStarted": "{step}: all that is waited for begins, the first decides",
    "MessageAwaited": "{step}: waits for the message “{name}”",
    "MessageTaken": "{step}: the message has come",
    "MessageSent": "{step}: sends the message “{name}”",
    "GroupStarted": "{step}: the steps inside begin",
    "GroupEnded": "{step}: the steps inside are done",
    "BoundaryPassed": "{step}: goes on, and beside it by “{port}”",
    "ItemsAdded": "{step}: has more items",
    "EachPassed": "{step}: goes on by “done” while items are finished",
    "EachOver": "{step}: its last item is done",
    "UndoStarted": "{step}: an earlier step is undone",
    "UndoEnded": "{step}: one more is undone",
    "EachStarted": "{step}: begins with its items",
    "ItemStarted": "{step}: item {index} begins",
    "ItemEnded": "{step}: item {index} is done",
    "EachStopped": "{step}: no further item begins",
    "CallStarted": "{step}: the workflow “{body}” begins",
    "CallEnded": "{step}: the called workflow is done",
    "PathEnded": "{step}: a path ends",
    "TokensCancelled": "paths are stopped: {why}",
    "IncidentOpened": "{step}: cannot go on by itself: {error}",
    "IncidentResolved": "{step}: {by} decides to {action}{reason}",
    "RunSuspended": "the case is suspended by {by}{reason}",
    "RunResumed": "the case is resumed by {by}{reason}",
    "DataCorrected": "the case data is corrected by {by}{reason}",
    "PathMoved": "{step}: {by} moves the path to {to}{reason}",
    "RunMigrated": "{by} lets the case go on by another version{reason}",
    "RunCompleted": "the case is done",
    "RunFailed": "the case has failed: {error}",
    "RunCancelled": "the case is stopped by {by}{reason}",
}
"""Every type of event, with the fields that its sentence names."""


def sentence(event: JsonObject, **names: str) -> str:
    """Returns an event, as `runtime.events.codec.as_object` gives it, in one line of words.

    Args:
        event: the event.
        names: what stands for some of its fields instead: `step="Approve the invoice"`.
    """
    text = SENTENCES[str(event["type"])].format_map(_Words(event, names))
    return " ".join(text.split())


class _Words(dict[str, str]):
    """Puts into words what a sentence asks for, and nothing else: an output may be large."""

    def __init__(self, event: JsonObject, names: dict[str, str]) -> None:
        super().__init__(names)
        self._event = event

    def __missing__(self, name: str) -> str:
        return _word(name, self._event[name])


def _word(name: str, value: JsonValue) -> str:
    if name == "error" and isinstance(value, dict):
        return str(value.get("message", value.get("code", "")))
    if name == "reason":
        return f": {value}" if value else ""
    if name == "because":
        return "" if value is None else f", because {_plain(value)}"
    if name == "index" and isinstance(value, int):
        return str(value + 1)
    return _plain(value)


def _plain(value: JsonValue) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_plain(item) for item in value) or "nobody in particular"
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')}: {_plain(v)}" for name, v in value.items())
    return str(value)
