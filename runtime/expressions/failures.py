"""Knows how the evaluator's error texts become failures. Must not know what was evaluated."""

from __future__ import annotations

import re

from runtime.expressions.evaluation import Failure

_CODED = re.compile(r"\b([STDU]\d{4}): (.*)", re.DOTALL)
_MAX_MESSAGE = 500


def failure_of(error: BaseException) -> Failure:
    """Returns the failure that an error of the evaluator stands for."""
    text = str(error)
    coded = _CODED.search(text)
    if coded:
        return Failure(coded[1], _sentence(coded[2]))
    if isinstance(error, UnicodeEncodeError) or "unpaired surrogate" in text:
        return Failure("expression.syntax", "The expression holds half of a character pair.")
    if "Unclosed comment" in text:
        return Failure("S0106", "Comment has no closing tag.")
    if text.startswith("Parse error: "):
        return Failure("expression.syntax", _sentence(text.removeprefix("Parse error: ")))
    return Failure("expression.failed", _sentence(text))


def too_long(most: int) -> Failure:
    """Returns the failure of a text with more than `most` characters."""
    return Failure("expression.limit", f"The expression is longer than {most} characters.")


def _sentence(text: str) -> str:
    text = text.strip()
    if len(text) > _MAX_MESSAGE:
        text = text[:_MAX_MESSAGE] + "…"
    return text if text.endswith((".", "…", "?", "!")) else text + "."
