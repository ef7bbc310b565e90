"""What is lost when these fail: the manual says something else than the command does."""

from __future__ import annotations

import json
import re
import shlex

import pytest

from runtime.cli.answers import read_answers
from runtime.cli.grammar import parse
from tests.helpers.command_manual import reference
from tests.helpers.source_tree import ROOT

MANUAL = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
EXAMPLES = [
    line
    for block in re.findall(r"^```\n(baton .*?)```", MANUAL, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]


def test_every_command_and_option_is_documented() -> None:
    """When this fails: python -m tests.helpers.command_manual prints the part to put in."""
    assert MANUAL.split("## Commands\n\n")[1] == reference()


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_example_is_a_command_line_that_is_understood(line: str) -> None:
    words = shlex.split(line.partition(" > ")[0])
    assert callable(parse(words[1:]).do)


def test_the_example_of_an_answers_file_is_one() -> None:
    text = MANUAL.split("```json\n")[1].split("```")[0]
    answers = read_answers(text)
    given = answers.next("legal_approval", "task")
    assert given is not None
    assert answers.actor(given).roles == ("legal",)
    assert answers.interval == json.loads(text)["interval"]
