"""Knows what a host is made of. Must not know what it does with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.host.performer import Hinder
    from runtime.ports import (
        CalendarBook,
        Clock,
        Connections,
        Evaluator,
        Journal,
        Post,
    )
    from runtime.step import Kind


@dataclass(frozen=True, slots=True)
class Parts:
    """What a host is made of.

    Attributes:
        hinder: lets a test make connections fail.
        leave: runs that are not taken up when their process is gone, such as one that broke it.
        post: where messages to cases are kept; None where none are sent.
    """

    journal: Journal
    evaluator: Evaluator
    calendars: CalendarBook
    connections: Connections
    clock: Clock
    kind: Callable[[str], Kind[Any]]
    hinder: Hinder | None = None
    leave: frozenset[str] = frozenset()
    post: Post | None = None
