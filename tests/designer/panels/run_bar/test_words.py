"""What a person takes for true when the words of a run are wrong."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from designer.document.workflow import WorkflowDocument
from designer.panels.run_bar.incident import Drawn, incident
from designer.panels.run_bar.json_box import NotJsonError, read
from designer.panels.run_bar.progress import Items, Paths, Progress, elapsed, progress
from designer.panels.run_bar.situation import Known, Situation, situation
from designer.panels.run_bar.value_schema import schema_of
from designer.run_bridge.stand_in import stand_in, voted
from runtime.definition.form_fields import with_fields
from runtime.events import model
from runtime.events.model import Recorded
from runtime.events.view import RunView, WaitingFor, view_of
from tests.helpers.desks import desk
from tests.helpers.drawings import choice, data, draw, each, post
from tests.helpers.run_sessions import events_of

CALL = {"connection": "web", "method": "POST", "path": "/bookings", "repeat": "keyed"}
ASKED = {"title": "Approve it", "assignees": '"role:legal"'}
BEGAN = "2026-11-20T08:00:00+00:00"
NOW = datetime.fromisoformat("2026-11-20T08:00:12+00:00")


def title(step: str) -> str:
    return step.rpartition("/")[2].capitalize()


def said(view: RunView, *, busy: bool = False, **more: Any) -> Situation:
    known: dict[str, Any] = {
        "stage": "begun",
        "is_busy": busy,
        "is_own": True,
        "dry": True,
        "progress": Progress(3, 11),
        "title_of": title,
        "now": NOW,
    }
    return situation(view, Known(**(known | more)))


def waiting(*waits: WaitingFor) -> RunView:
    view = RunView("r", status="running", started=BEGAN)
    view.waiting.update({each.token: each for each in waits})
    return view


def test_how_far_a_run_is_and_since_when() -> None:
    """Else one cannot tell a slow run from one that hangs."""
    shown = said(waiting(), busy=True)
    assert shown.words == "Running · 3 of 11 steps, 00:12"
    assert shown.moves
    assert shown.share == pytest.approx(3 / 11)


def test_what_needs_a_person_is_said_before_what_goes_on_by_itself() -> None:
    """Else a step that failed hides behind one that works."""
    task = WaitingFor("task", "ask", 1, people=("role:finance_lead",))
    broken = WaitingFor("incident", "send", 2, message="no")
    assert said(waiting(task), busy=True).words.endswith("· waiting for Finance lead")
    shown = said(waiting(task, broken), busy=True)
    assert shown.words == "“Send” needs a decision"
    assert shown.can == {"answer"}, "the head of the window has the button that stops it"


def test_a_run_is_compared_when_it_stands_and_there_was_one_before() -> None:
    """Else a button compares with nothing, or two runs that still change."""
    task = WaitingFor("task", "ask", 1)
    assert "compare" in said(waiting(task), has_former=True).can
    assert "compare" not in said(waiting(task)).can
    assert "compare" not in said(waiting(task), busy=True, has_former=True).can
    over = waiting()
    over.status, over.ended = "completed", BEGAN
    assert "compare" in said(over, has_former=True).can


@pytest.mark.parametrize(
    ("waits", "words"),
    [
        (WaitingFor("pause", "call/send", 1), "Stands before “Call \u203a Send”"),
        (WaitingFor("task", "ask", 1), "Waiting for somebody"),
        (WaitingFor("time", "wait", 1), "“Wait” waits"),
        (WaitingFor("retry", "send", 1), "“Send” failed and is tried again"),
    ],
)
def test_each_sort_of_waiting_has_its_words(waits: WaitingFor, words: str) -> None:
    """Else a person does not know whether to do something or to wait."""
    assert said(waiting(waits)).words == words


def test_how_a_run_ended_is_said_with_its_reason() -> None:
    """Else a failed case looks like one that is done."""
    ended = "2026-11-20T08:00:00.4+00:00"
    done = RunView("r", status="completed", started=BEGAN, ended=ended)
    assert said(done).words == "Completed in 0.4 s"
    stopped = RunView("r", status="cancelled", started=BEGAN, ended=ended)
    stopped.error = {"code": "cancelled", "message": "Too dear.", "by": "user:analyst"}
    assert said(stopped).words == "Stopped: Too dear"
    stopped.error = {"message": "Stopped by the person who tests.", "by": "user:analyst"}
    assert said(stopped).words == "Stopped by the person who tests", "the word stands there once"
    failed = RunView("r", status="failed", started=BEGAN, ended=ended)
    failed.error = {"message": "The bank says no. Ask again."}
    assert said(failed).words == "Failed: The bank says no."
    assert said(RunView("r"), stage="not begun").can == {"again", "close"}


def test_items_of_a_for_each_count_while_it_is_under_way() -> None:
    """Else a step that works on thousands of lines seems to stand still."""
    inner = {**data("inner", "item * 10"), "parent": "all"}
    drawing = draw(
        ["start", each("all", "[1..4]"), inner, "end"],
        ["start>all", "all.each>inner", "all.done>end"],
        id="d",
    )
    run, events = events_of(drawing)
    ends = [at for at, e in enumerate(events) if isinstance(e.event, model.ItemEnded)]
    items = Items()
    items.grow(events[: ends[1] + 1])
    far = progress(view_of(run, events[: ends[1] + 1]), Paths(drawing.document()), items)
    assert far.words() == "1 of 3 steps, 2 of 4 items"
    assert far.share == pytest.approx(1.5 / 3)
    items.grow(events)
    far = progress(view_of(run, events), Paths(drawing.document()), items)
    assert far.words() == "3 of 3 steps"
    assert far.share == 1.0


@pytest.mark.parametrize(
    ("step", "left_by"),
    [
        ({"kind": "group"}, ["done"]),
        ({"kind": "for_each", "params": {"items": "[1]"}}, ["done"]),
        ({"kind": "http_request", "params": CALL}, ["out"]),
        ({"kind": "approval", "params": ASKED}, ["approved", "rejected"]),
    ],
)
def test_a_step_is_skipped_only_by_ways_of_what_is_done(
    step: dict[str, Any], left_by: list[str]
) -> None:
    """Else a case goes on where something was stopped, or is taken back, as nobody asked."""
    drawn = draw([{"id": "it", **step}], [], connections={"web": {"connector": "web"}})
    bench = desk(WorkflowDocument(drawn))
    cards, drawing = bench.services.cards, bench.document.model
    looks = Drawn(drawing, lambda name: cards.card(drawing.nodes[name], {"web": "web"}), title)
    view = waiting(WaitingFor(step="it", kind="incident", token=1, message="It failed."))
    found = incident(view, [], looks)
    assert found is not None
    assert [name for name, _ in found.ways] == left_by


def test_what_only_undoes_is_not_still_to_come() -> None:
    """Else a case that goes well never seems to come to its end."""
    lines = ["start>a", "a>end", "a.undo>back"]
    paths = Paths(draw(["start", post("a"), data("back"), "end"], lines).document())
    assert paths.ahead(["start"])[0] == {"start", "a", "end"}


def test_a_case_that_passes_steps_by_fills_the_line_without_a_leap() -> None:
    """Else a run seems to hang in the middle, and is over at once."""
    way = choice("way", "large", when="1 > 2")
    drawing = draw(
        ["start", way, data("a", "1"), data("b", "2"), data("c", "3"), data("last", "4"), "end"],
        ["start>way", "way.large>a", "a>b", "b>c", "c>last", "way.otherwise>last", "last>end"],
        id="d",
    )
    run, events = events_of(drawing)
    paths, shares, words = Paths(drawing.document()), list[float](), list[str]()
    for count in range(1, len(events) + 1):
        far = progress(view_of(run, events[:count]), paths, Items())
        shares.append(far.share or 0.0)
        words.append(far.words())
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert "1 of up to 7 steps" in words
    assert "2 of 4 steps" in words
    assert words[-1] == "4 of 4 steps"


def test_a_run_whose_drawing_nobody_kept_has_no_share() -> None:
    """Else a bar that is full at once promises an end."""
    far = progress(RunView("r"), Paths({}), Items())
    assert far.share is None
    assert far.words() == ""


@pytest.mark.parametrize(
    ("then", "words"),
    [(BEGAN, "00:12"), ("2026-11-20T06:55:51+00:00", "1:04:21"), ("", ""), ("soon", "")],
)
def test_time_is_shown_as_a_clock_does(then: str, words: str) -> None:
    """Else a minute and an hour look the same."""
    assert elapsed(then, NOW) == words


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ('{"a": }', 6, "value is missing"),
        ("{a: 1}", 1, "double quotes"),
        ('{"a" 1}', 5, "colon"),
        ('{"a": 1 "b"}', 8, "comma"),
        ("[1] 2", 4, "behind the end"),
        ('["a]', 1, "never closed"),
        ('{"a": NaN}', 6, "no number"),
        ("", 0, "value is missing"),
        ("[" * 100_000, 0, "too many brackets"),
    ],
)
def test_what_is_no_json_is_said_in_plain_words_at_its_place(
    text: str, at: int, words: str
) -> None:
    """Else a person who is no programmer never finds the comma."""
    with pytest.raises(NotJsonError, match=words) as caught:
        read(text)
    assert caught.value.at == at


def test_recorded_data_become_fields_with_the_names_of_the_start_form() -> None:
    """Else the data of a case can be changed by programmers alone."""
    known: Any = {"properties": {"amount": {"type": "number", "title": "Contract value"}}}
    value: dict[str, Any] = {"amount": 5, "is_new": True, "deal": {"note": "x"}}
    value.update(lines=[{"x": 1}], gone=None)
    fields: Any = schema_of(value, known)["properties"]
    assert fields["amount"]["title"] == "Contract value"
    assert fields["is_new"] == {"type": "boolean", "title": "Is new"}
    assert fields["deal"]["properties"]["note"]["type"] == "string"
    assert not fields.keys() & {"lines", "gone"}


def test_recorded_values_stand_in_the_order_of_the_form() -> None:
    """Else the same form is another one when its values are corrected: files sort names."""
    known = with_fields({}, {"why": {"type": "string"}, "days": {"type": "integer"}})
    value: Any = {"days": 2, "note": "x", "why": "y"}
    fields: Any = schema_of(value, known)["properties"]
    assert list(fields) == ["why", "days", "note"]


def test_recorded_values_are_typed_as_what_they_are() -> None:
    """Else a date is typed as letters, and a list can be changed by programmers alone."""
    value: Any = {
        "signed": "2026-11-20",
        "note": "a\nb",
        "tags": ["x", "y"],
        "long": [1] * 20,
    }
    value["mixed"] = [1, "x"]
    fields: Any = schema_of(value, {})["properties"]
    assert fields["signed"] == {"type": "string", "format": "date", "title": "Signed"}
    assert fields["note"]["format"] == "multiline"
    assert fields["tags"]["items"] == {"type": "string"}
    assert not fields.keys() & {"long", "mixed"}


def test_a_test_is_answered_by_somebody_who_may() -> None:
    """Else no approval can be tried by who started the test."""
    assert stand_in(["role:finance", "user:analyst"], []) == "user:analyst"
    assert stand_in(["user:analyst", "role:finance"], ["user:analyst"]) == "user:finance"
    assert stand_in([], []) == "user:tester"
    vote = model.TaskVoted(1, "t", "user:finance", "approved", {}, "")
    taken = voted([Recorded(0, BEGAN, "", vote)], "t")
    assert stand_in(["role:finance"], taken) == "user:finance_2"
