"""Knows what is on the pictures of the canvas alone: every state, group, edge and distance.

Must not know how a picture is taken. The states are told, not run: so each of them is there, in
its place and at once. What a real run looks like is on the pictures of picture_scenes.py.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from designer.assets import style
from designer.canvas.context_pad import ContextPad
from designer.canvas.ghost_items import GhostEdge
from designer.canvas.states import CardState, EdgeState
from designer.document.changes import frames
from designer.document.changes.arranging import keep_in_place
from designer.shell.desk import LEFT, RIGHT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from picture_stage import Stage

    from designer.canvas.edge_item import EdgeItem
    from designer.canvas.scene import CanvasScene
    from designer.canvas.step_item import StepItem

COLUMN, ROW = 296.0, 112.0
LARGE_TEXT = 1.5
LONG = "Ask everybody who has ever signed a framework agreement with this client for consent"
_STORY = "signed-sow-to-invoice"
_CHECKED = "The cost centre CC-7 is closed for November 2026"
CALL = {"connection": "web", "method": "POST", "path": "/bookings", "repeat": "keyed"}
ASKED = {"title": "Approve it", "assignees": '"role:legal"'}
EACH = {"items": "input.lines", "mode": "in_order", "result": "steps.net"}
WAYS = {"conditions": [{"port": "large", "when": "input.total > 5000"}]}
"""What some kinds need, so that one sees their ways out."""
_IDLE: dict[str, CardState] = {}
_CALM: dict[str, EdgeState] = {}
_READABLE = 50
"""The least zoom at which a part of a drawing is looked at, not the whole."""
STATES: dict[str, tuple[str, CardState]] = {
    "idle": ("Find the client", CardState()),
    "running": ("Create the project", CardState("running", "running 00:12")),
    "items": ("Book each line", CardState("running", "34 of 120", progress=34 / 120)),
    "ok": ("Send the invoice", CardState("ok", "3 items · 0.4 s")),
    "failed": ("Book the invoice", CardState("failed", _CHECKED)),
    "waiting": ("Finance approves", CardState("waiting", "Finance lead · due Thu 17:00")),
    "skipped": ("Director approves", CardState("skipped", "not needed: amount <= 10,000")),
    "disabled": ("Tell the delivery team", CardState("disabled", "off")),
    "pinned": ("Read the contract", CardState("pinned", "test data: happy case")),
    "problem": ("Choose a budget", CardState("problem", "choose a client field")),
    "old": ("Check the margin", CardState("ok", "margin 18 %", stale=True)),
    "old_failed": ("Check the tax", CardState("failed", "no tax number", stale=True)),
    "stop": ("Pause before this", CardState(breakpoint=True)),
    "paused": ("Paused here", CardState("waiting", "paused", breakpoint=True, paused=True)),
    "hovered": ("Under the pointer", CardState()),
    "selected": ("Selected", CardState()),
    "focused": ("With the keyboard", CardState()),
    "chosen_wait": ("Selected and waiting", CardState("waiting", "Legal · due today")),
    "target": ("May be the end", CardState()),
    "no_target": ("May not be the end", CardState()),
}
"""Name of a step -> its title and how it stands with it."""


# --- drawings ------------------------------------------------------------------------------------


def step(name: str, at: tuple[float, float], title: str = "", **more: Any) -> dict[str, Any]:
    """Return a step at a column and a row."""
    place = [at[0] * COLUMN, at[1] * ROW]
    known: dict[str, Any] = {
        "kind": "set_fields",
        "kind_version": 1,
        "params": {},
        "position": place,
    }
    return {"id": name, "name": title or name.title(), **known, **more}


def edge(source: str, target: str, port: str = "out", **more: Any) -> dict[str, Any]:
    """Return an edge; its key is "source-target"."""
    return {"key": f"{source}-{target}", "source": source, "port": port, "target": target, **more}


def draw(stage: Stage, *parts: dict[str, Any], **graph: Any) -> CanvasScene:
    """Open a workflow of steps and edges, with the canvas as large as it can be."""
    whole = {
        "directed": True,
        "multigraph": True,
        "graph": {"id": "drawn", "name": "Signed SOW to project", "format": 1, **graph},
        "nodes": [part for part in parts if "kind" in part],
        "edges": [part for part in parts if "kind" not in part],
    }
    file = stage.folder / "workflows" / "client-delivery" / "drawn.baton.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(whole), encoding="utf-8")
    stage.open_file(file)
    only_canvas(stage)
    return stage.studio.link.scene


def only_canvas(stage: Stage) -> None:
    """Leave the room of the panels at the sides to the canvas."""
    for side in (LEFT, RIGHT):
        stage.window.desk.show_side(side, is_shown=False)
    stage.settle()


def show(
    stage: Stage,
    steps: Mapping[str, CardState] = _IDLE,
    edges: Mapping[str, EdgeState] = _CALM,
) -> None:
    """Bring the middle of the drawing into view, with these states instead of what is wrong."""
    stage.settle_checks()
    stage.studio.link.scene.set_states(steps, edges)
    stage.studio.view.zoom_to(1.0)
    stage.studio.view.look_at(stage.studio.link.scene.drawn_rect().center())


def card(scene: CanvasScene, name: str) -> StepItem:
    """Return the item of a step that is there."""
    item = scene.step_item(name)
    assert item is not None  # noqa: S101 - the scene has just drawn it
    return item


def line(scene: CanvasScene, key: str) -> EdgeItem:
    """Return the item of an edge that is there."""
    item = scene.edge_item(key)
    assert item is not None  # noqa: S101 - the scene has just drawn it
    return item


# --- states --------------------------------------------------------------------------------------


def states(stage: Stage) -> None:
    """Every state of a card, and what pointer and keyboard add to it."""
    told = list(STATES.items())
    parts = [
        step(name, (number % 4 * 1.1, number // 4 * 1.1), title)
        for number, (name, (title, _)) in enumerate(told)
    ]
    scene = draw(stage, *parts)
    scene.select(["selected", "chosen_wait"])
    show(stage, {name: state for name, (_, state) in told})
    card(scene, "hovered").set_hover(on=True)
    card(scene, "focused").set_focus(on=True)
    scene.set_port_targets(["target"], ["no_target"])


def kinds(stage: Stage) -> None:
    """Every shape of a card, with names that are too long, and the boxes that add a step."""
    again = {"on_error": "incident", "retry": {"attempts": 5}}
    row = {"when": ["< 500"], "then": ['"manager"']}
    rows = {
        "inputs": [{"expression": "input.total", "title": "Total", "type": "number"}],
        "outputs": [{"name": "way", "type": "text"}],
        "rows": [row, {**row, "then": ['"nobody"']}],
        "otherwise": ['"finance"'],
    }
    table = {"hit": "first", "route": "way", "table": rows}
    scene = draw(
        stage,
        step("begin", (0, 0), "SOW signed", kind="start"),
        step("choose", (1, 0), "Which way?", kind="decision", params=WAYS),
        step("table", (2.2, 0), LONG, kind="decision_table", params=table),
        step("all", (3.3, 0), "Ask everybody", kind="parallel"),
        step("ask", (0, 1.2), "Legal approves", kind="approval", params=ASKED),
        step("http", (1.3, 1.2), LONG, kind="http_request", policy=again, params=CALL),
        step("lock", (2.3, 1.2), "Keeps its place", kind="map_data"),
        step("end", (3.3, 1.2), LONG, kind="end"),
        step("loop", (0, 2.4), "For each line", kind="for_each", params=EACH),
        step("net", (1.2, 3.4), "Split off the tax", kind="map_data", parent="loop"),
        step("strange", (2.3, 2.4), "From elsewhere", kind="nobody_knows"),
        step("stop", (3.3, 2.4), "Stop", kind="terminate"),
        edge("begin", "choose"),
        edge("loop", "net", "each"),
    )
    document = scene.document
    document.do(keep_in_place(document.model, ["lock", "http"]))
    show(stage)
    card(scene, "ask").set_hover(on=True)


def edges(stage: Stage) -> None:
    """Edges of every state: with names, counts, stops, a way back and one round a card."""
    names = ("idle", "running", "ok", "failed", "waiting", "skipped", "pinned", "disabled")
    parts: list[dict[str, Any]] = []
    told: dict[str, EdgeState] = {}
    for number, name in enumerate(names):
        at = (number % 2 * 2.3, number // 2)
        parts += [step(f"{name}1", at, name.title()), step(f"{name}2", (at[0] + 1.1, at[1]))]
        parts.append(edge(f"{name}1", f"{name}2", label=name if number % 3 else ""))
        told[f"{name}1-{name}2"] = EdgeState(name, 12 if number in {2, 3} else 0)  # pyright: ignore[reportArgumentType] - each is a state
    told["ok1-ok2"] = EdgeState("ok", 12_400)
    told["idle1-idle2"] = EdgeState(breakpoint=True)
    parts.append(edge("skipped2", "waiting1"))
    parts.append(edge("ok1", "failed2"))
    scene = draw(stage, *parts)
    scene.select(edges=["disabled1-disabled2"])
    show(stage, edges=told)
    line(scene, "pinned1-pinned2").set_hover(on=True)


# --- groups, places, gestures --------------------------------------------------------------------


def groups(stage: Stage) -> None:
    """An open group, two folded ones with the worst state inside, and notes."""
    scene = draw(
        stage,
        step("begin", (0, 0), "SOW signed", kind="start"),
        *(step(f"a{n}", (1.2, n * 1.0), f"Check {n + 1}") for n in range(3)),
        *(step(f"b{n}", (2.4, n * 1.0), f"Set up {n + 1}") for n in range(2)),
        step("legal", (3.4, 0), "Legal approves", kind="approval", params=ASKED),
        step("finance", (3.4, 1), "Finance approves", kind="approval", params=ASKED),
        *(edge("begin", f"a{n}") for n in range(3)),
        *(edge(f"a{n}", "b0") for n in range(3)),
        edge("b0", "legal"),
        edge("b0", "finance"),
        layout={
            "notes": {
                "one": {
                    "position": [0, 128],
                    "size": [224, 112],
                    "step": "begin",
                    "text": "**Signed SOW → project**\n\nOnly deals off policy need a person.",
                },
                "two": {"position": [992, 304], "text": LONG, "color": "green"},
            }
        },
    )
    document, name = scene.document, ""
    for members, title, folded in (
        (["a0", "a1", "a2"], "Checks", True),
        (["b0", "b1"], "Set up in the systems", True),
        (["legal", "finance"], "Approvals · SLA 2 business days", False),
    ):
        command, name = frames.add_frame(document.model, members, title)
        document.do(command)
        if folded:
            document.do(frames.collapse(document.model, name, collapsed=True))
    scene.select(frames=[name])
    told = {"a0": CardState("ok"), "a1": CardState("failed", _CHECKED), "b0": CardState("running")}
    show(stage, told)


def next_to_each_other(stage: Stage) -> None:
    """Columns that stand 72 apart, with ways out that nothing follows yet."""
    scene = draw(
        stage,
        step("book", (0, 0), "Book the invoice", kind="http_request", params=CALL),
        step("send", (1, 0), "Send the invoice", kind="http_request", params=CALL),
        step("ask", (2, 0), "Legal approves", kind="approval", params=ASKED),
        step("end", (3, 0), "Done", kind="end"),
        step("choose", (0, 1.5), "Which way?", kind="decision", params=WAYS),
        step("a", (1, 1.5), "The first"),
        step("b", (2, 1.5), "The second"),
        edge("book", "send"),
        edge("send", "ask"),
        edge("ask", "end", "approved"),
        edge("choose", "a", "otherwise"),
        edge("a", "b"),
    )
    scene.select(["book", "ask", "choose", "a"])
    show(stage)


def pad(stage: Stage) -> None:
    """What can be done with the step under the pointer."""
    scene = draw(
        stage,
        step("a", (0, 0), "Book the invoice", kind="http_request", params=CALL),
        step("b", (1, 0)),
    )
    show(stage)
    card(scene, "a").set_hover(on=True)
    (found,) = stage.window.findChildren(ContextPad)
    found.point_at("a")
    stage.wait("the actions of a step", found.isVisible)


def wiring(stage: Stage) -> None:
    """An edge while it is drawn: where it may end and where not."""
    scene = draw(
        stage,
        step("begin", (0, 0), "SOW signed", kind="start"),
        step("a", (1, 0), "Find the client"),
        step("b", (2, 0.5), "Create the project"),
        step("c", (2, -0.7), "Tell the team"),
        edge("begin", "a"),
    )
    scene.set_port_targets(["b", "c"], ["begin"])
    ghost = GhostEdge(scene.inks)
    scene.add_extra(ghost)
    ghost.lead(card(scene, "a").port_pos("out"), card(scene, "b").in_pos() + QPointF(-20, 30))
    show(stage)


def answered_by_name(stage: Stage) -> None:
    """Connecting by words: to which step?"""
    _story(stage)
    stage.studio.editing.select_step("ask_both")
    stage.settle()
    stage.studio.editing.connect_to()


# --- distances -----------------------------------------------------------------------------------


def zoomed(percent: int) -> Callable[[Stage], None]:
    """A scene of the template at a distance, in the middle of a run."""

    def scene(stage: Stage) -> None:
        shown = _story(stage)
        names: tuple[Any, ...] = ("ok", "running", "failed", "waiting", "skipped", "pinned")
        steps = [item.step for item in shown.step_items()]
        told = {one: CardState(names[n % 8]) for n, one in enumerate(steps) if n % 8 < len(names)}
        shown.set_states(told, {})
        view = stage.studio.view
        view.zoom_to(percent / 100)
        near = card(shown, "ask_both").card_rect().center()
        view.look_at(shown.drawn_rect().center() if percent < _READABLE else near)

    return scene


def _story(stage: Stage) -> CanvasScene:
    stage.studio.files.from_template(_STORY)
    stage.settle_checks()
    only_canvas(stage)
    return stage.studio.link.scene


# --- large text ----------------------------------------------------------------------------------


def with_large_text(scene: Callable[[Stage], None]) -> Callable[[Stage], None]:
    """The same scene for somebody who reads text half as large again."""

    def large(stage: Stage) -> None:
        set_text(stage, LARGE_TEXT)
        stage.after(lambda: set_text(stage, 1.0))
        scene(stage)

    return large


def set_text(stage: Stage, scale: float) -> None:
    """Let all text be so large."""
    app = stage.app
    assert isinstance(app, QApplication)  # noqa: S101 - windows are shown
    app.setProperty("textScale", scale)
    style.apply(app, stage.studio.bench.theme)


CANVAS_SCENES: dict[str, Callable[[Stage], None]] = {
    "canvas-states": states,
    "canvas-kinds": kinds,
    "canvas-edges": edges,
    "canvas-groups": groups,
    "canvas-columns": next_to_each_other,
    "canvas-pad": pad,
    "canvas-wiring": wiring,
    "canvas-connect": answered_by_name,
    **{f"canvas-zoom-{percent}": zoomed(percent) for percent in (10, 25, 50, 100, 200)},
    "canvas-large-text": with_large_text(kinds),
    "canvas-large-states": with_large_text(states),
}
