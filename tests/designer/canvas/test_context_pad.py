"""What can be done with a step is at hand, whole and large enough, wherever its card stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QToolButton

from designer.canvas.context_pad import ContextPad
from tests.helpers.canvases import chain
from tests.helpers.hands import person_at
from tests.helpers.large_text import reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.helpers.hands import Person

__all__ = ["reading"]


def _pad_at(qtbot: Any, person: Person) -> ContextPad:
    pad = ContextPad(person.editing)
    pad.point_at("a")
    qtbot.waitUntil(pad.isVisible)
    return pad


@pytest.mark.parametrize("at", [(0, 0), (1, 0), (0, 1), (1, 1), (0.5, 0.5)])
def test_the_actions_of_a_step_are_never_cut_off_nor_lie_on_its_card(
    qtbot: Any, at: tuple[float, float]
) -> None:
    person = person_at(qtbot, chain(2))
    view = person.view
    item = person.scene.step_item("a")
    assert item is not None
    seen = view.visible_rect()
    corner = QPointF(seen.width() * (0.5 - at[0]), seen.height() * (0.5 - at[1]))
    view.look_at(item.card_rect().center() + corner)
    pad = _pad_at(qtbot, person)
    assert view.viewport().rect().contains(pad.geometry())
    assert not pad.geometry().intersects(view.mapFromScene(item.card_rect()).boundingRect())


def test_the_actions_grow_with_the_text(qtbot: Any, reading: Callable[[float], None]) -> None:
    reading(1.0)
    pad = _pad_at(qtbot, person_at(qtbot, chain(2)))
    button = pad.findChildren(QToolButton)[0]
    before = button.size(), button.iconSize()
    reading(1.5)
    pad = _pad_at(qtbot, person_at(qtbot, chain(2)))
    button = pad.findChildren(QToolButton)[0]
    assert [button.size(), button.iconSize()] == [size * 1.5 for size in before]
    assert button.icon().actualSize(button.iconSize()) == button.iconSize()
