"""Knows the test data that is kept with a workflow: outputs of steps, test cases.

Must not know how a run uses them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from designer.document.changes.steps import title_of, unused_id
from designer.document.history import Command
from runtime.definition.samples import Sample, pinned_sample, pinned_samples, samples_of
from runtime.plan.problems import Edit

if TYPE_CHECKING:
    from designer.document.model import Model
    from runtime.definition.json_value import JsonObject, JsonValue

SAMPLES = ("graph", "samples")
TESTS = ("graph", "tests")


def samples(model: Model, step: str) -> dict[str, Sample]:
    """Return the samples of a step by name."""
    return samples_of(model.value(SAMPLES), step)


def pinned(model: Model, step: str) -> Sample | None:
    """Return the sample that stands for the step's work in tests, None where it works itself."""
    return pinned_sample(model.value(SAMPLES), step)


def pins(model: Model) -> dict[str, Sample]:
    """Return every step with a pinned sample."""
    return pinned_samples(model.value(SAMPLES), model.nodes)


def keep_sample(model: Model, step: str, sample: Sample, *, pin: bool = False) -> Command:
    """Keep an output under a name; one of that name is replaced."""
    entry: JsonObject = {"output": sample.output, "port": sample.port}
    patch = [Edit("set", (*SAMPLES, step, "items", sample.name), entry)]
    if pin:
        patch.append(Edit("set", (*SAMPLES, step, "pinned"), sample.name))
    return Command(f"Keep sample “{sample.name}” of “{title_of(model, step)}”", tuple(patch))


def pin(model: Model, step: str, name: str) -> Command:
    """Let a sample stand for the step's work; "" lets the step work itself again."""
    path = (*SAMPLES, step, "pinned")
    if (model.value(path) or "") == name:
        return Command("Pin", ())
    title = title_of(model, step)
    if name:
        return Command(f"Pin “{name}” to “{title}”", (Edit("set", path, name),))
    return Command(f"Unpin “{title}”", (Edit("remove", path),))


def drop_sample(model: Model, step: str, name: str) -> Command:
    """Throw a sample away, pinned or not."""
    patch = [Edit("remove", (*SAMPLES, step, "items", name))]
    if model.value((*SAMPLES, step, "pinned")) == name:
        patch.append(Edit("remove", (*SAMPLES, step, "pinned")))
    return Command(f"Remove sample “{name}”", tuple(patch))


def rename_sample(model: Model, step: str, name: str, new: str) -> Command:
    """Give a sample another name; a pin follows."""
    items = (*SAMPLES, step, "items")
    patch = [Edit("set", (*items, new), model.value((*items, name)))]
    patch.append(Edit("remove", (*items, name)))
    if model.value((*SAMPLES, step, "pinned")) == name:
        patch.append(Edit("set", (*SAMPLES, step, "pinned"), new))
    return Command(f"Rename sample “{name}”", tuple(patch) if new != name else ())


# --- test cases -----------------------------------------------------------------------------------


def tests(model: Model) -> dict[str, JsonObject]:
    """Return the test cases of the workflow by id."""
    held = model.value(TESTS)
    entries = [e for e in (held if isinstance(held, list) else []) if isinstance(e, dict)]
    return {str(entry.get("id") or f"case {at}"): entry for at, entry in enumerate(entries)}


def keep_test(model: Model, test: JsonObject) -> tuple[Command, str]:
    """Keep a test case; one of the same id is replaced. Returns its id too."""
    known = tests(model)
    name = str(test.get("name") or "Test")
    ident = str(test.get("id") or unused_id(model, name, known))
    entries: list[JsonValue] = [*(known | {ident: {**test, "id": ident}}).values()]
    return Command(f"Keep test “{name}”", (Edit("set", TESTS, entries),)), ident


def drop_test(model: Model, ident: str) -> Command:
    """Throw a test case away."""
    known = tests(model)
    gone = known.pop(ident)
    left = cast("list[JsonValue]", [*known.values()])
    return Command(f"Remove test “{gone.get('name') or ident}”", (Edit("set", TESTS, left),))
