"""Knows how steps are framed, collapsed and folded. Must not know what a frame looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.document.changes.steps import unused_id
from designer.document.history import Command
from designer.document.layout import FOLDED, FRAMES, frames
from runtime.plan.problems import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from designer.document.layout import Frame
    from designer.document.model import Model
    from runtime.definition.json_value import JsonObject, JsonValue


def add_frame(model: Model, steps: Iterable[str], title: str = "Group") -> tuple[Command, str]:
    """Put a frame round steps; each leaves the frame it was in. Returns the frame's id too."""
    members = list(dict.fromkeys(steps))
    name = unused_id(model, title, _taken(model))
    named: list[JsonValue] = [*members]
    entry: JsonObject = {"title": title, "members": named, "collapsed": False}
    patch = (*_leave(model, members), Edit("set", (*FRAMES, name), entry))
    return Command(f"Group {len(members)} steps", patch), name


def remove_frame(model: Model, frame: str) -> Command:
    """Take a frame away; its steps stay."""
    title = frames(model)[frame].title
    return Command(f"Ungroup “{title}”", (Edit("remove", (*FRAMES, frame)),))


def rename_frame(model: Model, frame: str, title: str) -> Command:
    """Give a frame another title."""
    before = frames(model)[frame].title
    patch = (Edit("set", (*FRAMES, frame, "title"), title),) if title != before else ()
    return Command(f"Rename group “{before}”", patch, f"frame {frame}")


def collapse(model: Model, frame: str, *, collapsed: bool) -> Command:
    """Let one card stand for the steps of a frame, or show them again."""
    what = "Collapse" if collapsed else "Open"
    edit = Edit("set", (*FRAMES, frame, "collapsed"), collapsed)
    return Command(f"{what} “{frames(model)[frame].title}”", (edit,))


def fold(model: Model, step: str, *, folded: bool) -> Command:
    """Hide the steps inside a step, or show them again."""
    there = model.value((*FOLDED, step)) is not None
    if folded:
        return Command("Fold", (Edit("set", (*FOLDED, step), value=True),))
    return Command("Unfold", (Edit("remove", (*FOLDED, step)),) if there else ())


def put_into(model: Model, steps: Iterable[str], frame: str) -> Command:
    """Move steps into a frame, or out of any ("")."""
    moved = list(dict.fromkeys(steps))
    known = frames(model)
    if frame:
        moved = [step for step in moved if step not in known[frame].members]
    patch = [*_leave(model, moved, keep=frame)]
    if frame and moved:
        members: list[JsonValue] = [*known[frame].members, *moved]
        patch.append(Edit("set", (*FRAMES, frame, "members"), members))
    where = f"into “{known[frame].title}”" if frame else "out of the group"
    return Command(f"Move {where}", tuple(patch))


def _taken(model: Model) -> list[str]:
    held = model.value(FRAMES)
    return [*held] if isinstance(held, dict) else []


def _leave(model: Model, steps: list[str], keep: str = "") -> list[Edit]:
    """Return the edits that take steps out of their frames; an empty frame goes."""
    patch: list[Edit] = []
    for name, frame in frames(model).items():
        if name != keep and set(frame.members) & set(steps):
            patch.append(_without(frame, steps))
    return patch


def _without(frame: Frame, steps: list[str]) -> Edit:
    left: list[JsonValue] = [step for step in frame.members if step not in steps]
    path = (*FRAMES, frame.id)
    return Edit("set", (*path, "members"), left) if left else Edit("remove", path)


def taken_over(model: Model, gone: Iterable[str], at: str, new: Sequence[str]) -> list[Edit]:
    """Return the edits that let new steps stand in the frame of one that goes.

    Args:
        model: the document.
        gone: all steps that go; they leave the frames they are in.
        at: the one of them whose place the new ones take.
        new: their ids.
    """
    away, patch = {*gone}, list[Edit]()
    for name, frame in frames(model).items():
        if not away & {*frame.members}:
            continue
        left: list[JsonValue] = []
        for member in frame.members:
            left += [*new] if member == at else [member] if member not in away else []
        path = (*FRAMES, name)
        patch.append(Edit("set", (*path, "members"), left) if left else Edit("remove", path))
    return patch
