"""Knows which frames and regions are drawn, and where their lines and titles stand.

Must not know cards, or how a frame looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.canvas.frame_item import Border, FrameItem, frame_box
from designer.canvas.obstacles import Obstacles
from designer.document.counts import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtWidgets import QGraphicsScene

    from designer.canvas.geometry import Box
    from designer.canvas.grouping import Grouping
    from designer.canvas.inks import Inks
    from designer.document import layout
    from designer.document.model import Model


class Borders:
    """The items of frames, and of what is inside a step.

    Args:
        scene: where they stand.
        model: what they show.
        inks: the colours.

    Attributes:
        frames: the items of open frames.
        regions: the items round what is inside a step, by the step.
        titles: where their titles stand.
        strips: where their lines are that edges keep off.
    """

    def __init__(self, scene: QGraphicsScene, model: Model, inks: Inks) -> None:
        self._scene, self._model, self.inks = scene, model, inks
        self.frames: dict[str, FrameItem] = {}
        self.regions: dict[str, FrameItem] = {}
        self.titles, self.strips = Obstacles(), Obstacles()

    def follow(self, grouping: Grouping, box_of: Callable[[Iterable[str]], Box | None]) -> None:
        """Put all of them round their steps; there are few of them.

        Args:
            grouping: what belongs together, and what is folded.
            box_of: where the cards of steps are, or those that stand for them.
        """
        wanted = {name: frame for name, frame in grouping.frames.items() if not frame.collapsed}
        for name in self.frames.keys() - wanted.keys():
            self._remove(self.frames.pop(name))
        for name, frame in wanted.items():
            if (box := box_of(frame.members)) is not None:
                self._show(self.frames, name, box, _border(frame))
            elif name in self.frames:
                self._remove(self.frames.pop(name))
        self._follow_regions(grouping, box_of)

    def _follow_regions(
        self, grouping: Grouping, box_of: Callable[[Iterable[str]], Box | None]
    ) -> None:
        open_ones = grouping.inside.keys() - grouping.folded
        shown = {name for name in open_ones if name not in grouping.stands_for}
        for name in self.regions.keys() - shown:
            self._remove(self.regions.pop(name))
        for name in shown:
            if (box := box_of(grouping.inside[name])) is not None:
                title = str(self._model.nodes[name].get("name") or name)
                self._show(self.regions, name, box, Border(f"Inside “{title}”"))

    def _show(self, items: dict[str, FrameItem], name: str, members: Box, border: Border) -> None:
        item = items.get(name)
        if item is None:
            item = FrameItem(name, border, self.inks, region=items is self.regions)
            items[name] = item
            self._scene.addItem(item)
        item.put(frame_box(members), border)
        self.titles.put(_title_name(item), item.title_box())
        for part, box in item.strips().items():
            self.strips.put(f"{_title_name(item)} {part}", box)

    def _remove(self, item: FrameItem) -> None:
        self.titles.remove(_title_name(item))
        for part in item.strips():
            self.strips.remove(f"{_title_name(item)} {part}")
        self._scene.removeItem(item)


def _title_name(item: FrameItem) -> str:
    return f"{'region' if item.region else 'frame'} {item.frame}"


def _border(frame: layout.Frame) -> Border:
    return Border(frame.title or "Group", counted(len(frame.members), "step"))
