"""Helps tests of panels: runs that really happened, and desks on which they lie.

The runs are made by a real bench in a database of the test; what the window would ask of the
engine's process is noted here, and nothing is answered.
"""

from __future__ import annotations

import asyncio
import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QCoreApplication, QObject, Signal

from designer.assets.theme import LIGHT
from designer.document.workflow import WorkflowDocument
from designer.library.cards import CardMaker
from designer.library.offers import offers
from designer.panels.workbench import Services, Workbench
from designer.run_bridge.orders import TestOrder
from designer.run_bridge.session import OVER, RunSession
from runtime import steps
from runtime.debug import Bench, Options, Pin, SimulatedAnswer
from runtime.definition import files
from runtime.events import codec
from runtime.events.model import Actor
from runtime.plan.compile import no_library
from tests.helpers.benches import bench_on
from tests.helpers.designer_helper import InProcessReply
from tests.helpers.outside import ANALYST, Outside, until
from tests.helpers.studios import StudioHelper

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from designer.assets.theme import Theme
    from runtime.definition.definition import Definition
    from runtime.events.model import Recorded
    from runtime.plan.compile import Library

TEMPLATE = Path(__file__).parents[2] / "resources/templates/signed-sow-to-invoice"


def events_of(
    drawing: Definition,
    given: Any = None,
    *,
    actor: Actor = ANALYST,
    dry: bool = True,
    stands: bool = False,
    library: Library = no_library,
    **options: Any,
) -> tuple[str, list[Recorded]]:
    """Runs a workflow until it has ended, or stands still; its id and its events."""

    async def scenario(folder: str) -> tuple[str, list[Recorded]]:
        url = f"sqlite:///{Path(folder) / 'runs.sqlite'}"
        async with bench_on(url, Outside(Path(folder) / "outside.txt")) as bench:
            made = Options(**options)
            more: dict[str, Any] = {"actor": actor, "options": made, "library": library}
            name = await bench.start(drawing, given or {}, dry=dry, **more)
            await until(lambda: _rests(bench, name, stands=stands))
            return name, [*bench.runtime.events(name)]

    with TemporaryDirectory() as folder:
        return asyncio.run(scenario(folder))


def _rests(bench: Bench, run: str, *, stands: bool) -> bool:
    view = bench.runtime.view(run)
    if not stands:
        return view.status in OVER
    here = [step for step in view.steps.values() if step.under_way]
    callers = {step.id.rpartition("/")[0] for step in here}
    busy = any(s.status in {"running", "retrying"} and s.id not in callers for s in here)
    return view.status in OVER or (bool(view.waiting) and not busy)


class AtOnce:
    """A reply whose answer is there when somebody asks for it."""

    def __init__(self, value: object) -> None:
        self._value = value
        self.done = self
        self.failed = Never()

    def connect(self, take: Callable[[Any], object]) -> None:
        """Answers."""
        take(self._value)

    def cancel(self) -> None:
        """It is told already."""


class Never:
    """What does not happen."""

    def connect(self, take: Callable[[Any], object]) -> None:
        """Tells nothing."""


class RecordingEngine(QObject):
    """Notes what it is asked, and answers with what the test has laid ready.

    Attributes:
        asked: what was asked, with its arguments.
        answers: what is answered, by what is asked; {} for anything else.
        rows: what `runs` lists.
        recorded: sessions by the id of their run, for `open_run`.
        begun: what becomes of the orders, in turn.
    """

    state_changed = Signal(str)
    state = "ready"

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, Any] = {}
        self.rows: list[dict[str, Any]] = []
        self.recorded: dict[str, RunSession] = {}
        self.orders: list[TestOrder] = []
        self.begun: list[RunSession] = []

    def ask(self, do: str, args: dict[str, Any], manner: object = None) -> InProcessReply:
        """Notes the wish."""
        del manner
        self.asked.append((do, args))
        return InProcessReply(lambda: self.answers.get(do, {}), 0)

    def start(self, order: TestOrder) -> RunSession:
        """The next run that was laid ready."""
        self.orders.append(order)
        return self.begun.pop(0)

    def open_run(self, run: str) -> RunSession:
        """A run that was laid ready."""
        return self.recorded[run]

    def runs(self, definition: str = "", most: int = 200) -> InProcessReply:
        """What ran before."""
        self.asked.append(("runs", {"definition": definition, "most": most}))
        return InProcessReply(lambda: self.rows, 0)

    def follow(self, session: object, *, document: bool = False) -> InProcessReply:
        """The events are there already."""
        del session, document
        return InProcessReply(dict, 0)

    def read(self, *asked: object) -> InProcessReply:
        """No system answers."""
        del asked
        return InProcessReply(dict, 0)

    def leave(self, session: object) -> None:
        """Nobody watches the run any more."""

    def close(self) -> None:
        """There is no process to end."""


def session_of(
    engine: RecordingEngine, drawing: Definition, run: str, events: Sequence[Recorded]
) -> RunSession:
    """A session whose events have all come."""
    order = TestOrder(document=drawing.document())
    made = RunSession(cast("Any", engine), order)
    made.begin(cast("Any", AtOnce(run)))
    made.take([told(each) for each in events])
    while made.known > len(made.events):  # on a slow machine it takes them in little by little
        QCoreApplication.processEvents()
    return made


def told(recorded: Recorded) -> Any:
    """An event as the engine tells it."""
    event = codec.as_object(recorded.event)
    told = {"seq": recorded.seq, "at": recorded.at, "by": recorded.by, "event": event}
    return json.loads(json.dumps(told))


def run_desk(definition: Definition, theme: Theme = LIGHT) -> Workbench:
    """A desk with a workflow and an engine that only notes what it is asked."""
    kinds = steps.kinds()
    helper, engine = cast("Any", StudioHelper()), cast("Any", RecordingEngine())
    services = Services(kinds, CardMaker(kinds), offers(kinds), helper, engine)
    return Workbench(WorkflowDocument(definition), theme, services)


def engine_of(bench: Workbench) -> RecordingEngine:
    """The engine of such a desk."""
    return cast("RecordingEngine", bench.services.engine)


def show_run(bench: Workbench, run: str, events: Sequence[Recorded]) -> RunSession:
    """Lays a run on the desk."""
    made = session_of(engine_of(bench), bench.document.definition(), run, events)
    bench.set_run(made)
    return made


def signed_sow() -> Definition:
    """The main template."""
    return files.load(TEMPLATE / "signed-sow-to-invoice.baton.json")


@cache
def signed_sow_events() -> tuple[str, tuple[Recorded, ...]]:
    """A dry run of the main template with its simulated people, for a project that is new."""
    plain = json.loads((TEMPLATE / "answers.json").read_text())
    answers = tuple(
        SimulatedAnswer(step, actor=said.pop("by")["id"], **said)
        for step, said in plain["answers"].items()
    )
    who = plain["requester"]
    given = json.loads((TEMPLATE / "signed-sow.json").read_text())
    actor = Actor(who["id"], tuple(who["roles"]))
    pins = (Pin("find_earlier_project", {"projects": [], "count": 0}, sample="a new client"),)
    run, events = events_of(signed_sow(), given, actor=actor, answers=answers, pins=pins)
    return run, tuple(events)
