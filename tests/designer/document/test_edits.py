"""Tests the laws of editing: all can be undone and made again, and what is saved always opens."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.document import clipboard
from designer.document.changes import edges, frames, notes, samples, steps
from designer.document.layout import frames as frames_of
from designer.document.layout import notes as notes_of
from designer.document.opening import new_workflow
from designer.document.workflow import WorkflowDocument
from runtime.definition.codec import canonical, dumps, loads
from runtime.definition.definition import Definition
from runtime.definition.errors import DefinitionError
from runtime.definition.samples import Sample
from runtime.plan.problems import Edit

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.document.history import Command
    from designer.document.model import Model

Draw = Any


def _some_step(draw: Draw, model: Model) -> str | None:
    return draw(st.sampled_from(sorted(model.nodes))) if model.nodes else None


def _add(draw: Draw, model: Model) -> Command:
    name = draw(st.text(max_size=12))
    place = draw(st.tuples(st.integers(-2000, 2000), st.integers(-2000, 2000)))
    parent = _some_step(draw, model) if draw(st.booleans()) else None
    return steps.add(model, "start", name=name, place=place, parent=parent)[0]


def _on_step(make: Callable[[Draw, Model, str], Command]) -> Callable[[Draw, Model], Command]:
    def made(draw: Draw, model: Model) -> Command:
        step = _some_step(draw, model)
        return make(draw, model, step) if step is not None else _add(draw, model)

    return made


def _connect(draw: Draw, model: Model, step: str) -> Command:
    port = draw(st.sampled_from(["out", "error"]))
    return edges.connect(model, step, port, str(_some_step(draw, model)))


def _cut(draw: Draw, model: Model) -> Command:
    if not model.edges:
        return _add(draw, model)
    return edges.disconnect(model, [draw(st.sampled_from(sorted(model.edges)))])


def _frame(draw: Draw, model: Model, step: str) -> Command:
    known = sorted(frames_of(model))
    if known and draw(st.booleans()):
        return frames.collapse(model, draw(st.sampled_from(known)), collapsed=draw(st.booleans()))
    return frames.add_frame(model, [step], draw(st.text(max_size=5)))[0]


def _note(draw: Draw, model: Model) -> Command:
    known = sorted(notes_of(model))
    if known and draw(st.booleans()):
        return notes.set_note(model, draw(st.sampled_from(known)), "text", draw(st.text()))
    return notes.add_note(model, (0, 0), draw(st.text()))[0]


def _sample(draw: Draw, model: Model, step: str) -> Command:
    sample = Sample(draw(st.text(min_size=1, max_size=5)), draw(st.integers() | st.text()))
    return samples.keep_sample(model, step, sample, pin=draw(st.booleans()))


def _paste(draw: Draw, model: Model, step: str) -> Command:
    text = clipboard.copied(model, [step, str(_some_step(draw, model))])
    return clipboard.pasted(model, text)[0]


_MOVES: list[Callable[[Draw, Model], Command]] = [
    _add,
    _cut,
    _note,
    _on_step(_connect),
    _on_step(_frame),
    _on_step(_sample),
    _on_step(_paste),
    _on_step(lambda draw, model, step: steps.rename(model, step, draw(st.text(max_size=20)))),
    _on_step(lambda _, model, step: steps.switch(model, [step])),
    _on_step(lambda _, model, step: steps.remove(model, [step])),
    _on_step(lambda draw, model, step: steps.move(model, {step: (draw(st.integers(-99, 99)), 0)})),
    _on_step(
        lambda draw, model, step: steps.set_value(
            model, step, ("params", draw(st.sampled_from("ab")), "c"), draw(st.none() | st.text())
        )
    ),
]


def plain(document: WorkflowDocument) -> str:
    """The document in its canonical form: the order of steps and edges means nothing."""
    return canonical(copy.deepcopy(Definition.from_document(document.model.document()).document()))


def new_document() -> WorkflowDocument:
    return WorkflowDocument(new_workflow("Law"))


@settings(max_examples=60)
@given(st.data())
def test_any_sequence_of_edits_can_be_undone_to_the_start_and_made_again(data: Draw) -> None:
    document = new_document()
    start = plain(document)
    for _ in range(data.draw(st.integers(1, 25))):
        move = data.draw(st.sampled_from(_MOVES))
        before = plain(document)
        try:
            document.do(move(data.draw, document.model))
        except DefinitionError:  # refused: then nothing may have changed
            assert plain(document) == before
        if data.draw(st.integers(0, 4)) == 0:
            document.undo()
    end = plain(document)
    made = document.history.position
    text = dumps(document.definition())
    assert dumps(loads(text)) == text
    document.go_to(0)
    assert plain(document) == start
    document.go_to(made)
    assert plain(document) == end


def test_renaming_a_step_breaks_no_reference() -> None:
    document = new_document()
    command, first = steps.add(document.model, "start", name="Deal signed", place=(0, 0))
    document.do(command)
    command, second = steps.add(document.model, "end", name="Finish", place=(300, 0))
    document.do(command)
    document.do(edges.connect(document.model, first, "out", second))
    formula = f"steps.{first}.amount"
    document.do(steps.set_value(document.model, second, ("params", "output"), {"a": formula}))
    document.do(steps.rename(document.model, first, "Order received"))
    assert document.model.nodes[second]["params"] == {"output": {"a": formula}}
    assert document.model.out_edges(first)[0]["target"] == second


def test_pasted_steps_speak_of_each_other_and_not_of_the_originals() -> None:
    document = new_document()
    command, first = steps.add(document.model, "start", name="Deal", place=(0, 0))
    document.do(command)
    params: Any = {"output": {"a": f"steps.{first}.x + steps.other.y", "b": "'steps'"}}
    command, second = steps.add(document.model, "end", name="Done", place=(300, 0), params=params)
    document.do(command)
    document.do(edges.connect(document.model, first, "out", second))
    text = clipboard.copied(document.model, [first, second])
    command, new = clipboard.pasted(document.model, text, (80, 160))
    document.do(command)
    assert new == ["deal_2", "done_2"]
    copy_of_end: Any = document.model.nodes["done_2"]
    assert copy_of_end["params"]["output"] == {
        "a": "steps.deal_2.x + steps.other.y",
        "b": "'steps'",
    }
    assert document.model.out_edges("deal_2")[0]["target"] == "done_2"
    assert document.model.nodes["deal_2"]["position"] == [80.0, 160.0]


@pytest.mark.parametrize(
    "mailed",
    [
        "Hello,\nhere are the steps:\n\n{}\n\nBest regards\nA colleague",
        "\ufeff{}",
        "> On Monday somebody wrote:\n> {}",
    ],
)
def test_steps_that_came_by_mail_are_pasted(mailed: str) -> None:
    """A colleague copies steps into a mail; what mail programs do to text must not lose them."""
    document = new_document()
    command, step = steps.add(document.model, "start", name="Deal", place=(0, 0))
    document.do(command)
    text = mailed.format(clipboard.copied(document.model, [step]))
    if text.startswith(">"):
        text = text.replace("\n", "\n> ")
    text = text.replace("  ", "\u00a0 ")
    assert clipboard.can_paste(text)
    command, new = clipboard.pasted(document.model, text)
    document.do(command)
    assert document.model.nodes[new[0]]["name"] == "Deal"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "} hello {",
        '{"baton": 1}',
        '{"baton": 2, "nodes": []}',
        '{"baton": 1, "nodes": [{"id": 7}]}',
    ],
)
def test_text_that_holds_no_steps_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(DefinitionError, match="There are no steps to paste"):
        clipboard.pasted(new_document().model, text)


def test_a_change_that_does_not_fit_leaves_the_drawing_as_it_was() -> None:
    document = new_document()
    before = copy.deepcopy(document.model.document())
    bad = steps.add(document.model, "start", name="A", place=(0, 0))[0].patch
    patch = (*bad, Edit("set", ("edges", "e"), {"source": "nobody", "target": "a"}))
    with pytest.raises(DefinitionError):
        document.model.apply(patch)
    assert document.model.document() == before
