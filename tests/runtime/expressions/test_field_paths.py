"""How fields inside of objects are named."""

from __future__ import annotations

import pytest

from runtime.expressions import is_field_path, overwriting


@pytest.mark.parametrize("text", ["amount", "client.tax_id", "größe.in", "_x.y2"])
def test_names_joined_by_dots_are_a_field(text: str) -> None:
    """A field that a person named could not be written."""
    assert is_field_path(text)


@pytest.mark.parametrize("text", ["", ".", "a.", ".a", "a..b", "2a", "a b", "a.b\n", "$a", "a[0]"])
def test_what_is_no_path_is_told(text: str) -> None:
    """The value would be written nowhere, or under a name that no formula reaches."""
    assert not is_field_path(text)


def test_a_field_and_a_part_of_it_overwrite_each_other() -> None:
    """The tax id of a client would be gone once the client is written."""
    assert overwriting(["b", "client.tax.id", "client.tax"]) == ("client.tax", "client.tax.id")
    assert overwriting(["client.tax", "client.tax_id", "client.name", "clients"]) is None
