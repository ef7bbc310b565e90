"""Knows what is wrong with a text that is no expression, in plain words. Must not know parsers.

JSONata's own sentences are for people who write parsers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SENTENCES: Mapping[str, str] = {
    "S0101": "The text that begins here is not closed; write {quote} at its end",
    "S0105": "The name that begins here is not closed; write ` at its end",
    "S0106": "The comment that begins here is not closed; write */ at its end",
    "S0201": "“{found}” does not belong here; is an operator such as + or & missing before it?",
    "S0202": "“{wanted}” is missing before “{found}”",
    "S0203": "“{wanted}” is missing at the end",
    "S0207": "It ends too early; something is missing at the end",
    "S0211": "“{found}” does not belong here; is a value missing before it?",
    "S0212": "Before := stands a name that begins with $, such as $total",
    "S0302": "The pattern that begins here is not closed; write / at its end",
}
_WANTED = re.compile(r"Expected (\S+?),? ")
_LONGEST = 40


def plain(code: str, message: str, found: str | None) -> str:
    """Returns one sentence: what is wrong and what to write; `message` for a code not known here.

    Args:
        code: JSONata's code ("S0203").
        message: JSONata's sentence.
        found: the text at the place that it names, None at the end.
    """
    sentence = _SENTENCES.get(code, "")
    wanted = _WANTED.search(f"{message} ")
    lacks = ("{found}" in sentence and not found) or ("{wanted}" in sentence and wanted is None)
    if not sentence or lacks:
        return message if message.endswith(".") else f"{message}."
    told = sentence.format(
        found=(found or "")[:_LONGEST],
        wanted=wanted.group(1) if wanted else "",
        quote=(found or '"')[:1],
    )
    return told if told.endswith("?") else f"{told}."
