"""Knows why something cannot be done on the canvas now, in words. Must not know how it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.canvas import clipping
from designer.document.changes import samples

if TYPE_CHECKING:
    from designer.canvas.editor import Editor

_CALLING = {"inline", "open_called"}
_ONE = _CALLING | {
    *("add_inside", "change_type", "connect_to", "next_sample", "open_settings", "pin"),
    *("run_from", "run_from_as_run"),
}
_STEPS = {"switch", "group", "extract", "keep_in_place"}
_TWO = {"align", "distribute"}
_ANY = {"remove", "rename", "cut", "copy", "duplicate", "nudge", "toggle_stop"}
_NOTES = {"hang_note", "next_color"}
_OTHER = {
    "add_step",
    "add_note",
    "arrange",
    "arrange_in_order",
    "arm_space",
    "paste",
    "ungroup",
    "fold",
}
_EDITS = (_ONE | _STEPS | _TWO | _ANY | _NOTES | _OTHER) - {
    *("open_settings", "run_from", "run_from_as_run", "copy", "open_called"),
}
_PAIR = 2


def why_not(editing: Editor, what: str) -> str:
    """Return why a method of the editing can do nothing now, in one sentence; "" if it can.

    Args:
        editing: what is asked.
        what: name of the method.
    """
    if not editing.scene.editable and what in _EDITS:
        return editing.scene.document.locked or "What is shown here cannot be changed."
    if what == "ungroup" and not editing.groups():
        return "What is selected is in no group."
    if what in _NOTES and not editing.scene.selected_notes():
        return "No note is selected."
    if what == "hang_note" and not editing.model.nodes:
        return "There is no step to hang it on."
    if what == "paste" and not clipping.holds_steps():
        return "No steps were copied."
    return _about_steps(editing, what) or _about_anything(editing, what)


def with_reason(title: str, reason: str) -> str:
    """Return the title of an entry that is grey, with why it is, in few words.

    A hint is shown to the pointer alone: neither keys nor a screen reader find it.

    Args:
        title: of the entry.
        reason: one sentence; what follows a colon says what helps, and is left to the hint.
    """
    short = reason.partition(": ")[0].rstrip(".")
    return f"{title} ({short[:1].lower()}{short[1:]})" if short else title


def _about_steps(editing: Editor, what: str) -> str:
    count = len(editing.steps())
    if what in _ONE | _STEPS | _TWO and not count:
        return "No step is selected."
    if what in _ONE and not editing.step:
        return "More than one step is selected."
    if what == "add_inside" and not editing.scene.card(editing.step).repeats:
        return "No steps can lie inside this one."
    if what in _CALLING and not editing.scene.card(editing.step).calls:
        return "This step runs no other workflow."
    if what in _TWO and count < _PAIR:
        return "Only one step is selected."
    return ""


def _about_anything(editing: Editor, what: str) -> str:
    if what == "next_sample" and not samples.samples(editing.model, editing.step):
        return "This step has no test data yet."
    if what in _ANY and not editing.scene.selectedItems() and not editing.focus:
        return "Nothing is selected."
    return ""
