"""Knows what a person who draws is told, while drawing, for every sort of mistake."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from runtime.plan.check import check, forbids_running
from runtime.plan.fixes import apply_fix
from tests.helpers.drawings import choice, data, draw, each, join, kinds, post

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.definition.definition import Definition
    from runtime.plan.problems import Problem

KINDS = kinds()


def found(definition: Definition, connections: Mapping[str, str] | None = None) -> list[Problem]:
    return check(definition, KINDS, connections=connections)


def codes(definition: Definition, **options: Any) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.step) for problem in found(definition, **options)]


STRAIGHT = draw(["start", data("a"), "end"], ["start>a", "a>end"])
UNDOES: dict[str, Any] = {"id": "u", "kind": "undo", "params": {"steps": ["a", "b"]}}
FORKED = ["start>f", "f>a", "f>b"]

# What is drawn, what is found (code and step), all of it.
MISTAKES: dict[str, tuple[Definition, list[tuple[str, str | None]]]] = {
    "nothing is drawn": (draw([], []), [("start.missing", None)]),
    "no start": (draw([data("a"), "end"], ["a>end"]), [("start.missing", None)]),
    "no start and two beginnings": (
        draw([data("a"), data("b"), "end"], ["a>end", "b>end"]),
        [("start.missing", None)],
    ),
    "two starts": (
        draw(["s1:start", "s2:start", "end"], ["s1>end", "s2>end"]),
        [("start.several", "s2")],
    ),
    "a line back to the start": (
        draw(
            ["start", choice("d", "again"), "end"], ["start>d", "d.again>start", "d.otherwise>end"]
        ),
        [("start.entered", "start")],
    ),
    "a step that no case comes to": (
        draw(["start", "end", data("a"), data("b")], ["start>end", "a>b", "b>end"]),
        [("step.unreachable", "a"), ("step.unreachable", "b")],
    ),
    "a path that just stops": (
        draw(["start", data("a")], ["start>a"]),
        [("step.dead_end", "a")],
    ),
    "only its error path is drawn": (
        draw(["start", data("a"), "end"], ["start>a", "a.error>end"]),
        [("step.dead_end", "a")],
    ),
    "a way out that leads nowhere": (
        draw(["start", choice("d", "big"), "end"], ["start>d", "d.otherwise>end"]),
        [("port.open", "d")],
    ),
    "a for-each around nothing": (
        draw(["start", each("e"), "end"], ["start>e", "e.done>end"]),
        [("each.empty", "e")],
    ),
    "an unknown kind": (
        draw(["start", "a:mapdata", "end"], ["start>a", "a>end"]),
        [("kind.unknown", "a")],
    ),
    "a kind of a newer Baton": (
        draw(["start", post("a", version=3), "end"], ["start>a", "a>end"]),
        [("kind.newer", "a")],
    ),
    "an unknown param": (
        draw(["start", post("a", amout="1"), "end"], ["start>a", "a>end"]),
        [("param.unknown", "a")],
    ),
    "a param that is missing": (
        draw(["start", "a:set_fields", "end"], ["start>a", "a>end"]),
        [("param.missing", "a")],
    ),
    "a param of the wrong type": (
        draw(["start", post("a", rows=["x"]), "end"], ["start>a", "a>end"]),
        [("param.invalid", "a")],
    ),
    "params that the kind cannot compile": (
        draw(["start", post("a", rows=[98]), "end"], ["start>a", "a>end"]),
        [("param.invalid", "a")],
    ),
    "params whose ways out the kind cannot tell": (
        draw(["start", post("a", rows=[99]), "end"], ["start>a", "a>end"]),
        [("param.invalid", "a")],
    ),
    "what the kind itself finds": (
        draw(["start", post("a", rows=[13]), "end"], ["start>a", "a>end"]),
        [("post.empty", "a")],
    ),
    "a line from a way that is not there": (
        draw(["start", choice("d", "big"), "end"], ["start>d", "d.bigg>end", "d.otherwise>end"]),
        [("port.unknown", "d"), ("port.open", "d")],
    ),
    "work that changes nothing is to be undone": (
        draw(["start", data("a"), "end"], ["start>a", "a>end", "a.undo>end"]),
        [("port.unknown", "a")],
    ),
    "work that only an unreached step takes back": (
        draw(["start", data("a"), data("b"), "end"], ["start>a", "a>end", "a.undo>b"]),
        [("port.unknown", "a")],
    ),
    "a step that undoes, and nothing to undo": (
        draw(["start", post("a"), "u:undo", "end"], ["start>a", "a>u", "u>end"]),
        [("undo.nothing", "u")],
    ),
    "a step that undoes what no line leads back from": (
        draw(
            ["start", post("a"), post("b"), post("c"), UNDOES, "end"],
            ["start>a", "a>b", "b>u", "u>end", "a.undo>c"],
        ),
        [("undo.undrawn", "u")],
    ),
    "work that can be undone and never is": (
        draw(["start", post("a"), post("b"), "end"], ["start>a", "a>end", "a.undo>b"]),
        [("undo.never", "a")],
    ),
    "a line out of an end": (
        draw(
            ["start", choice("d", "x"), "end", "late:end"],
            ["start>d", "d.x>end", "d.otherwise>late", "end>late"],
        ),
        [("port.unknown", "end")],
    ),
    "a line out of a for-each": (
        draw(
            ["start", each("e"), data("in", parent="e"), "end"],
            ["start>e", "e.each>in", "in>end", "e.done>end"],
        ),
        [("edge.crosses", "in")],
    ),
    "a step inside of one that holds none": (
        draw(["start", data("a"), data("in", parent="a"), "end"], ["start>a", "a>end"]),
        [("step.misplaced", "in")],
    ),
    "a choice that is switched off": (
        draw(
            ["start", choice("d", "x", disabled=True), "end"],
            ["start>d", "d.x>end", "d.otherwise>end"],
        ),
        [("step.switched_off", "d")],
    ),
    "a join in a for-each that one path need not reach": (
        draw(
            [
                *("start", each("e"), {"id": "f", "kind": "parallel", "parent": "e"}),
                *(data("a", parent="e"), choice("b", "yes", parent="e")),
                *({"id": "j", "kind": "join", "parent": "e"}, "end"),
            ],
            ["start>e", "e.done>end", "e.each>f", "f>a", "f>b", "a>j", "b.yes>j"],
        ),
        [("join.may_wait", "j")],
    ),
    "an item that begins outside": (
        draw(
            ["start", each("e"), data("in", parent="e"), data("a"), "end"],
            ["start>e", "e.each>a", "a>end", "e.done>end"],
        ),
        [("edge.crosses", "e")],
    ),
    "a loop without a way out": (
        draw(["start", data("a"), data("b")], ["start>a", "a>b", "b>a"]),
        [("loop.endless", "a")],
    ),
    "a loop that is only left by failing": (
        draw(["start", data("a"), "end"], ["start>a", "a>a", "a.error>end"]),
        [("loop.only_error", "a")],
    ),
    "a split without a join": (
        draw(
            ["start", "f:parallel", data("a"), data("b"), data("c"), "end"],
            [*FORKED, "a>c", "b>c", "c>end"],
        ),
        [("split.unjoined", "c")],
    ),
    "paths that meet and run beside only some of the others": (
        draw(
            ["start", "f:parallel", data("a"), choice("b", "x"), data("c"), "end"],
            [*FORKED, "a>c", "b.x>c", "b.otherwise>c", "c>end"],
        ),
        [("split.unjoined", "c")],
    ),
    "an item that begins with a step and with what follows it": (
        draw(
            ["start", each("e"), data("a", parent="e"), data("c", parent="e"), "end"],
            ["start>e", "e.done>end", "e.each>a", "e.each>c", "a>c"],
        ),
        [("split.unjoined", "c")],
    ),
    "two beginnings of an item that meet": (
        draw(
            ["start", each("e"), *(data(step, parent="e") for step in "abc"), "end"],
            ["start>e", "e.done>end", "a>c", "b>c"],
        ),
        [("split.unjoined", "c")],
    ),
    "a loop around a split": (
        draw(
            ["start", "f:parallel", data("a"), choice("d", "again"), "end", "other:end"],
            ["start>f", "f>a", "f>d", "d.again>f", "d.otherwise>end", "a>other"],
        ),
        [("split.in_loop", "f"), ("case.unknown", None)],
    ),
    "a join of paths of which one is taken": (
        draw(
            ["start", choice("d", "big"), data("a"), join("j"), "end"],
            ["start>d", "d.big>a", "a>j", "d.otherwise>j", "j>end"],
        ),
        [("join.never", "j")],
    ),
    "a join that waits for more than there are": (
        draw(
            [
                "start",
                "f:parallel",
                data("a"),
                data("b"),
                join("j", wait_for="some", count=3),
                "end",
            ],
            [*FORKED, "a>j", "b>j", "j>end"],
        ),
        [("join.never", "j")],
    ),
    "a join of three of which two can come": (
        draw(
            [
                "start",
                "f:parallel",
                choice("d", "x"),
                data("b"),
                join("j", wait_for="some", count=3),
                "end",
            ],
            ["start>f", "f>d", "f>b", "d.x>j", "d.otherwise>j", "b>j", "j>end"],
        ),
        [("join.never", "j")],
    ),
    "a join from which a path gets away to one that just stops": (
        draw(
            [
                *("start", "f:parallel", data("a"), choice("b", "no"), join("j"), "end"),
                *(choice("c", "stop"), {"id": "stop", "kind": "terminate"}, data("late")),
            ],
            [
                *(*FORKED, "a>j", "b.otherwise>j", "b.no>c", "j>end"),
                *("c.stop>stop", "c.otherwise>late"),
            ],
        ),
        [("step.dead_end", "late"), ("join.may_wait", "j")],
    ),
    "a join that one path can get away from": (
        draw(
            ["start", "f:parallel", data("a"), choice("b", "no"), join("j"), "end", "gone:end"],
            [*FORKED, "a>j", "b.otherwise>j", "b.no>gone", "j>end"],
        ),
        [("join.may_wait", "j")],
    ),
    "a join whose paths part by choices that do not belong together": (
        draw(
            [
                *("start", "f:parallel", choice("a", "x"), choice("b", "x"), join("j"), "end"),
                *("g1:end", {"id": "k", "kind": "join", "params": {"wait_for": "coming"}}),
            ],
            [
                *(*FORKED, "a.x>j", "a.otherwise>k", "b.x>j", "b.otherwise>k"),
                *("j>end", "k>g1"),
            ],
        ),
        [("join.may_wait", "j")],
    ),
    "a way that is open only for a time": (
        draw(
            [
                *("start", "f:parallel", data("wish"), "end", "end2:end"),
                {"id": "open", "kind": "message", "params": {"message": "signed"}},
                {"id": "while", "kind": "milestone", "params": {"step": "open"}},
            ],
            ["start>f", "f>open", "f>wish", "wish>while", "open>end", "while>end2"],
        ),
        [("milestone.late", "while")],
    ),
    "two paths that go round in each other's loops": (
        draw(
            [
                *("start", "f:parallel", data("a"), data("b"), "end"),
                *(join("j"), "g:parallel", {"id": "s", "kind": "stop", "params": {"steps": ["b"]}}),
            ],
            [*FORKED, "a>s", "s>j", "b>j", "j>end", "g>end"],
        ),
        [("step.unreachable", "g"), ("join.may_wait", "j")],
    ),
    "a way that a case never takes": (
        draw(
            [
                *("start", data("a"), data("b"), "end", "end2:end"),
                {"id": "while", "kind": "milestone", "params": {"step": "a"}},
            ],
            ["start>a", "a>while", "while>b", "while.too_late>end2", "b>end"],
        ),
        [("step.never_reached", "b")],
    ),
    "a loop that is left by a way that is never taken": (
        draw(
            [
                *("start", data("a"), "end"),
                {"id": "while", "kind": "milestone", "params": {"step": "a"}},
            ],
            ["start>a", "a>while", "while.too_late>a", "while>end"],
        ),
        [("case.endless", "a"), ("step.never_reached", "end")],
    ),
    "a part of the case that another one looks into": (
        draw(
            [
                *("start", "f:parallel", "end", "end2:end"),
                {"id": "part", "kind": "group"},
                data("in", parent="part"),
                {"id": "s", "kind": "stop", "params": {"steps": ["in"]}},
            ],
            ["start>f", "f>part", "f>s", "part.done>end", "s>end2"],
        ),
        [("case.unknown", "s")],
    ),
    "two paths that write one field": (
        draw(
            [
                "start",
                "f:parallel",
                data("a", saves={"client.name": "output"}),
                data("b", saves={"client": "output"}),
                join("j"),
                "end",
            ],
            [*FORKED, "a>j", "b>j", "j>end"],
        ),
        [("write.clash", "b")],
    ),
    "a field written by a kind and by a step inside a for-each": (
        draw(
            [
                "start",
                "f:parallel",
                each("a"),
                data("in", parent="a", saves={"x": "output"}),
                {"id": "b", "kind": "set_fields", "params": {"fields": {"x": "1"}}},
                join("j"),
                "end",
            ],
            [*FORKED, "a.each>in", "a.done>j", "b>j", "j>end"],
        ),
        [("write.clash", "in")],
    ),
    "a field written by several items at once": (
        draw(
            [
                "start",
                each("e", mode="in_parallel"),
                data("in", parent="e", saves={"x": "output"}),
                "end",
            ],
            ["start>e", "e.done>end"],
        ),
        [("write.items", "in")],
    ),
    "a field that cannot be named": (
        draw(["start", data("a", saves={"client..name": "output"}), "end"], ["start>a", "a>end"]),
        [("write.path", "a")],
    ),
    "a formula that cannot be read": (
        draw(["start", post("a", amount="1 +"), "end"], ["start>a", "a>end"]),
        [("expression.syntax", "a")],
    ),
    "a formula that reads nothing known": (
        draw(["start", post("a", amount="amount + 1"), "end"], ["start>a", "a>end"]),
        [("expression.unknown_field", "a")],
    ),
    "a formula that reads a field that is not there": (
        draw(
            ["start", post("a", amount="data.deal.amont"), "end"],
            ["start>a", "a>end"],
            data={"properties": {"deal": {"properties": {"amount": {"format": "money"}}}}},
        ),
        [("expression.unknown_field", "a")],
    ),
    "a formula in a text": (
        draw(["start", post("a", remark="For {{ run.nam }}"), "end"], ["start>a", "a>end"]),
        [("expression.unknown_field", "a")],
    ),
    "a formula of a mapping": (
        draw(
            ["start", post("a", fields={"x": "settings.limt"}), "end"],
            ["start>a", "a>end"],
            settings={"limit": {"value": 1}},
        ),
        [("expression.unknown_field", "a")],
    ),
    "a formula with which a step saves": (
        draw(["start", data("a", saves={"x": "outptu.id"}), "end"], ["start>a", "a>end"]),
        [("expression.unknown_field", "a")],
    ),
    "a formula that reads an unknown step": (
        draw(
            ["start", data("find"), post("a", amount="steps.fnd.id"), "end"],
            ["start>find", "find>a", "a>end"],
        ),
        [("expression.unknown_step", "a")],
    ),
    "a function that is not there": (
        draw(["start", post("a", amount="$summ(input)"), "end"], ["start>a", "a>end"]),
        [("expression.unknown_variable", "a")],
    ),
    "a step that saves from itself": (
        draw(["start", data("a", saves={"x": "steps.a"}), "end"], ["start>a", "a>end"]),
        [("expression.early_step", "a")],
    ),
    "a formula that reads a later step": (
        draw(
            ["start", data("late"), post("a", amount="steps.late.id"), "end"],
            ["start>a", "a>late", "late>end"],
        ),
        [("expression.early_step", "a")],
    ),
    "a formula that reads into a for-each": (
        draw(
            ["start", each("e"), data("in", parent="e"), post("a", amount="steps.in"), "end"],
            ["start>e", "e.done>a", "a>end"],
        ),
        [("expression.hidden_step", "a")],
    ),
    "money in a list and in one of several forms": (
        draw(
            ["start", choice("d", "same", when="data.lines.price = 1"), "end"],
            ["start>d", "d.same>end", "d.otherwise>end"],
            data={
                "properties": {
                    "lines": {
                        "items": {
                            "anyOf": [
                                {"properties": {"text": {}}},
                                {"properties": {"price": {"format": "money"}}},
                            ]
                        }
                    }
                }
            },
        ),
        [("expression.money_float", "d")],
    ),
    "a field of a form that starts a case": (
        draw(
            [
                {
                    "id": "start",
                    "kind": "start",
                    "params": {"form": {"properties": {"amount": {}}}},
                },
                *(post("a", amount="input.amonut"), "end"),
            ],
            ["start>a", "a>end"],
        ),
        [("expression.unknown_field", "a")],
    ),
    "money compared as a float": (
        draw(
            ["start", choice("d", "same", when="data.price = input.price"), "end"],
            ["start>d", "d.same>end", "d.otherwise>end"],
            data={"properties": {"price": {"type": "number", "format": "money"}}},
        ),
        [("expression.money_float", "d")],
    ),
    "a cell of a table that reads what is not there": (
        draw(
            [
                "start",
                {
                    "id": "t",
                    "kind": "decision_table",
                    "params": {
                        "table": {
                            "inputs": [{"title": "Amount", "expression": "data.amont"}],
                            "outputs": [{"name": "who"}],
                            "rows": [{"when": ["-"], "then": ['"cfo"']}],
                        }
                    },
                },
                "end",
            ],
            ["start>t", "t>end"],
            data={"properties": {"amount": {}}},
        ),
        [("expression.unknown_field", "t")],
    ),
    "a table of which two rows apply": (
        draw(
            [
                "start",
                {
                    "id": "t",
                    "kind": "decision_table",
                    "params": {
                        "hit": "unique",
                        "table": {
                            "inputs": [{"title": "Amount", "expression": "1", "type": "number"}],
                            "outputs": [{"name": "who"}],
                            "rows": [
                                {"when": ["< 10"], "then": ['"a"']},
                                {"when": [">= 5"], "then": ['"b"']},
                            ],
                        },
                    },
                },
                "end",
            ],
            ["start>t", "t>end"],
        ),
        [("table.overlap", "t")],
    ),
    "a table with a gap": (
        draw(
            [
                "start",
                {
                    "id": "t",
                    "kind": "decision_table",
                    "params": {
                        "table": {
                            "inputs": [{"title": "Amount", "expression": "1", "type": "number"}],
                            "outputs": [{"name": "who"}],
                            "rows": [
                                {"when": ["< 10"], "then": ['"a"']},
                                {"when": ["> 10"], "then": ['"b"']},
                            ],
                        }
                    },
                },
                "end",
            ],
            ["start>t", "t>end"],
        ),
        [("table.gap", "t")],
    ),
    "a write that cannot be repeated": (
        draw(["start", post("a", repeat="ask"), "end"], ["start>a", "a>end"]),
        [("effect.no_error_path", "a")],
    ),
    "a write that is looked up": (
        draw(["start", post("a", repeat="verify"), "end"], ["start>a", "a>end"]),
        [("effect.no_error_path", "a")],
    ),
    "an error path that is not drawn": (
        draw(["start", data("a", policy={"on_error": "route"}), "end"], ["start>a", "a>end"]),
        [("policy.no_path", "a")],
    ),
    "a time limit that is none": (
        draw(
            ["start", data("a", policy={"timeout": "soon", "retry": {"delay": "a while"}}), "end"],
            ["start>a", "a>end"],
        ),
        [("policy.duration", "a"), ("policy.duration", "a")],
    ),
    "a connection that the workflow does not have": (
        draw(
            ["start", post("a", connection="epr"), "end"],
            ["start>a", "a>end"],
            connections={"erp": {"connector": "tryton"}},
        ),
        [("connection.unknown", "a")],
    ),
    "a connection to no system": (
        draw(
            ["start", post("a", connection="erp"), "end"],
            ["start>a", "a>end"],
            connections={"erp": {}},
        ),
        [("connection.no_connector", None)],
    ),
    "no owner": (
        draw(["start", "end"], ["start>end"], owners={"business": "PMO", "control": " "}),
        [("owner.missing", None), ("owner.missing", None)],
    ),
}


@pytest.mark.parametrize(("definition", "expected"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told(definition: Definition, expected: list[tuple[str, str | None]]) -> None:
    problems = found(definition)
    assert [(problem.code, problem.step) for problem in problems] == expected
    for problem in problems:
        assert problem.sentence.endswith((".", "?"))
        assert problem.sentence[0] != problem.sentence[0].lower() or problem.sentence[0] == "“"


SENTENCES = {
    "a join of paths of which one is taken": (
        "“j” waits for paths of which a case takes only one or the other, so it stands there for "
        "ever; lead them on without a join, or begin them at the same time."
    ),
    "a join that one path can get away from": (
        "“j” may wait for ever, because a path on its way there can go from “b” to “gone” instead; "
        "lead that path to the join too, or finish everything there."
    ),
    "two paths that go round in each other's loops": (
        "“j” may wait for ever, because not all that it waits for come then; let it go on with "
        "those that come, or lead every path there."
    ),
    "a way that is open only for a time": (
        "“while” can come too late: a case that does not stand at “open” any more stays there for "
        "ever; draw its way “too late”."
    ),
    "a way that a case never takes": (
        "No case ever comes to “b”, because “while” is never left by “out”; lead another line "
        "there, or remove it."
    ),
    "a part of the case that another one looks into": (
        "Whether every case comes to its end cannot be told, because “s” looks at “in” in another "
        "part of the case; try it out with test runs."
    ),
}


@pytest.mark.parametrize(("name", "sentence"), SENTENCES.items(), ids=SENTENCES.keys())
def test_what_is_wrong_is_said_in_plain_words(name: str, sentence: str) -> None:
    definition, expected = MISTAKES[name]
    told = {(problem.code, problem.step): problem.sentence for problem in found(definition)}
    assert told[expected[-1]] == sentence


FIXABLE = {
    f"{name}: {problem.code}": (definition, problem)
    for name, (definition, _) in MISTAKES.items()
    for problem in found(definition)
    if problem.fix is not None
}


@pytest.mark.parametrize(("definition", "problem"), FIXABLE.values(), ids=FIXABLE.keys())
def test_a_fix_removes_its_problem_and_brings_no_new_one(
    definition: Definition, problem: Problem
) -> None:
    assert problem.fix is not None
    before = [(each.code, each.step, each.edge, each.field) for each in found(definition)]
    fixed = found(apply_fix(definition, problem.fix))
    after = [(each.code, each.step, each.edge, each.field) for each in fixed]
    before.remove((problem.code, problem.step, problem.edge, problem.field))
    assert [each for each in after if each not in before] == []
    assert len(after) <= len(before)


def test_the_usual_mistakes_can_be_mended_by_one_click() -> None:
    titles = {problem.fix.title for _, problem in FIXABLE.values() if problem.fix}
    assert {
        "Add a start before “a”",
        "Add an end after “a”",
        "Add a join before “c”",
        "Take out “j”",
        "Call it “amount”",
        "Lead it from “big”",
        "Remove the line",
        "Use “erp”",
        "Write “limit”",
        "Write “find”",
        "Write “$sum”",
        "Switch “d” on",
        "Write “amount”",
        "Let a person decide instead",
        "Let “j” wait for all that come",
    } <= titles


# Drawings that look like one of the mistakes and are none.
RIGHT: dict[str, Definition] = {
    "straight": STRAIGHT,
    "a split that is joined": draw(
        ["start", "f:parallel", data("a"), data("b"), join("j"), "end"],
        [*FORKED, "a>j", "b>j", "j>end"],
    ),
    "a split whose paths end apart": draw(
        ["start", "f:parallel", data("a"), data("b"), "end"], [*FORKED, "a>end", "b>end"]
    ),
    "a choice that meets again": draw(
        ["start", choice("d", "big"), data("a"), data("b"), "end"],
        ["start>d", "d.big>a", "a>b", "d.otherwise>b", "b>end"],
    ),
    "the first of two paths wins": draw(
        [
            "start",
            "f:parallel",
            data("a"),
            data("b"),
            join("j", wait_for="first", cancel_rest=True),
            data("c"),
            "end",
        ],
        [*FORKED, "a>j", "b>j", "j>c", "c>end"],
    ),
    "the first of two paths of which only one is taken": draw(
        ["start", choice("d", "x"), data("a"), join("j", wait_for="first"), "end"],
        ["start>d", "d.x>a", "a>j", "d.otherwise>j", "j>end"],
    ),
    "a path that ends everything instead of joining": draw(
        [
            "start",
            "f:parallel",
            data("a"),
            choice("b", "no"),
            join("j"),
            "end",
            {"id": "stop", "kind": "terminate"},
        ],
        [*FORKED, "a>j", "b.otherwise>j", "b.no>stop", "j>end"],
    ),
    "a loop with a way out": draw(
        ["start", data("a"), choice("d", "again"), "end"],
        ["start>a", "a>d", "d.again>a", "d.otherwise>end"],
    ),
    "a loop around a split that is joined": draw(
        ["start", "f:parallel", data("a"), data("b"), join("j"), choice("d", "again"), "end"],
        [*FORKED, "a>j", "b>j", "j>d", "d.again>f", "d.otherwise>end"],
    ),
    "paths that just stop in a for-each": draw(
        ["start", each("e"), choice("in", "x", parent="e"), data("a", parent="e"), "end"],
        ["start>e", "e.each>in", "in.x>a", "e.done>end"],
    ),
    "a loop in a for-each that is left by an end of the item": draw(
        ["start", each("e"), data("a", parent="e"), choice("d", "again", parent="e"), "end"],
        ["start>e", "e.each>a", "a>d", "d.again>a", "e.done>end"],
    ),
    "a step that is switched off and passed": draw(
        ["start", post("a", repeat="ask") | {"disabled": True}, "end"], ["start>a", "a>end"]
    ),
    "a path that ends everything after some steps": draw(
        [
            *("start", "f:parallel", data("a"), choice("b", "no"), join("j"), "end"),
            *(data("tell"), choice("c", "x"), {"id": "stop", "kind": "terminate"}),
        ],
        [
            *(*FORKED, "a>j", "b.otherwise>j", "b.no>tell", "j>end", "tell>c"),
            *("c.x>stop", "c.otherwise>tell"),
        ],
    ),
    "a field of which nothing is known": draw(
        ["start", post("a", amount="data.client.name & data.*.x & data.other.x.y"), "end"],
        ["start>a", "a>end"],
        data={"properties": {"client": {"$ref": "#/$defs/Client"}, "other": {}}},
    ),
    "two exclusive paths that write one field": draw(
        [
            "start",
            choice("d", "x"),
            data("a", saves={"x": "output"}),
            data("b", saves={"x": "output"}),
            "end",
        ],
        ["start>d", "d.x>a", "d.otherwise>b", "a>end", "b>end"],
    ),
    "paths that write fields beside each other": draw(
        [
            "start",
            "f:parallel",
            data("a", saves={"client.name": "output"}),
            data("b", saves={"client.tax_id": "output"}),
            join("j"),
            "end",
        ],
        [*FORKED, "a>j", "b>j", "j>end"],
    ),
    "one item after the other writes a field": draw(
        ["start", each("e"), data("in", parent="e", saves={"x": "output"}), "end"],
        ["start>e", "e.done>end"],
    ),
    "a write with an error path": draw(
        ["start", post("a", repeat="ask"), "end"], ["start>a", "a>end", "a.error>end"]
    ),
    "a write that is idempotent": draw(
        ["start", post("a", repeat="keyed"), "end"], ["start>a", "a>end"]
    ),
    "formulas that read what is there": draw(
        [
            "start",
            data("find", saves={"client": "output", "deal.total": "output.sum"}),
            post(
                "a",
                amount="data.client.tax.id & data.deal.total & steps.find.x & input.anything "
                "& settings.limit & run.requester",
                remark="Braces {{ data.lines[qty > 1].price }} {{ error.message }}",
            ),
            "end",
        ],
        ["start>find", "find>a", "a>end"],
        settings={"limit": {"value": 1}},
        data={"properties": {"lines": {"items": {"properties": {"qty": {}, "price": {}}}}}},
    ),
    "a case whose data is open": draw(
        ["start", post("a", amount="data.whatever"), "end"],
        ["start>a", "a>end"],
        data={"additionalProperties": True},
    ),
    "formulas of a for-each": draw(
        [
            "start",
            each("e", items="input.lines", until="$count(results) > 3", result="steps.in"),
            data("in", "item.price * index", parent="e"),
            post("a", amount="steps.e.results"),
            "end",
        ],
        ["start>e", "e.done>a", "a>end"],
    ),
    "a step that reads itself in the next round": draw(
        ["start", data("a", "steps.a + 1"), choice("d", "again"), "end"],
        ["start>a", "a>d", "d.again>a", "d.otherwise>end"],
    ),
    "money compared rounded": draw(
        ["start", choice("d", "same", when="$round(data.price, 2) = 10"), "end"],
        ["start>d", "d.same>end", "d.otherwise>end"],
        data={"properties": {"price": {"format": "money"}}},
    ),
    "params of an older version of the kind": draw(
        ["start", post("a", version=1, old=1), "end"], ["start>a", "a>end"]
    ),
    "a connection that is bound elsewhere": draw(
        ["start", post("a", connection="erp"), "end"],
        ["start>a", "a>end"],
        connections={"erp": {"connector": "tryton"}},
    ),
}


@pytest.mark.parametrize("definition", RIGHT.values(), ids=RIGHT.keys())
def test_what_is_right_is_not_found_fault_with(definition: Definition) -> None:
    assert found(definition) == []


BOUND = RIGHT["a connection that is bound elsewhere"]


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        ({}, "connection.unbound"),
        ({"erp": "odoo"}, "connection.other"),
        ({"erp": "tryton"}, None),
    ],
)
def test_an_environment_that_does_not_reach_the_system_is_told_before_a_case_fails(
    bound: dict[str, str], expected: str | None
) -> None:
    told = [problem.code for problem in found(BOUND, bound)]
    assert told == ([] if expected is None else [expected])


def test_errors_come_first_and_forbid_running() -> None:
    problems = found(draw(["start", post("a", repeat="ask"), data("b")], ["start>a", "a>b"]))
    assert [problem.severity for problem in problems] == ["error", "warning"]
    assert forbids_running(problems)
    assert not forbids_running(found(STRAIGHT))


@pytest.mark.parametrize(
    ("params", "place"),
    [
        ({"amount": "1 + data.amont"}, "amont"),
        ({"remark": "{{ run.id }} and {{ data.amont }}"}, "amont"),
        ({"fields": {"x": "data.lines[amont > 1]"}}, "amont"),
        ({"amount": "1 + + "}, None),
    ],
)
def test_the_offset_points_into_what_the_person_wrote(
    params: dict[str, Any], place: str | None
) -> None:
    definition = draw(
        ["start", post("a", **params), "end"],
        ["start>a", "a>end"],
        data={"properties": {"amount": {}, "lines": {"items": {"properties": {"amount": {}}}}}},
    )
    (problem,) = found(definition)
    (text,) = [v if isinstance(v, str) else v["x"] for v in params.values()]
    assert problem.offset is not None
    assert place is None or text[problem.offset :].startswith(place)
    assert place is None or "Did you mean “amount”?" in problem.sentence


def test_a_name_without_what_it_belongs_to_is_completed() -> None:
    definition = draw(
        ["start", post("a", amount="2 * amount"), "end"],
        ["start>a", "a>end"],
        input={"properties": {"amount": {}}},
    )
    (problem,) = found(definition)
    assert problem.fix is not None
    assert apply_fix(definition, problem.fix).node("a").params == {"amount": "2 * input.amount"}


def test_an_unknown_kind_is_only_replaced_where_the_rest_of_the_step_fits() -> None:
    fits = draw(["start", data("a", kind="mapdata"), "end"], ["start>a", "a>end"])
    (problem,) = found(fits)
    assert problem.fix is not None
    assert found(apply_fix(fits, problem.fix)) == []
    other = draw(["start", {"id": "a", "kind": "mapdata"}, "end"], ["start>a", "a>end"])
    assert [each.fix for each in found(other)] == [None]


CHECKS = Path(check.__code__.co_filename).parent / "checks"
EMITTED = {
    code
    for module in CHECKS.glob("*.py")
    for code in re.findall(r'roblem\(\s*"([a-z_.]+)"', module.read_text(encoding="utf-8"))
}


def test_every_code_can_be_looked_up() -> None:
    listed = (CHECKS / "README.md").read_text(encoding="utf-8")
    assert EMITTED
    assert sorted(code for code in EMITTED if f"`{code}`" not in listed) == []


def test_every_code_has_an_example_here() -> None:
    told = {code for _, expected in MISTAKES.values() for code, _ in expected}
    elsewhere = {"called.not_taken", "called.not_given"}  # tests/runtime/plan/test_calls.py
    assert EMITTED - told - elsewhere == {
        "connection.unbound",
        "connection.other",
    }, "these depend on bindings"
