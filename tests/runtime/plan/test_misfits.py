"""What a process owner reads when a field is filled in wrongly: plain words, and no type names."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field, ValidationError, field_validator

from runtime.plan.misfits import misfit


class Asked(BaseModel):
    """Fields with every sort of bound that kinds use."""

    text: str = Field("ab", min_length=1, max_length=4, pattern="^[a-z]*$")
    long: str = Field("abc", min_length=3)
    count: int = Field(2, ge=1, le=5)
    share: float = Field(0.5, gt=0, lt=1)
    way: Literal["GET", "POST"] = "GET"
    yes: bool = True
    many: list[str] = Field(["a"], min_length=1, max_length=2)
    named: dict[str, str] = {}
    own: int = 0

    @field_validator("own")
    @classmethod
    def _even(cls, value: int) -> int:
        if value % 2:
            raise ValueError("Only even numbers are taken.")
        return value


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"text": ""}, "fill it in"),
        ({"text": 1}, "text belongs here"),
        ({"text": "abcde"}, "it may have 4 letters at most"),
        ({"text": "A"}, "it is not written in the form that is asked for"),
        ({"long": "a"}, "it needs 3 letters or more"),
        ({"count": "many"}, "a whole number belongs here"),
        ({"count": 1.5}, "a whole number belongs here"),
        ({"count": 0}, "it must be 1 or more"),
        ({"count": 6}, "it must be 5 or less"),
        ({"share": "half"}, "a number belongs here"),
        ({"share": 0}, "it must be more than 0.0"),
        ({"share": 1}, "it must be less than 1.0"),
        ({"way": "FETCH"}, "choose “GET” or “POST”"),
        ({"yes": "perhaps"}, "yes or no belongs here"),
        ({"many": "a"}, "a list belongs here"),
        ({"many": []}, "add an entry"),
        ({"many": ["a"] * 3}, "it may have 2 entries at most"),
        ({"named": []}, "named values belong here"),
        ({"own": 1}, "Only even numbers are taken."),
    ],
)
def test_a_wrong_value_is_told_in_words_of_people(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Asked.model_validate(given)
    (error,) = caught.value.errors(include_url=False)
    assert misfit(error) == words
