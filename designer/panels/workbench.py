"""Knows what lies on the desk: the open workflow, what is selected, the run that is shown.

Must not know the window or any panel. Panels read it, change it by its methods, and hear of each
other through its signals alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from designer.document.changes.steps import title_of
from designer.panels.run_names import RunNames

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from designer.assets.theme import Theme
    from designer.document.model import Model, Touched
    from designer.document.workflow import WorkflowDocument
    from designer.library.cards import CardMaker
    from designer.library.offers import Offer
    from designer.panels.neighbouring import Neighbours
    from designer.run_bridge.engine import Engine
    from designer.run_bridge.helper import Helper
    from designer.run_bridge.session import RunSession
    from runtime.events.view import RunView
    from runtime.plan.problems import Problem
    from runtime.step import Kind


@dataclass(frozen=True, slots=True)
class Services:
    """What works for the desk and stays the same while the window is open.

    Attributes:
        kinds: the step kinds by name.
        offers: what can be placed on a canvas.
    """

    kinds: Mapping[str, Kind[Any]]
    cards: CardMaker
    offers: tuple[Offer, ...]
    helper: Helper
    engine: Engine


class Workbench(QObject):
    """What lies on the desk.

    Args:
        document: the workflow that is open first.
        theme: colours.
        services: what works for the desk.

    Attributes:
        document: the drawing that is looked at.
        draft: the workflow that is open; another one only while the drawing of a run is looked at.
        within: the callers around the drawing that is looked at ("credit_check/"), where it is the
            one of a called workflow; "" for the open workflow's own.
        away_wanted: a step is to be looked at that is not in the drawing on the desk.
        document_changed: another drawing lies on the desk.
        edited: the open workflow changed, with a `Touched`; the same for whichever is open.
        selection_changed: other steps or edges are selected.
        shown: somebody is to look at a step: its id and the field meant, or "".
        run_changed: another run is shown, or none.
        run_grew: the run that is shown went on.
        moment: after how many events the run is looked at; None = as it is now.
        moment_changed: the run is looked at as it was at another moment.
        problems_changed: other problems are known.
        stops_changed: other places where a run pauses.
        theme_changed: other colours.
        bound: names of the connections of this computer, each with its connector; None as long as
            nobody knows.
        bound_changed: other connections are there.
        beside: id and name of the workflows that lie in the folder of the open one; the list stays
            the same, what is in it does not.
        neighbours: finds the workflows that run the open one and name a field of it, and changes
            them; None where nobody does.
        called_wanted: a person wants to open the workflow of an id.
        way_wanted: a person wants to draw what follows a way out of a step: its id, the way, and
            whether by a new step.
        undone_wanted: a person wants to see what the dry run on the desk would have done.
        problems_wanted: a person wants to see all that is wrong with the workflow.
        connect_wanted: a person wants to connect what the workflow names so, here.
        differing: steps that differ between two runs that are compared, as the run names them,
            each with what its card says: "changed, other way".
        differing_ways: edges that only one of the two runs took.
        differing_changed: others differ, or nothing is compared any longer.
        compare_wanted: a person wants to see what differs from the run before.
        names: what people call the steps of the run on the desk, also those of called workflows.
        names_changed: they are known now, or others.
    """

    document_changed = Signal()
    edited = Signal(object)
    selection_changed = Signal()
    shown = Signal(str, str)
    run_changed = Signal()
    run_grew = Signal()
    moment_changed = Signal()
    problems_changed = Signal()
    stops_changed = Signal()
    theme_changed = Signal()
    bound_changed = Signal()
    called_wanted = Signal(str)
    away_wanted = Signal(str)
    way_wanted = Signal(str, str, bool)
    undone_wanted = Signal()
    problems_wanted = Signal()
    connect_wanted = Signal(str)
    differing_changed = Signal()
    compare_wanted = Signal()
    names_changed = Signal()

    def __init__(
        self,
        document: WorkflowDocument,
        theme: Theme,
        services: Services,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.services = services
        self.theme = theme
        self.document = self.draft = document
        self.within = ""
        self.selected: tuple[str, ...] = ()
        self.selected_edges: tuple[str, ...] = ()
        self.run: RunSession | None = None
        self._former = ("", "")
        self.differing: Mapping[str, str] = {}
        self.differing_ways: frozenset[str] = frozenset()
        self.moment: int | None = None
        self.problems: tuple[Problem, ...] = ()
        self.stops: frozenset[str] = frozenset()
        self.bound: Mapping[str, str] | None = None
        self.beside: list[tuple[str, str]] = []
        self.neighbours: Neighbours | None = None
        self.names = RunNames(self, services.cards)
        document.changed.connect(self._take_change)

    # --- the workflow -----------------------------------------------------------------------------

    def set_document(self, document: WorkflowDocument) -> None:
        """Lay another workflow on the desk; what belonged to the former is put away."""
        self._lay(document)
        self.draft = document
        self.set_run(None)
        self._former = ("", "")
        self.problems = ()
        self.stops = frozenset()
        self.selected = self.selected_edges = ()
        self.document_changed.emit()
        self.selection_changed.emit()
        self.problems_changed.emit()
        self.stops_changed.emit()

    def show_drawing(self, document: WorkflowDocument, within: str = "") -> None:
        """Look at another drawing than the open workflow's, such as a run's; the run stays.

        Args:
            document: what is drawn.
            within: the callers around it in the run ("credit_check/"); "" for none.
        """
        if document is self.document:
            return
        self._lay(document, within)
        model = document.model
        self.selected = tuple(step for step in self.selected if step in model.nodes)
        self.selected_edges = tuple(key for key in self.selected_edges if key in model.edges)
        self.problems = ()
        self.document_changed.emit()
        self.selection_changed.emit()
        self.problems_changed.emit()

    def _lay(self, document: WorkflowDocument, within: str = "") -> None:
        self.document.changed.disconnect(self._take_change)
        self.document, self.within = document, within
        document.changed.connect(self._take_change)

    def connectors(self) -> dict[str, str]:
        """Return the name of each connection of the workflow, with the id of its connector."""
        declared = self.document.model.graph.get("connections")
        found: dict[str, str] = {}
        for name, connection in (declared if isinstance(declared, dict) else {}).items():
            connector = connection.get("connector") if isinstance(connection, dict) else None
            found[name] = connector if isinstance(connector, str) else ""
        return found

    def set_bound(self, bound: Mapping[str, str]) -> None:
        """Take which connections this computer has."""
        if bound != self.bound:
            self.bound = bound
            self.bound_changed.emit()

    def is_unbound(self, connection: str) -> bool:
        """Whether the workflow names a connection that leads nowhere on this computer."""
        needs = self.connectors().get(connection)
        if self.bound is None or needs is None:
            return False
        return connection not in self.bound or needs not in {"", self.bound[connection]}

    def title_of(self, step: str) -> str:
        """Return what people call a step of this drawing or of the open workflow; else its id."""
        models = (self.document.model, self.draft.model)
        return next((title_of(model, step) for model in models if step in model.nodes), step)

    def set_called(self, called: Mapping[str, Model]) -> None:
        """Take the drawings of workflows that steps of the run on the desk run, by their id."""
        self.names.called = called
        self.names_changed.emit()

    def path_of(self, step: str) -> str:
        """Return how the run names a step of the drawing that is looked at: callers first."""
        return f"{self.within}{step}"

    def _take_change(self, touched: Touched) -> None:
        model = self.document.model
        steps = tuple(step for step in self.selected if step in model.nodes)
        edges = tuple(key for key in self.selected_edges if key in model.edges)
        stops = frozenset(s for s in self.stops if s in model.nodes or s in model.edges)
        self.edited.emit(touched)
        self.select(steps, edges)
        if stops != self.stops:
            self.stops = stops
            self.stops_changed.emit()

    # --- what is looked at ------------------------------------------------------------------------

    def select(self, steps: Iterable[str], edges: Iterable[str] = ()) -> None:
        """Select steps and edges; nothing is told where they are selected already."""
        chosen = tuple(steps), tuple(edges)
        if chosen != (self.selected, self.selected_edges):
            self.selected, self.selected_edges = chosen
            self.selection_changed.emit()

    def show_step(self, step: str, field: str = "") -> None:
        """Select a step, scroll to it and open its settings at a field.

        Args:
            step: its id, or as the run names it, callers first: then the outermost of them that is
                drawn here; one that is gone changes nothing.
            field: path in the step's attributes ("params.due"); "" for none in particular.
        """
        is_here = step.startswith(self.within)
        name = step.removeprefix(self.within).partition("/")[0]
        if name in self.document.model.nodes and (is_here or "/" not in step):
            self.select((name,))
            self.shown.emit(name, field)
        else:
            self.away_wanted.emit(step)

    def set_problems(self, problems: Iterable[Problem]) -> None:
        """Take what a check found."""
        self.problems = tuple(problems)
        self.problems_changed.emit()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.theme = theme
        self.theme_changed.emit()

    # --- runs -------------------------------------------------------------------------------------

    def set_run(self, run: RunSession | None) -> None:
        """Show another run on the canvas and in the panels, or none; the former goes on unseen."""
        if run is self.run:
            return
        former = self.run
        if former is not None:
            former.changed.disconnect(self.run_grew)
            if former.run:
                self._former = former.run, former.view.definition
        self.run = run
        if run is not None:
            run.changed.connect(self.run_grew)
        self.set_moment(None)
        self.run_changed.emit()
        if former is not None:
            former.close()

    @property
    def former(self) -> str:
        """The run of the same workflow that was shown before the one on the desk; "" for none."""
        run, (name, definition) = self.run, self._former
        is_same = run is not None and run.view.definition in {"", definition}
        return name if run is not None and is_same and name != run.run else ""

    def set_differing(
        self, differing: Mapping[str, str], ways: frozenset[str] = frozenset()
    ) -> None:
        """Mark steps and edges that differ between two runs; {} marks none."""
        if (differing, ways) != (self.differing, self.differing_ways):
            self.differing, self.differing_ways = differing, ways
            self.differing_changed.emit()

    def set_moment(self, count: int | None) -> None:
        """Look at the run as it was after so many events; None for as it is now."""
        if count != self.moment:
            self.moment = count
            self.moment_changed.emit()

    @property
    def view(self) -> RunView | None:
        """The run as it is looked at: now, or at the moment chosen; None without a run."""
        if self.run is None:
            return None
        return self.run.view if self.moment is None else self.run.at(self.moment)

    def toggle_stop(self, place: str) -> None:
        """Let runs pause before a step or edge, or no longer."""
        self.stops = self.stops ^ {place}
        self.stops_changed.emit()
