"""Knows what is judged of a whole drawing, and what cannot be told. Must not know how it is shown.

Each region is judged alone: around it, what lies inside of a step takes its time and ends. So a
drawing is sound when all its regions are. Where steps look into other regions that does not hold,
and nothing is said about those.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from runtime.plan.soundness.explore import Budget, explore
from runtime.plan.soundness.game import Game
from runtime.plan.soundness.independent import independent
from runtime.plan.soundness.net import Inside, Net
from runtime.plan.soundness.places import Ambiguous
from runtime.primitives import Each, Finish, Group, Join, Milestone, Race, Stop
from runtime.step import UNDO

if TYPE_CHECKING:
    from runtime.plan.drawing import Step
    from runtime.plan.soundness.explore import Explored, Trail
    from runtime.plan.soundness.ground import Ground

FEW_STATES = 600
"""States of one region that are looked at in every order; of more, only where orders differ."""
MOST_STATES = 2_000
"""States of one drawing that are looked at, and two more for each step.

Counted and not timed, so that the same drawing gets the same verdict everywhere.
"""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What cannot be told: the step it is about, and why, as a clause."""

    step: str | None
    because: str


@dataclass(slots=True)
class Verdict:
    """What is known of all cases of a drawing.

    Attributes:
        stuck: joins and milestones at which a case can stand for ever, with how it comes to that.
        never: joins that no case goes on from.
        endless: steps of which a case can come to no end any more.
        twice: steps that can be under way twice at once.
        counted: steps of which it is known whether they are under way twice.
        decided: steps of which all that is known; of the others `doubts` say why not.
        missed: steps that no case comes to, though lines lead there.
        doubts: what cannot be told.
        judged: the drawing is whole enough to be judged.
    """

    stuck: dict[str, Trail] = field(default_factory=dict[str, "Trail"])
    never: set[str] = field(default_factory=set[str])
    endless: set[str] = field(default_factory=set[str])
    twice: set[str] = field(default_factory=set[str])
    counted: set[str] = field(default_factory=set[str])
    decided: set[str] = field(default_factory=set[str])
    missed: set[str] = field(default_factory=set[str])
    doubts: list[Doubt] = field(default_factory=list[Doubt])
    judged: bool = True

    def runs_once(self, step: str) -> bool:
        """Whether it is known that nothing in the region of a step runs twice at once."""
        return step in self.counted and step in self.decided and not self.twice

    @property
    def sound(self) -> bool | None:
        """Whether every case ends and nothing waits for ever or runs twice; None: cannot tell."""
        if self.stuck or self.endless or self.twice or self.missed:
            return False
        return None if self.doubts else True


@dataclass(frozen=True, slots=True)
class _Region:
    """A region: the step it lies in, how it begins, whether it is there to undo something."""

    owner: str
    entries: tuple[str, ...]
    undoes: bool = False


def judge(ground: Ground, most: int = MOST_STATES) -> Verdict:
    """Return what is known of all cases of a drawing; never raises.

    Args:
        ground: the drawing.
        most: states that are looked at, and two more for each step.
    """
    if not _is_whole(ground):
        because = "other things must be mended first"
        return Verdict(doubts=[Doubt(None, because)], judged=False)
    return _Judge(ground, Budget(most + 2 * len(ground.steps))).run()


def _is_whole(ground: Ground) -> bool:
    """Whether the drawing could run at all."""
    drawing, steps = ground.drawing, ground.steps.values()
    owners = {step.node.parent for step in steps} - {None}
    return (
        len(ground.starts) == 1
        and all(step.primitive is not None and step.ports is not None for step in steps)
        and all(owner in ground.steps and ground.steps[owner].holds for owner in owners if owner)
        and all(drawing.stays(e) or drawing.enters(e) for e in ground.definition.edges())
    )


class _Judge:
    def __init__(self, ground: Ground, budget: Budget) -> None:
        self._ground, self._budget = ground, budget
        self._verdict = Verdict()
        self._inside = Inside(_halting(ground))
        self._crossing = _crossings(ground)

    def run(self) -> Verdict:
        for region in self._regions():
            if region.owner and region.owner not in self._ground.reached:
                continue
            if region.owner in self._crossing or (region.undoes and self._looks(region)):
                continue
            self._region(region)
        self._verdict.doubts += dict.fromkeys(self._crossing.values())
        self._verdict.doubts += _locks(self._ground)
        return self._verdict

    def _regions(self) -> list[_Region]:
        """Return all regions, the innermost first: what they come to counts around them."""
        ground = self._ground
        found = [_Region("", (ground.starts[0].id,))]
        holding = [step.id for step in ground.steps.values() if step.holds]
        found += [_Region(owner, ground.drawing.entries(owner)) for owner in holding]
        undo = dict.fromkeys(e.target for e in ground.definition.edges() if e.port == UNDO.name)
        for target in undo:
            owner = ground.steps[target].node.parent or ""
            found.append(_Region(owner, (target,), undoes=True))
        deep = {owner: len(_around(ground, owner)) for owner in holding} | {"": -1}
        return sorted((r for r in found if r.entries), key=lambda r: -deep[r.owner])

    def _looks(self, region: _Region) -> bool:
        """What undoes something runs beside the rest, where nobody should look for it."""
        del region
        return any(isinstance(s.primitive, Milestone | Stop) for s in self._ground.steps.values())

    def _region(self, region: _Region) -> None:
        try:
            net = Net(self._ground, region.entries, self._inside)
            counted = frozenset(s for s in net.steps if not self._ground.steps[s].ends)
            game = Game(net)
            found = explore(game, Budget(min(FEW_STATES, self._budget.left)), counted)
            if found.whole or found.crowded or found.circles:
                self._verdict.counted |= net.steps.keys()
            else:
                game = Game(net, independent(net))
                found = explore(game, self._budget, counted)
        except Ambiguous as why:
            self._verdict.doubts.append(Doubt(region.owner or None, str(why)))
        else:
            self._add(region, net, game, found)

    def _add(self, region: _Region, net: Net, game: Game, found: Explored) -> None:
        verdict = self._verdict
        verdict.stuck |= found.stuck
        verdict.twice |= found.twice
        if not found.whole and not found.circles:
            verdict.doubts.append(Doubt(region.owner or None, _too_many(found)))
            return
        verdict.decided |= net.steps.keys()
        endless = {*found.endless, *found.circles}
        if region.owner and endless and _may_be_cut(self._ground):
            because = "it may be stopped from outside, and does not end by itself"
            verdict.doubts.append(Doubt(region.owner, because))
        else:
            verdict.endless |= endless
        verdict.never |= {j for j in net.joins if j in game.came and (j, "out") not in game.taken}
        verdict.missed |= net.steps.keys() - game.came
        is_group = region.owner and isinstance(self._ground.steps[region.owner].primitive, Group)
        if is_group and not (region.undoes or game.ends or found.stuck or endless):
            self._inside.never_done.add(region.owner)


def _too_many(found: Explored) -> str:
    if found.crowded:
        return "more and more paths can be under way at once"
    return f"a case can stand in more than {found.states:,} ways"


def _halting(ground: Ground) -> frozenset[str]:
    """Return the steps inside of which the whole case can be ended as failed."""
    found: set[str] = set()
    for step in ground.steps.values():
        fails = isinstance(step.primitive, Finish) and step.primitive.how == "fail"
        if fails and step.id in ground.reached:
            parent = step.node.parent
            while parent is not None and not ground.definition.out_edges(parent, "error"):
                found.add(parent)
                parent = ground.steps[parent].node.parent
    return frozenset(found)


def _may_be_cut(ground: Ground) -> bool:
    """Whether something in a drawing stops what is under way elsewhere in it."""
    for step in ground.steps.values():
        does = step.primitive
        if isinstance(does, Stop | Race) or (isinstance(does, Join) and does.cancel_rest):
            return True
        if isinstance(does, Finish) and does.how != "end":
            return True
        if isinstance(does, Group) and (
            any(boundary.interrupts for boundary in does.boundaries)
            or ground.definition.out_edges(step.id, "error")
        ):
            return True
    return False


def _crossings(ground: Ground) -> dict[str, Doubt]:
    """Return the regions, by their step, that others look into, with why that cannot be told."""
    found: dict[str, Doubt] = {}
    for step in ground.steps.values():
        looked_at: tuple[str, ...] = ()
        if isinstance(step.primitive, Stop):
            looked_at = step.primitive.steps
        elif isinstance(step.primitive, Milestone):
            looked_at = (step.primitive.step,)
        for other in looked_at:
            for owner in _seen_across(ground, step, other):
                doubt = f"{step.title} looks at {_title(ground, other)} in another part of the case"
                found[owner] = Doubt(step.id, doubt)
    return found


def _title(ground: Ground, step: str) -> str:
    return ground.steps[step].title if step in ground.steps else f"“{step}”"


def _seen_across(ground: Ground, step: Step, other: str) -> set[str]:
    if other not in ground.steps:
        return set()
    here, there = step.node.parent, ground.steps[other].node.parent
    items = any(isinstance(ground.steps[o].primitive, Each) for o in _around(ground, step.id))
    return {here or "", there or ""} if here != there or items else set()


def _around(ground: Ground, step: str) -> list[str]:
    found: list[str] = []
    parent = ground.steps[step].node.parent
    while parent is not None:
        found.append(parent)
        parent = ground.steps[parent].node.parent
    return found


def _locks(ground: Ground) -> list[Doubt]:
    """Return a doubt where parts that exclude each other lie in each other, in both orders."""
    order: defaultdict[str, set[str]] = defaultdict(set)
    for step in ground.steps.values():
        inner = _lock(ground, step.id)
        for owner in _around(ground, step.id) if inner else ():
            outer = _lock(ground, owner)
            if outer and outer != inner:
                order[outer].add(inner)
    for name in order:
        seen, todo = set[str](), [name]
        while todo:
            new = order.get(todo.pop(), set()) - seen
            seen |= new
            todo += new
        if name in seen:
            because = f"parts that use “{name}” one at a time lie in each other in both orders"
            return [Doubt(None, because)]
    return []


def _lock(ground: Ground, step: str) -> str:
    group = ground.steps[step].primitive
    return group.lock if isinstance(group, Group) else ""
