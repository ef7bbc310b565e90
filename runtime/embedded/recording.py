"""Knows a case as one file: what is in it, whether it is whole, and how it is gone through.

Must not know where it comes from or goes to. A file has the pinned plans and all events, so that
another machine can tell the case step by step. It has no secret, because no event has one; of
personal data it has only what was asked for.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import orjson

from runtime.definition.personal import marked_in, masked
from runtime.errors import BatonError, RefusedError
from runtime.events import codec as events_codec
from runtime.events import model
from runtime.events.view import RunView, see
from runtime.kernel import fold, new_state
from runtime.plan import codec
from runtime.ports import REPLAY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.events.model import Recorded
    from runtime.kernel import RunState

FORMAT = 1
_KIND = "baton run"
_DATA = frozenset(
    [
        "input",
        "output",
        "saves",
        "request",
        "content",
        "values",
        "facts",
        "data",
        "before",
        "items",
        "result",
        "because",
        "error",
    ]
)
"""Fields of events in which the data of a case stand."""


class RecordingError(RefusedError):
    """A file is no recording of a case, or not a whole one."""

    code = "recording"


@dataclass(frozen=True, slots=True)
class Recording:
    """A case that was brought from a file.

    Attributes:
        run: id of the case it was made of.
        plans: the pinned plans by digest, as they are stored.
        events: everything that happened.
    """

    run: str
    plans: Mapping[str, bytes]
    events: Sequence[Recorded]

    @property
    def name(self) -> str:
        """The id under which it is kept to be looked at."""
        return f"{self.run}-{REPLAY}"

    def as_replay(self) -> list[Recorded]:
        """Returns the events as those of a run in which nothing happens any more."""
        first = self.events[0]
        started: Any = first.event
        marked = replace(started, replays=self.run, environment=REPLAY)
        return [replace(first, event=marked), *self.events[1:]]


@dataclass(frozen=True, slots=True)
class Moment:
    """A case right after one of its events.

    Attributes:
        recorded: the event.
        view: how the case stood; the same object for all moments, so look before going on.
        data: the case data then.
    """

    recorded: Recorded
    view: RunView
    data: JsonValue


def written(
    run: str, plans: Mapping[str, bytes], events: Sequence[Recorded], *, personal: bool
) -> JsonObject:
    """Returns a case as the document of a file.

    Args:
        run: its id.
        plans: the stored plans that it is or was pinned to, by digest.
        events: everything that happened.
        personal: whether personal data are in it; else a sign stands in their place.
    """
    marked = frozenset[tuple[str, ...]]() if personal else _marked(plans)
    told: list[JsonValue] = []
    for each in events:
        event: JsonObject = events_codec.as_object(each.event)
        event = event if personal else _hidden(event, marked)
        told.append({"seq": each.seq, "at": each.at, "by": each.by, "event": event})
    document: JsonObject = {
        "kind": _KIND,
        "format": FORMAT,
        "run": run,
        "personal": personal,
        "plans": {digest: orjson.loads(body) for digest, body in plans.items()},
        "events": told,
    }
    return {**document, "digest": _digest(document)}


def _hidden(event: JsonObject, marked: frozenset[tuple[str, ...]]) -> JsonObject:
    return {
        name: masked(value, marked=marked) if name in _DATA else value
        for name, value in event.items()
    }


def _marked(plans: Mapping[str, bytes]) -> frozenset[tuple[str, ...]]:
    """Returns the ways of the case data that a workflow's schema marks as personal."""
    found = frozenset[tuple[str, ...]]()
    for body in plans.values():
        for each in codec.decode(body).bodies.values():
            found |= marked_in(each.data)
    # What is saved stands by path, in one name.
    return found | {(".".join(way),) for way in found}


def _digest(document: JsonObject) -> str:
    body = orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
    return "sha256:" + hashlib.sha256(body).hexdigest()


def read(document: JsonObject) -> Recording:
    """Returns what a file tells.

    Raises:
        RecordingError: it is none, was changed, or comes from a newer Baton.
    """
    if document.get("kind") != _KIND:
        raise _broken("It is not a case that was exported.")
    if document.get("format") != FORMAT:
        raise _broken("It was written by another version of Baton.")
    rest = {name: value for name, value in document.items() if name != "digest"}
    if document.get("digest") != _digest(rest):
        raise _broken("It was changed or damaged after it was exported.")
    try:
        recording = _read(document)
        for _ in moments(recording.run, recording.events):
            pass
    except (BatonError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise _broken("Its events do not follow from each other.", repr(error)) from error
    return recording


def _read(document: Any) -> Recording:
    plans = {
        digest: orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
        for digest, body in document["plans"].items()
    }
    if any(codec.digest_of(body) != digest for digest, body in plans.items()):
        raise ValueError
    events = [_recorded(each) for each in document["events"]]
    if [each.seq for each in events] != list(range(len(events))):
        raise ValueError
    if not isinstance(events[0].event, model.RunStarted):
        raise TypeError
    return Recording(str(document["run"]), plans, events)


def _recorded(told: dict[str, Any]) -> Recorded:
    event = events_codec.from_object(told["event"])
    return model.Recorded(int(told["seq"]), str(told["at"]), str(told["by"]), event)


def _broken(why: str, detail: str = "") -> RecordingError:
    return RecordingError(
        "This file cannot be told as a case.",
        why=why,
        next_step="Export the case again with `baton runs export`.",
        detail=detail,
    )


def moments(run: str, events: Sequence[Recorded]) -> Iterator[Moment]:
    """Yields a case after each of its events. Nothing is performed, asked or evaluated."""
    view, state = RunView(run), new_state(run)
    for recorded in events:
        see(view, recorded)
        state = fold(state, (recorded.event,))
        yield Moment(recorded, view, _data(state))


def _data(state: RunState) -> JsonValue:
    return state.scopes[0].data if 0 in state.scopes else None
