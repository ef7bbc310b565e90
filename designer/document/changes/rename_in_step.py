"""Knows where a step refers to a field, and how it is written with another name of that field.

Must not know Qt, kinds by name or other steps. What a formula means is asked of the parser.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from designer.document.changes.field_uses import Use
from designer.document.changes.form_names import with_inner_field_named
from designer.document.changes.recorded_names import VALUES, VOTES
from designer.document.field_names import Naming, in_cell, in_formula
from runtime.expressions.errors import ExpressionSyntaxError
from runtime.expressions.lineage import place_of
from runtime.plan.formulas import formulas
from runtime.plan.param_fields import marked, params_schema
from runtime.primitives import Each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from designer.document.changes.field_uses import FormField, Found
    from designer.document.field_names import Written
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.plan.drawing import Step
    from runtime.plan.formulas import Formula

_KEYS = "x-baton-keys"


class StepRename:
    """One step, written with another name of a field.

    Args:
        step: as checks read it.
        node: the same as the document has it; it is not changed.
        target: the field.
        new: its new name.
        found: takes in what refers to the field.
        items: paths of the lists of which the formulas of the step see an item.

    Attributes:
        node: the step as it is to be, once `work` has come to its end.
    """

    def __init__(
        self,
        step: Step,
        node: JsonObject,
        target: FormField,
        new: str,
        found: Found,
        items: Iterable[tuple[str, ...]] = (),
    ) -> None:
        self._items = [*items]
        self._step, self._target, self._new, self._found = step, target, new, found
        self.node = copy.deepcopy(node)
        self._tables = [*marked(step, "table")]
        self._naming = Naming(target.name, new, frozenset(self._holders()))

    def work(self) -> Iterator[None]:
        """Write the step as it is to be, and pause in between; `node` is it then."""
        yield from self._in_formulas()
        yield from self._in_cells()
        self._in_keys()
        self._in_own_form()

    def _holders(self) -> list[tuple[str, ...]]:
        """Return where the formulas of the step find the field."""
        inside = self._target.inside
        if not self._target.step:
            holders = [(self._target.form, *inside)]
        else:
            heads: list[tuple[str, ...]] = [("steps", self._target.step)]
            if self._step.id == self._target.step:
                heads.append(("output",))
            asked = ((VALUES, *inside), (VOTES, VALUES, *inside))
            ways = asked if self._target.form == "step" else (inside,)
            holders = [(*head, *way) for head in heads for way in ways]
        seen = [
            ("item", *each[len(items) :])
            for items in self._items
            for each in holders
            if each[: len(items)] == items
        ]
        return [*holders, *seen]

    def _in_formulas(self) -> Iterator[None]:
        tables = tuple(each.field for each in self._tables)
        fields: dict[tuple[str, ...], list[Formula]] = {}
        for formula in formulas(self._step):
            if formula.path is not None:
                fields.setdefault(formula.path, []).append(formula)
            elif formula.written is not None or not formula.field.startswith(tables):
                self._look_at_only(formula)
            yield
        for path, parts in fields.items():
            whole = before = str(parts[0].written)
            for part in sorted(parts, key=lambda each: -each.offset):
                found = in_formula(part.text, self._naming)
                self._note(part.field, part.text, found)
                end = part.offset + len(part.text)
                whole = whole[: part.offset] + found.text + whole[end:]
            if whole != before:
                _put(self.node, path, whole)
            yield

    def _look_at_only(self, formula: Formula) -> None:
        """Tell of a formula that cannot be written anew: of an older version of the kind."""
        found = in_formula(formula.text, self._naming)
        if found.count or found.is_doubtful:
            self._found.doubts.append(self._use(formula.field, formula.text))

    def _in_cells(self) -> Iterator[None]:
        for table in self._tables:
            for way, text in _cells(table.value):
                found = in_cell(text, self._naming)
                self._note(".".join((table.field, *way)), text, found)
                if found.count and table.path is not None:
                    _put(self.node, (*table.path, *way), found.text)
                yield

    def _in_keys(self) -> None:
        """Change the names under which the step saves."""
        if self._target.form != "data":
            return
        kind = self._step.kind
        known = params_schema(kind.params).get("properties") if kind is not None else None
        properties = known if isinstance(known, dict) else {}
        named = [n for n, s in properties.items() if isinstance(s, dict) and s.get(_KEYS) == "data"]
        for path in (("saves",), *(("params", name) for name in named)):
            held = _at(self.node, path)
            if isinstance(held, dict):
                _put(self.node, path, {self._key(path, key): text for key, text in held.items()})

    def _key(self, path: tuple[str, ...], key: str) -> str:
        """Return the path of a field of the case, which may lead into it, with the other name."""
        names, way = tuple(key.split(".")), self._target.way
        last = len(way) - 1
        if names[: last + 1] == (*self._target.inside, self._new):
            self._found.taken.append(self._use(".".join(path), key))
        if len(names) <= last and names == way[: len(names)]:
            # What is saved as a whole has its fields from somewhere.
            title, what = self._step.node.title, f"Saves all of “{key}” at once"
            text = str(_at(self.node, (*path, key)))
            self._found.doubts.append(Use(title, what, text, step=self._step.id))
        if names[: last + 1] != way:
            return key
        made = ".".join((*names[:last], self._new, *names[last + 1 :]))
        self._found.uses.append(self._use(".".join(path), key, made))
        return made

    def _in_own_form(self) -> None:
        is_own = self._target.form == "step" and self._step.id == self._target.step
        if not is_own and not (self._target.form == "input" and self._step.begins):
            return
        for form in marked(self._step, "form"):
            if isinstance(form.value, dict) and form.path is not None:
                made = with_inner_field_named(form.value, self._target.way, self._new)
                _put(self.node, form.path, made)

    def _note(self, field: str, text: str, found: Written) -> None:
        if found.count:
            self._found.uses.append(self._use(field, text, found.text))
        if found.is_taken:
            self._found.taken.append(self._use(field, text))
        if found.is_doubtful:
            self._found.doubts.append(self._use(field, text))

    def _use(self, field: str, before: str, after: str = "") -> Use:
        return Use(self._step.node.title, self._words(field), before, after, self._step.id)

    def _words(self, field: str) -> str:
        """Return which part of the step a field is: “Facts, Supplier”."""
        head, _, rest = field.partition(".")
        if head == "saves":
            return "Saves to the case" + (f", {rest}" if rest else "")
        name, _, rest = rest.partition(".")
        kind = self._step.kind
        known = params_schema(kind.params).get("properties") if kind is not None else None
        schema = known.get(name.partition("[")[0]) if isinstance(known, dict) else None
        title = schema.get("title") if isinstance(schema, dict) else None
        return f"{title or name}" + (f", {rest}" if rest and "." not in rest else "")


def items_of(step: Step) -> tuple[str, ...] | None:
    """Return the path of the list that a step goes through; None where that cannot be told."""
    each = step.primitive
    if not isinstance(each, Each):
        return None
    try:
        return place_of(each.items.text)
    except ExpressionSyntaxError:
        return None


def _cells(table: JsonValue) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the cells of a decision table, each with its way from there."""
    whole = table if isinstance(table, dict) else {}
    rows = whole.get("rows")
    lists: list[tuple[tuple[str, ...], JsonValue]] = [(("otherwise",), whole.get("otherwise"))]
    for number, row in enumerate(rows if isinstance(rows, list) else []):
        if isinstance(row, dict):
            lists += [(("rows", str(number), part), row.get(part)) for part in ("when", "then")]
    for way, cells in lists:
        for at, text in enumerate(cells if isinstance(cells, list) else []):
            if isinstance(text, str):
                yield (*way, str(at)), text


def _at(node: JsonObject, path: tuple[str, ...]) -> JsonValue:
    held: JsonValue = node
    for name in path:
        held = held.get(name) if isinstance(held, dict) else None
    return held


def _put(node: JsonObject, path: tuple[str, ...], value: JsonValue) -> None:
    """Set what stands at a path that is there."""
    held: Any = node
    for name in path[:-1]:
        held = held[int(name) if isinstance(held, list) else name]
    held[int(path[-1]) if isinstance(held, list) else path[-1]] = value
