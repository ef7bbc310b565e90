"""Knows what people are told about files. Must not know widgets or do anything to a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from designer.shell.banner import Message
from runtime.definition.errors import DefinitionError
from runtime.errors import BatonError

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.document.drafts.holder import Holder
    from designer.document.drafts.shelf import Held

    Do = Callable[[], object]

_STEP = re.compile(r'step "([^"]*)"')
_MENDED = "Open an earlier copy of it, or have it mended where it was changed outside Baton."


def of_error(error: BatonError | OSError) -> Message:
    """Say that something could not be done with a file."""
    if isinstance(error, BatonError):
        why = " ".join(part for part in (error.why, error.next_step) if part)
        return Message(error.what, why, detail=error.detail, about="file")
    why = f"The system says: {error.strerror or error}."
    return Message("The file cannot be used.", why, detail=repr(error), about="file")


def of_opening(error: BatonError | OSError, name: str) -> Message:
    """Say which file could not be opened, and where it is broken, in plain words.

    Args:
        error: what reading it gave.
        name: of the file, as people see it.
    """
    if not isinstance(error, DefinitionError) or not error.why.startswith("At "):
        return of_error(error)
    detail = "\n".join(part for part in (error.what, error.why, error.detail) if part)
    why = f"{_broken_at(error.where)} {_MENDED}"
    return Message(f"“{name}” cannot be opened.", why, detail=detail, about="file")


def _broken_at(where: str) -> str:
    step = _STEP.match(where)
    if step is not None:
        return f"The step “{step[1]}” in it is not written as a step should be."
    if where.startswith("line "):
        return f"Its text breaks off or goes wrong at {where}."
    if where in {"", "the document"}:
        return "What it holds is not a workflow."
    return f"Its part “{where}” is missing, or not as it should be."


def of_another_window(name: str, holder: Holder | None, read: Do, copy: Do) -> Message:
    """Say who has a workflow open, and what can be done all the same."""
    where = holder.words() if holder is not None else "in another window"
    return Message(
        f"“{name}” is open {where}.",
        "Here you can read it as it was last saved, or go on with a copy.",
        "waiting",
        "Open to read only",
        read,
        other="Open a copy",
        do_other=copy,
        about="file",
    )


def of_reading(name: str, holder: Holder | None, copy: Do, take: Do | None) -> Message:
    """Say that what is open can only be read.

    Args:
        name: of the workflow.
        holder: who has it open.
        copy: goes on with a copy.
        take: opens it to be changed; None where it is certain that it is open elsewhere.
    """
    where = holder.words() if holder is not None else "in another window"
    why = ""
    if take is not None:
        why = "If it was not closed there because something failed, you can take it over."
    return Message(
        f"“{name}” can only be read here: it is open {where}.",
        why,
        "waiting",
        "Open a copy",
        copy,
        other="Take it over" if take else "",
        do_other=take,
        about="file",
    )


def of_recovery(held: Held, discard: Do | None) -> Message:
    """Say that edits of an earlier window are back.

    Args:
        held: the workflow.
        discard: gives them up; None where there is nothing else.
    """
    why = "They are shown here; the file is as it was."
    if held.changed_on_disk:
        why = "The file was changed by somebody else meanwhile: compare before you save."
    elif held.document.path is None:
        why = "Save the workflow to keep it in a file."
    what = f"Changes to “{held.document.name}” that were not saved are back."
    button = "Discard them" if discard else ""
    return Message(what, why, "waiting", button, discard, about="file")


def of_change(name: str, load: Do, keep: Do) -> Message:
    """Say that somebody else changed the file of the open workflow."""
    return Message(
        f"The file of “{name}” was changed by somebody else.",
        "Load it, which you can undo, or keep yours: saving then replaces theirs.",
        "waiting",
        "Load what is on disk",
        load,
        other="Keep mine",
        do_other=keep,
        about="disk",
    )


def of_loss(name: str, save: Do) -> Message:
    """Say that the file of the open workflow is not there any more."""
    return Message(
        f"The file of “{name}” is not in its place any more.",
        "It was moved, renamed or deleted. What you see here is kept: save it to put it back.",
        "waiting",
        "Save",
        save,
        about="disk",
    )


def of_journal(sentence: str, save_as: Do) -> Message:
    """Say that edits cannot be kept as they are made."""
    return Message(sentence, button="Save as…", do=save_as, about="journal")
