"""Knows what a newcomer is shown, one thing after the other. Must not know Qt or what was done."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

TEMPLATE, FILE = "approve-supplier-invoice", "tour.json"
"""The starter workflow on which one learns, and the file that says how."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing to do.

    Attributes:
        title, words: what it is, and how it is done.
        buttons: how those begin that may be pressed for it; the first that is seen is pointed at.
        step: else a step to look at; "" for none.
        until: what has to happen: "started", "ended", "changed" (the step), "compared"; "" ends it.
    """

    title: str
    words: str
    buttons: tuple[str, ...]
    step: str
    until: str


@lru_cache(maxsize=1)
def tour() -> tuple[Stop, ...]:
    """Return the stops of the tour, in their order."""
    text = (files("resources") / "templates" / TEMPLATE / FILE).read_text(encoding="utf-8")
    listed: list[dict[str, Any]] = json.loads(text)
    return tuple(
        Stop(
            str(each["title"]),
            str(each["words"]),
            tuple(each.get("buttons", ())),
            str(each.get("step", "")),
            str(each["until"]),
        )
        for each in listed
    )
