"""People choose a step by what stands below its name: half a sentence tells little."""

from __future__ import annotations

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from designer.library.offers import offers
from designer.panels.palette_words import second_line, standing_alone
from runtime.steps import kinds

TWO_LINES = 52
"""So many letters stand below a title where the list of steps is as wide as it begins."""


@pytest.mark.parametrize(
    ("said", "room", "told"),
    [
        ("Waits.", 20, "Waits"),
        ("Reads a file, once it is there.", 40, "Reads a file, once it is there"),
        ("Reads a file, once it is there.", 20, "Reads a file"),
        ("One step. Then, if need be, another.", 26, "One step"),
        ("Asks, waits, and goes on.", 12, "Asks, waits"),
        ("Nothing of this fits.", 5, "Nothing of this fits"),
    ],
)
def test_what_is_told_makes_sense_without_the_rest(said: str, room: int, told: str) -> None:
    assert standing_alone(said, lambda part: len(part) <= room) == told


def test_every_offer_says_in_two_lines_what_it_does() -> None:
    too_long = [
        offer.title
        for offer in offers(kinds())
        if len(standing_alone(second_line(offer), lambda part: len(part) <= TWO_LINES)) > TWO_LINES
    ]
    assert not too_long
