"""Knows how moments, spans, people, steps and values are said in a few words.

Must not know widgets. Times inside are UTC; people read those of this computer.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from designer.document.counts import counted
from designer.document.moment import now
from designer.forms.formulas.fields import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.definition.json_value import JsonValue
    from runtime.events.view import RunView

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_FEW = 10
"""Seconds of which tenths still say something."""
_NAMED = 2
"""People who are named; of further ones only the number is told."""
_SHORT = 60
_APART = str.maketrans("_-.", "   ")
"""What parts words in names that stand for people and roles."""
_AT_ONCE = 0.05
"""Seconds that nobody notices."""


def length(seconds: float) -> str:
    """Return how long something took: "0.4 s", "3 min", "3 h 12 min", "2 d 4 h"."""
    if seconds < _MINUTE:
        return f"{seconds:.1f} s" if seconds < _FEW else f"{seconds:.0f} s"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE:.0f} min"
    if seconds < _DAY:
        hours, rest = divmod(int(seconds), _HOUR)
        return f"{hours} h {rest // _MINUTE} min" if rest >= _MINUTE else f"{hours} h"
    days, rest = divmod(int(seconds), _DAY)
    return f"{days} d {rest // _HOUR} h" if rest >= _HOUR else f"{days} d"


def between(start: str, end: str) -> str:
    """Return how long it took from one moment (ISO) to another.

    "" where one is missing, or where it was so short that nobody notices.
    """
    first, last = _moment(start), _moment(end)
    seconds = (last - first).total_seconds() if first and last else 0
    return length(seconds) if seconds >= _AT_ONCE else ""


def sort_of_run(run: RunView) -> str:
    """Return what sort of run it is; what counts is whether anything is written."""
    if run.dry:
        return "Test run"
    return "Real run" if run.test else "Run"


def at(moment: str) -> str:
    """Return a moment (ISO) as people of this place say it: "Thu 3 Dec 17:00"."""
    found = _moment(moment)
    if found is None:
        return moment
    here = found.astimezone()
    return f"{here:%a} {here.day} {here:%b %H:%M}"


def soon(moment: str) -> str:
    """Return a moment (ISO) in as few words as one needs now: "Thu 17:00" within six days."""
    found = _moment(moment)
    if found is None or not -_DAY < (found - now()).total_seconds() < 6 * _DAY:
        return at(moment)
    return f"{found.astimezone():%a %H:%M}"


def clock(moment: str) -> str:
    """Return the time of day of a moment (ISO): "17:00:04"."""
    found = _moment(moment)
    return f"{found.astimezone():%H:%M:%S}" if found else moment


def person(who: str) -> str:
    """Return whom an assignee means: "role:finance_control" is "Finance control".

    An address of mail stays as it is.
    """
    name = who.partition(":")[2] or who
    words = name if "@" in name else name.translate(_APART)
    return words[:1].upper() + words[1:]


def people(several: tuple[str, ...]) -> str:
    """Return whom several assignees mean, in a few words."""
    names = [person(who) for who in several]
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def short(
    value: JsonValue, most: int = _SHORT, title_of: Callable[[str], str] | None = None
) -> str:
    """Return a value in a few words, on one line.

    Args:
        value: any.
        most: letters.
        title_of: what people call a member of it; None names members as they are written.
    """
    match value:
        case dict() if title_of is not None:
            several = [*value.items()][:4]
            text = ", ".join(f"{title_of(name)}: {short(member, 20)}" for name, member in several)
        case None:
            return "—"
        case bool():
            return "yes" if value else "no"
        case dict():
            text = ", ".join(f"{name} {short(member, 20)}" for name, member in [*value.items()][:4])
        case list():
            return f"{len(value)} item" + ("s" if len(value) != 1 else "")
        case _:
            text = str(value)
    text = " ".join(text[: most * 4].split())
    return text if len(text) <= most else text[: most - 1] + "…"


def step_name(step: str, title_of: Callable[[str], str]) -> str:
    """Return what people call a step, after the steps that called its workflow; "" for none.

    Args:
        step: as the run names it, callers first ("check/approve").
        title_of: names a step that is given so, without its callers.
    """
    parts = step.split("/") if step else []
    return SEPARATOR.join(title_of("/".join(parts[: n + 1])) for n in range(len(parts)))


def hint(text: str) -> str:
    """Return text for where one points at something: in several lines where it is long."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    return f"<qt>{safe.replace('  ', '&nbsp; ')}</qt>" if safe else ""


def would_have(count: int) -> str:
    """Return how much a dry run did not do: "2 things would have been done"."""
    return f"{counted(count, 'thing')} would have been done"


def first_sentence(text: str) -> str:
    """Return the first sentence of an error, for a card."""
    head, stop, _ = text.partition(". ")
    return head + ("." if stop else "")


def on_card(sentence: str, title: str) -> str:
    """Return what is wrong with a step as its own card says it: without the name of the step.

    Args:
        sentence: of the problem, such as “Add up”: the formula cannot be read.
        title: of the step.
    """
    told = first_sentence(sentence.removeprefix(f"“{title}”: "))
    return told[:1].upper() + told[1:]


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
