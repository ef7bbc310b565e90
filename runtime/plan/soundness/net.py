"""Knows how a region of a drawing becomes places and ways. Moves no token.

A region is what shares a scope of the kernel: the top level, one item, the inside of a group, or
what begins where something is undone. What a step with steps inside does with them is no concern of
the region around it: to that it is one step that takes its time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from runtime.plan.regions import join_region, sources
from runtime.plan.soundness.moves import TOO_LATE, Leaving, Manner, beside, manner_of
from runtime.plan.soundness.places import Ambiguous, Meeting, Place, Way
from runtime.primitives import Each, Finish, Join, Milestone, Race, Stop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from runtime.plan.drawing import Step
    from runtime.plan.soundness.ground import Ground
    from runtime.primitives import Primitive

_ERROR, _CANCELLED = "error", "cancelled"


@dataclass(frozen=True, slots=True)
class Inside:
    """What is known of what lies inside of steps.

    Attributes:
        halting: steps inside of which the whole case can be ended as failed.
        never_done: groups that are never done, since what is inside always fails.
    """

    halting: frozenset[str] = frozenset()
    never_done: set[str] = field(default_factory=set[str])


class Net:
    """The places and ways of one region.

    Args:
        ground: the drawing.
        entries: ids of the steps with which the region begins.
        inside: what is known of what lies inside of steps.

    Attributes:
        places, joins: by number, and by step.
        steps: the number of each step that a token can come to by the lines drawn.
        entries: the places where it begins.

    Raises:
        Ambiguous: a step is not known well enough.
    """

    def __init__(self, ground: Ground, entries: Iterable[str], inside: Inside) -> None:
        self.places: list[Place] = []
        self.joins: dict[str, Meeting] = {}
        self.steps: dict[str, int] = {}
        self._ground = ground
        self._within = inside
        self._known: dict[tuple[str, str], int] = {}
        self._todo: list[tuple[Place, Step, Callable[[Place, Step], None]]] = []
        every = [step.primitive for step in ground.steps.values()]
        self._milestones = [p.step for p in every if isinstance(p, Milestone)]
        completed = [s for p in every if isinstance(p, Stop) and p.complete for s in p.steps]
        self._watched = {*self._milestones, *completed}
        self.entries = tuple(self._arrival(step, "") for step in entries)
        while self._todo:
            place, step, fill = self._todo.pop()
            fill(place, step)
        self._look_around()

    def bits(self, steps: Iterable[str]) -> int:
        """Return steps as bits; those of other regions are left out."""
        return sum(1 << self.steps[step] for step in set(steps) if step in self.steps)

    # --- places -----------------------------------------------------------------------------------

    def _place(self, step: str, what: str, fill: Callable[[Place, Step], None]) -> int:
        """Return a place of a step, made and to be filled in when it is first asked for."""
        known = self._known.get((step, what))
        if known is not None:
            return known
        number = self._known[step, what] = len(self.places)
        place = Place(step, self.steps.setdefault(step, len(self.steps)))
        if step in self._milestones:
            place.marks = 1 << self._milestones.index(step)
        self.places.append(place)
        self._todo.append((place, self._ground.steps[step], fill))
        return number

    def _arrival(self, step: str, edge: str) -> int:
        """Return where a token comes to by a line; at a join each line has its own place."""
        join = self._ground.steps[step].primitive
        if not isinstance(join, Join):
            return self._place(step, "", self._fill)
        if join.when is None:
            return self._place(step, f"by {edge}", self._fill_join)

        def ask(place: Place, _: Step) -> None:
            meets = self._place(step, f"by {edge}", self._fill_join)
            place.ways, place.seen = [Way((meets,), done=False, wins=False)], False

        return self._place(step, f"asks {edge}", ask)

    def _fill(self, place: Place, step: Step) -> None:
        primitive = step.primitive
        if primitive is None:
            raise Ambiguous(f"it is not known what {step.title} does")
        manner = self._manner(step, primitive)
        if isinstance(primitive, Finish):
            self._fill_finish(place, step, primitive, manner)
        elif isinstance(primitive, Milestone):
            self._fill_milestone(place, step, primitive)
        elif isinstance(primitive, Stop):
            place.act, place.stops, place.seen = "stop", primitive, False
            self._act_then_save(place, step, manner.ways)
        elif isinstance(primitive, Race):
            self._refuse_races(step)
            place.act, place.seen = "race", False
            place.ways = [Way(self._targets(step, ("out",)), done=False, wins=False)]
        elif manner.asks and step.id in self._watched:
            stands = self._place(step.id, "stands", self._fill_work)
            place.seen = False
            place.ways = [Way((), done=False, wins=False, stays=stands), *self._failing(step)]
            place.stopped = self._stopped(step)
        else:
            self._fill_work(place, step)

    def _manner(self, step: Step, primitive: Primitive) -> Manner:
        return manner_of(primitive, _ports(step), self._inside(step) if step.holds else ())

    def _inside(self, step: Step) -> Iterator[Manner]:
        """Yield how tokens behave at the steps inside; one that saves takes time and may fail."""
        for node in self._ground.definition.children(step.id):
            inner = self._ground.steps[node.id]
            if inner.primitive is not None and inner.id in self._ground.reached:
                manner = self._manner(inner, inner.primitive)
                yield Manner(manner.ways) if inner.saved else manner

    def _fill_work(self, place: Place, step: Step) -> None:
        if step.primitive is None:
            return
        manner = self._manner(step, step.primitive)
        place.act = "go" if manner.at_once and not step.saved else "rest"
        place.seen = manner.stands or bool(step.saved)
        place.ways = self._ways(step, manner.ways)
        if manner.fails or step.saved:
            place.ways += self._failing(step)
        place.stopped = self._stopped(step)
        if isinstance(step.primitive, Each):
            place.complete = self._way(step, Leaving(("done",)))

    def _refuse_races(self, step: Step) -> None:
        """Which race a path belongs to that is in two at once depends on the order of the lines."""
        for edge in self._ground.definition.out_edges(step.id):
            other = self._ground.steps[edge.target]
            if isinstance(other.primitive, Race):
                raise Ambiguous(f"{step.title} leads straight to {other.title}, a race in a race")

    def _fill_finish(self, place: Place, step: Step, finish: Finish, manner: Manner) -> None:
        place.seen = bool(step.saved)
        if manner.at_once and not step.saved:
            place.act = finish.how
            return

        def over(place: Place, _: Step) -> None:
            place.act = finish.how

        place.ways = [Way((self._place(step.id, "over", over),), done=False)]

    def _fill_join(self, place: Place, step: Step) -> None:
        if isinstance(step.primitive, Join):
            if step.id not in self.joins:
                ways, bit = len(self._ground.definition.in_edges(step.id)), 1 << len(self.joins)
                made = Meeting(step.id, step.primitive, ways, bit, place.number)
                self.joins[step.id] = made
            place.act, place.meeting = "join", self.joins[step.id]
            self._act_then_save(place, step, (Leaving(("out",)),))

    def _fill_milestone(self, place: Place, step: Step, milestone: Milestone) -> None:
        ports = [("out",)]
        if self._ground.definition.out_edges(step.id, TOO_LATE):
            ports.append((TOO_LATE,))

        def fill(place: Place, step: Step) -> None:
            place.wanted, place.seen = milestone.step, False
            place.wanted_bit = 1 << self._milestones.index(milestone.step)
            place.stopped = self._stopped(step)
            self._act_then_save(place, step, tuple(map(Leaving, ports)))

        def held(place: Place, step: Step) -> None:
            place.act = "held"
            fill(place, step)

        place.act = "milestone"
        fill(place, step)
        place.ways.append(Way((), done=False, wins=False, stays=self._place(step.id, "held", held)))

    def _act_then_save(self, place: Place, step: Step, leavings: tuple[Leaving, ...]) -> None:
        """What acts at once and then saves rests before it goes on."""
        place.ways = self._ways(step, leavings)
        for leaving, way in zip(leavings, place.ways, strict=True) if step.saved else ():

            def after(place: Place, step: Step, leaving: Leaving = leaving) -> None:
                place.ways = [*self._ways(step, (leaving,)), *self._failing(step)]
                place.stopped = self._stopped(step)

            way.targets = (self._place(step.id, " ".join(("saves", *leaving.ports)), after),)
            way.done = False

    # --- ways -------------------------------------------------------------------------------------

    def _ways(self, step: Step, leavings: tuple[Leaving, ...]) -> list[Way]:
        if step.id in self._within.never_done:
            leavings = tuple(leaving for leaving in leavings if leaving.ports != ("done",))
        found = [self._way(step, leaving) for leaving in leavings]
        if step.id in self._within.halting:

            def halt(place: Place, _: Step) -> None:
                place.act = "fail"

            found.append(Way((self._place(step.id, "halts", halt),), done=False))
        return found

    def _failing(self, step: Step) -> list[Way]:
        return [self._way(step, Leaving((_ERROR,)))] if self._drawn(step, _ERROR) else []

    def _way(self, step: Step, leaving: Leaving) -> Way:
        stays = -1
        if leaving.stays:

            def fill(place: Place, step: Step) -> None:
                self._fill_beside(place, step, leaving.stays)

            stays = self._place(step.id, " ".join(("beside", *leaving.stays)), fill)
        port = leaving.ports[0] if leaving.ports else ""
        done, wins = port != _ERROR and (leaving.done or port == "done"), leaving.done
        return Way(self._targets(step, leaving.ports), port, done, wins, stays)

    def _fill_beside(self, place: Place, step: Step, stays: tuple[str, ...]) -> None:
        primitive: Primitive | None = step.primitive
        if primitive is not None:
            ways = beside(primitive, stays)
            place.ways = self._ways(step, tuple(w for w in ways if w.ports != (_ERROR,)))
            place.ways += self._failing(step)
            place.stopped = self._stopped(step)
            if isinstance(primitive, Each):
                place.complete = Way((), done=False, wins=False)

    def _stopped(self, step: Step) -> Way | None:
        drawn = self._drawn(step, _CANCELLED)
        return self._way(step, Leaving((_CANCELLED,))) if drawn else None

    def _drawn(self, step: Step, port: str) -> bool:
        return bool(self._ground.definition.out_edges(step.id, port))

    def _targets(self, step: Step, ports: tuple[str, ...]) -> tuple[int, ...]:
        drawing = self._ground.drawing
        inside = frozenset(drawing.entries(step.id)) if step.holds else frozenset[str]()
        edges = (e for port in ports for e in self._ground.definition.out_edges(step.id, port))
        return tuple(self._arrival(e.target, e.key) for e in edges if e.target not in inside)

    # --- looking around ---------------------------------------------------------------------------

    def _look_around(self) -> None:
        """Work out which steps each join, stop and milestone looks at."""
        definition = self._ground.definition
        for meeting in self.joins.values():
            join = meeting.join
            if join.coming:
                meeting.sources = self.bits(sources(definition, meeting.step))
            partial = join.need not in (0, meeting.incoming) or join.when is not None
            if join.cancel_rest or (partial and not join.coming):
                meeting.region = self.bits(join_region(definition, meeting.step))
        if len(self.joins) > 1:
            self._nested()
        for place in self.places:
            if place.stops is not None:
                place.doomed = self.bits(place.stops.steps)

    def _nested(self) -> None:
        """Of joins that wait for each other, the one that lies inside the other one counts."""
        for meeting in self.joins.values():
            around = meeting.region or self.bits(join_region(self._ground.definition, meeting.step))
            meeting.around = around


def _ports(step: Step) -> tuple[str, ...]:
    """Return the ways out of its kind that a step leaves by because it is done."""
    return tuple(p.name for p in step.ports or () if not p.inside and not p.aside)
