"""Knows which fields an expression uses, by example. Must not know how the tree is walked."""

from __future__ import annotations

import pytest

from runtime.expressions import money_float_comparisons, reads


def used(text: str) -> list[str]:
    return [read.text for read in reads(text).fields]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("data.deal.amount > input.limit", ["data.deal.amount", "input.limit"]),
        ("data.`Deal Amount`.`in`", ["data.`Deal Amount`.`in`"]),
        ("data.lines[qty > 1].sku", ["data.lines.sku", "data.lines.qty"]),
        ("data.lines.{'a': sku}", ["data.lines", "data.lines.sku"]),
        ("data.lines.(qty * price)", ["data.lines", "data.lines.qty", "data.lines.price"]),
        ("$map(data.lines, function($l){ $l.qty })", ["data.lines", "data.lines.qty"]),
        ("data.lines ~> $map(function($l){ $l.qty })", ["data.lines", "data.lines.qty"]),
        ("$filter(data.l, function($l){ $l.x }).sku", ["data.l.sku", "data.l", "data.l.x"]),
        ("$reduce(data.lines, function($a, $l){ $a + $l.q })", ["data.lines", "data.lines.q"]),
        ("($x := data.deal; $x.owner)", ["data.deal", "data.deal.owner"]),
        ("($x := data.a; ($x := input; $x.c); $x.d)", ["data.a", "input", "input.c", "data.a.d"]),
        ("data.lines^(>price).sku", ["data.lines", "data.lines.sku", "data.lines.price"]),
        ("data.lines{sku: $sum(qty)}", ["data.lines", "data.lines.sku", "data.lines.qty"]),
        ("data.tags[$ = 'x']", ["data.tags", "data.tags"]),
        ("data.lines@$l.($l.sku)", ["data.lines", "data.lines.sku"]),
        ("data.lines#$i[$i = 0].x", ["data.lines.x"]),
        ("data ~> |lines|{'x': y}|", ["data", "data.lines", "data.lines.y"]),
        ("data.lines[$$.input.min < qty]", ["data.lines", "input.min", "data.lines.qty"]),
        ("($x := data.deal; input.a.$x)", ["data.deal", "data.deal", "input.a"]),
        ("data.a ?: data.b", ["data.a", "data.b"]),
        ("data.lines.%.owner", ["data.owner"]),
        ("1 + 2", []),
    ],
)  # fmt: skip
def test_every_field_is_found_under_its_full_name(text: str, fields: list[str]) -> None:
    """A typing error in a field would be seen only when a case fails."""
    assert used(text) == fields


def test_a_field_says_where_it_stands() -> None:
    """The editor would underline the wrong word."""
    text = "1 + data.lines[qty > 1].`unit price`"
    found = {
        read.text: text[read.offset : read.offset + read.length] for read in reads(text).fields
    }
    assert found == {
        "data.lines.`unit price`": "data.lines[qty > 1].`unit price`",
        "data.lines.qty": "qty",
    }


def test_what_cannot_be_told_exactly_is_marked() -> None:
    """The checker would report a field as unknown that is there."""
    assert [read.exact for read in reads("data.*.x + data.y").fields] == [False, True]
    assert [read.exact for read in reads("data.lines[%.flag]").fields] == [True, False]


def test_functions_and_free_variables_are_told_apart() -> None:
    """A misspelled function would be found only when a case fails."""
    found = reads("($f := $sum; $f(data.x) & $uper(data.y) & $map(data.z, $string) & $region)")
    assert found.functions == {"sum", "map", "string"}
    assert found.variables == {"uper", "region"}


@pytest.mark.parametrize(
    ("text", "roots"),
    [
        ("data.a + input.b", {"data", "input"}),
        ("steps.create_party.id & steps.check.ok", {"steps.create_party", "steps.check"}),
        ("steps", {"steps"}),
        ("steps.*.id", {"steps"}),
        ("item.qty * index", {"item", "index"}),
        ("$.data.x", {"data"}),
        ("$$.input.x", {"input"}),
        ("settings.limit > 1 ? run.id : error.message", {"settings", "run", "error"}),
        ("$now()", set[str]()),
        ("data.name.$uppercase()", {"data"}),
    ],
)
def test_only_the_roots_that_are_read_are_needed(text: str, roots: set[str]) -> None:
    """An expression would not get a part of the case that it reads."""
    assert reads(text).roots == roots


@pytest.mark.parametrize(
    "text",
    ["*", "**.x", "$", "$$", "$keys($)", "$string()", "$eval('input.x')", "$lookup($, 'data')",
     "function($x)<o-:x>{ $x }()", "($f := $keys; $f())", "$merge([$, data])",
     "$each(function($v){$v})", "$#$i", "$#$", "$[0]#$i"],
)  # fmt: skip
def test_where_anything_may_be_read_all_is_needed(text: str) -> None:
    """An expression would silently see only a part of the case."""
    assert reads(text).roots is None


def is_money(path: str) -> bool:
    return path.endswith(("amount", "price"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("data.amount = 100.1", [(0, "data.amount")]),
        ("100.1 != data.amount * 2", [(9, "data.amount")]),
        ("data.amount in [1, 2]", [(0, "data.amount")]),
        ("data.lines[price = 5].sku", [(11, "data.lines.price")]),
        ("$count(data.lines[price = 1]) = 2", [(18, "data.lines.price")]),
        ("$round(data.amount, 2) = 1", []),
        ('data.amount = "10.00"', []),
        ("data.amount = null", []),
        ("data.amount > 5", []),
        ("data.lines[amount > 3].qty = 1", []),
        ("data.other = 1", []),
    ],
)
def test_money_compared_as_float_is_found(text: str, found: list[tuple[int, str]]) -> None:
    """0.1 + 0.2 = 0.3 is false: an invoice would be refused for a rounding error nobody sees."""
    assert money_float_comparisons(text, is_money) == found


def test_every_name_of_a_field_says_where_it_stands() -> None:
    """Renaming a field would change the wrong word."""
    text = 'data.lines[qty > 1].`unit price` & $lookup(data, "owner")'
    found = {n.path: text[n.offset : n.end] for n in reads(text).names}
    assert found == {
        ("data",): "data",
        ("data", "lines"): "lines",
        ("data", "lines", "qty"): "qty",
        ("data", "lines", "unit price"): "`unit price`",
        ("data", "owner"): '"owner"',
    }
