"""Knows how a connection is drawn by words: which way out, then which step. Knows no gestures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.canvas.choice import Choice

if TYPE_CHECKING:
    from designer.canvas.editor import Editor
    from designer.canvas.step_item import StepItem


def ask(editing: Editor, step: str) -> None:
    """Ask for the way out of a step, where it has several, and for the step that it leads to."""
    item = editing.scene.step_item(step)
    ports = item.face.card.ports if item is not None else ()
    if item is None or not ports:
        return
    if len(ports) == 1:
        _ask_target(editing, item, ports[0].name)
        return
    choices = [Choice(port.title, port.name, icon="arrow-right") for port in ports]
    prompt = "From which way out?"
    where = item.card_rect().topRight()
    editing.asking.choose(prompt, choices, lambda p: _ask_target(editing, item, str(p)), where)


def ask_target(editing: Editor, step: str, port: str) -> None:
    """Ask for the step that a way out is to lead to."""
    item = editing.scene.step_item(step)
    if item is not None and editing.scene.editable:
        _ask_target(editing, item, port)


def _ask_target(editing: Editor, item: StepItem, port: str) -> None:
    """Ask for the target among those that an edge may lead to, the nearest first."""
    here = item.card_rect().center()
    others = [o for o in editing.scene.step_items() if editing.may_connect(item.step, port, o.step)]
    others.sort(key=lambda other: (other.card_rect().center() - here).manhattanLength())
    editing.asking.choose(
        "Connect to which step?",
        [_choice(other) for other in others],
        lambda target: editing.connect_steps(item.step, port, str(target)),
        item.card_rect().topRight(),
    )


def _choice(item: StepItem) -> Choice:
    card = item.face.card
    return Choice(card.title, item.step, card.caption, "", card.icon, card.category)
