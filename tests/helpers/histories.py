"""Knows how a played case is kept as a file: its events, and the state that they fold to.

Must not know which cases are kept. The id of the case is told as `case`, for it holds chance; all
else comes from a clock and a world that are told what to say. What says nothing (no, none, empty)
is left out of a state: a field that comes later, and says nothing of an old case, changes none.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, cast

from rpds import HashTrieMap

from runtime.events import codec
from runtime.events.model import FORMAT, Recorded, RunStarted
from runtime.events.view import view_of
from runtime.kernel import fold, new_state

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

CASE = "case"
"""Stands for the id of the case."""
PLAN = "plan"
"""Stands for the digest of its plan, which another version of a step kind may change."""


def events_of(run: str, recorded: Sequence[Recorded]) -> list[dict[str, Any]]:
    """Returns events as plain objects with their place, moment and actor."""
    found = [
        {"seq": each.seq, "at": each.at, "by": each.by, "event": codec.as_object(each.event)}
        for each in recorded
    ]
    begun = recorded[0].event
    plan = begun.plan if isinstance(begun, RunStarted) else PLAN
    return json.loads(json.dumps(found).replace(run, CASE).replace(plan, PLAN))


def recorded_in(events: Sequence[dict[str, Any]]) -> list[Recorded]:
    """Returns the events of a file as the journal gives them."""
    return [
        Recorded(each["seq"], each["at"], each["by"], codec.from_object(each["event"]))
        for each in events
    ]


def folded(events: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Returns what events fold to.

    `state` is what the engine goes on by, `view` what people see, at the end; `then` has a digest
    of the state after each event.
    """
    recorded = recorded_in(events)
    state, then = new_state(CASE), list[str]()
    for each in recorded:
        state = fold(state, [each.event])
        then.append(hashlib.sha256(_line(plain(state)).encode()).hexdigest()[:8])
    return {"then": then, "state": plain(state), "view": plain(view_of(CASE, recorded))}


def plain(value: Any) -> Any:
    """Returns data of the engine as JSON, in the order of its names; what says nothing is out."""
    if is_dataclass(value):
        told = {each.name: plain(getattr(value, each.name)) for each in fields(value)}
        return {name: told[name] for name in sorted(told) if told[name] not in _NOTHING}
    if isinstance(value, HashTrieMap | dict):
        items = cast("Mapping[Any, Any]", value).items()
        return dict(sorted((_name(key), plain(each)) for key, each in items))
    if isinstance(value, frozenset):
        return sorted(cast("frozenset[str]", value))
    if isinstance(value, list | tuple):
        return [plain(each) for each in cast("Sequence[Any]", value)]
    return value


def _name(key: Any) -> str:
    return key if isinstance(key, str) else _line(key)


_NOTHING: tuple[Any, ...] = (None, "", 0, [], {})


def read(path: Path) -> dict[str, Any]:
    """Returns a file of kept cases; it must be of this format."""
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    assert document["format"] == FORMAT, f"{path.name} is of another format of events"
    return document


def write(path: Path, cases: Sequence[dict[str, Any]]) -> None:
    """Writes kept cases with one event a line, so that a change of one reads well."""
    shown = ",\n".join(_case(each) for each in cases)
    path.write_text(f'{{"format": {FORMAT}, "cases": [\n{shown}\n]}}\n', encoding="utf-8")


def _case(case: dict[str, Any]) -> str:
    lines = ",\n".join(f"    {_line(event)}" for event in case["events"])
    rest = "".join(f',\n  "{name}": {_line(case[name])}' for name in case if name in _FOLDED)
    return f' {{"title": {_line(case["title"])}, "events": [\n{lines}\n  ]{rest}}}'


_FOLDED = ("then", "state", "view")


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
