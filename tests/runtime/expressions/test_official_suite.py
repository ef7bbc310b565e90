"""Knows JSONata's official cases and which of them may fail. Must not know how they are evaluated.

The cases are not part of this project: the variable BATON_JSONATA_SUITE names the folder that holds
their `groups` and `datasets`. The list of expected failures can only shrink: a case that passes
although it is listed fails the test too.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

import jsonatapy
import pytest

from runtime.expressions.compiled import Compiled, CompiledCache
from runtime.expressions.evaluation import Evaluation, Failure, Limits
from runtime.expressions.failures import failure_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.definition.json_value import JsonObject, JsonValue

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
NOTHING = "nothing, which JSON has no word for"
EXPECTED = cast(
    "dict[str, str]",
    json.loads((Path(__file__).parent / "expected_suite_failures.json").read_text("utf-8")),
)
CASES_IN_ALL = 1_686
MUST_PASS = 1_676


@dataclass(frozen=True)
class Case:
    """One case: where it stands, what it evaluates and what has to come out."""

    name: str
    expression: str
    body: JsonObject

    @property
    def wanted(self) -> JsonValue:
        if "result" in self.body:
            return self.body["result"]
        if self.body.get("undefinedResult"):
            return NOTHING
        error = self.body.get("error")
        return {"error": error["code"] if isinstance(error, dict) else self.body["code"]}


@pytest.fixture(scope="module")
def suite() -> Path:
    folder = os.environ.get("BATON_JSONATA_SUITE")
    if not folder:
        pytest.skip("BATON_JSONATA_SUITE does not name a folder with JSONata's official cases")
    return Path(folder)


def cases(folder: Path) -> Iterator[Case]:
    for file in sorted(folder.glob("groups/*/*.json")):
        listed = json.loads(file.read_text("utf-8"))
        bodies = cast("list[JsonObject]", listed if isinstance(listed, list) else [listed])
        for number, body in enumerate(bodies):
            text = body.get("expr")
            if text is None:
                text = (file.parent / str(body["expr-file"])).read_text("utf-8")
            yield Case(f"{file.parent.name}/{file.stem}/{number}", str(text), body)


@cache
def dataset(folder: Path, name: str) -> str:
    return (folder / "datasets" / f"{name}.json").read_text("utf-8")


def data_of(folder: Path, case: Case) -> str | None:
    if "data" in case.body:
        return json.dumps(case.body["data"])
    name = case.body.get("dataset")
    return dataset(folder, str(name)) if name else None


def outcome(folder: Path, case: Case, compiler: CompiledCache) -> JsonValue:
    request = Evaluation(case.expression, {}, NOW, 7)
    compiled = compiler.get(request)
    if isinstance(compiled, Failure):
        return {"error": compiled.code}
    compiler.guards.begin(request)
    try:
        result = answer(folder, case, compiled)
    except ValueError as error:
        return {"error": failure_of(error).code}
    return NOTHING if result is None else json.loads(result)


def answer(folder: Path, case: Case, compiled: Compiled) -> str | None:
    """Evaluates with the bindings and limits of the case; tells nothing from null, as it must."""
    body = cast("dict[str, int]", case.body)
    bindings = cast("dict[str, object]", case.body.get("bindings") or {})
    expression = cast("jsonatapy.JsonataExpression", compiled.expression)
    return expression.evaluate_json_or_none(
        data_of(folder, case),
        bindings or None,
        timeout=body.get("timelimit"),
        max_stack_depth=body.get("depth"),
    )


def same(found: JsonValue, wanted: JsonValue) -> bool:
    """Compares as JSON does: 1 is 1.0, but true is not 1."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        return found.keys() == wanted.keys() and all(same(found[key], wanted[key]) for key in found)
    if isinstance(found, list) and isinstance(wanted, list):
        pairs = zip(found, wanted, strict=False)
        return len(found) == len(wanted) and all(same(one, other) for one, other in pairs)
    if isinstance(found, bool) or isinstance(wanted, bool):
        return found is wanted
    return found == wanted


@pytest.mark.slow
def test_the_language_is_the_one_everybody_knows(suite: Path) -> None:
    """A user who knows JSONata from elsewhere would get other results here."""
    compiler = CompiledCache(Limits(), 16, jsonatapy.compile)
    every = list(cases(suite))
    failed = {
        case.name: case.expression
        for case in every
        if not same(outcome(suite, case, compiler), case.wanted)
    }

    assert len(every) == CASES_IN_ALL
    assert len(every) - len(failed) >= MUST_PASS
    assert {name: failed[name][:80] for name in failed if name not in EXPECTED} == {}
    assert [name for name in EXPECTED if name not in failed] == [], "these pass now: unlist them"


def test_every_expected_failure_says_why() -> None:
    """A missing piece of the language would be hidden behind a list nobody can judge."""
    assert len(EXPECTED) <= CASES_IN_ALL - MUST_PASS
    assert all(len(reason.split()) > 5 and reason.endswith(".") for reason in EXPECTED.values())
