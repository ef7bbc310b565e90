"""Knows how formulas build an object or a list. Must not know any system's data."""

from __future__ import annotations

import json
import re

from runtime.expressions import CASE_ROOTS
from runtime.primitives import Compute, Expr
from runtime.step import ERROR, OUT, Around, Finding, Kind, Port, blanks, fields, listed
from runtime.steps.map_data.params import MapDataParams


class MapData(Kind[MapDataParams]):
    """Builds new data from the data of the case."""

    name = "map_data"
    title = "Prepare data"
    summary = (
        "Builds an object or a list from what is known, in the shape that the next step needs."
    )
    group = "Data"
    category = "data"
    synonyms = (
        "map",
        "transform",
        "convert",
        "reshape",
        "calculate",
        "formula",
        "compute",
        "format",
    )
    params = MapDataParams

    def ports(self, params: MapDataParams) -> tuple[Port, ...]:
        """On, or when a formula fails."""
        del params
        return (OUT, ERROR)

    def compile(self, params: MapDataParams, around: Around) -> Compute:
        """Builds one object from its fields, or one value a list item."""
        del around
        if params.items.strip():
            return Compute(whole=Expr(_for_items(params), place="items"))
        if params.value.strip():
            return Compute(whole=Expr(params.value, place="value"))
        return Compute(fields=fields(params.fields, "fields"))

    def caption(self, params: MapDataParams, around: Around) -> str:
        """What is built."""
        del around
        if params.value.strip():
            return "One formula"
        built = listed(params.fields)
        return f"List of {built}" if params.items.strip() else f"Builds {built}"

    def findings(self, params: MapDataParams) -> tuple[Finding, ...]:
        """Formulas that are still to be written."""
        return blanks({f"fields.{name}": text for name, text in params.fields.items()})


def _for_items(params: MapDataParams) -> str:
    """Returns one expression giving a list, also for no item and for one.

    Each item's fields see `item` and `index` beside the roots they mention, because inside of a
    path JSONata sees only the value it stands at.
    """
    formula = _object(params.fields)
    roots = "".join(f', "{root}": $$.{root}' for root in CASE_ROOTS if _mentions(formula, root))
    seen = f'{{"item": $item, "index": $index{roots}}}'
    return f"[$map([({params.items})], function($item, $index) {{ {seen}.{formula} }})]"


def _object(named: dict[str, str]) -> str:
    """Returns the constructor of an object; a dot in a name makes an object inside."""
    members: dict[str, dict[str, str] | str] = {}
    for name, text in named.items():
        head, dot, rest = name.partition(".")
        inside = members.get(head)
        if not dot:
            members[head] = f"({text})"
        elif isinstance(inside, dict):
            inside[rest] = text
        else:
            members[head] = {rest: text}
    texts = {k: v if isinstance(v, str) else _object(v) for k, v in members.items()}
    return "{" + ", ".join(f"{json.dumps(name)}: {text}" for name, text in texts.items()) + "}"


def _mentions(formula: str, root: str) -> bool:
    return re.search(rf"\b{root}\b", formula) is not None
