"""Knows what the code of an error means, in words. Must not know Qt, runs or what was expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_WHY: Mapping[str, str] = {
    "connector.transient": "a system could not be reached",
    "connector.rate_limited": "a system asked to slow down",
    "connector.circuit_open": "a system had failed several times in a row",
    "connector.authentication": "a system did not accept the sign-in",
    "connector.forbidden": "a system does not allow it",
    "connector.rejected": "a system said no",
    "connector.conflict": "a record was changed meanwhile",
    "connector.not_found": "a record does not exist",
    "connector.unknown_outcome": "nobody knows whether a system did it",
    "connector.misconfigured": "a connection is set up wrongly",
    "connector.invalid_input": "the values for a system do not fit",
    "connection.unbound": "no connection is chosen",
    "step.failed": "a step failed",
    "step.timeout": "a step took too long",
    "step.crashed": "a step ended with an error of its own",
    "step.params": "the settings of a step do not fit",
    "step.no_effect": "a step is of a kind that has changed",
    "call.unknown": "the workflow to be called is not there",
    "kind.unknown": "a step is of an unknown kind",
    "expression": "a formula could not be worked out",
    "calendar": "a date or a calendar could not be worked out",
}


def fails_words(code: str) -> str:
    """Return how a case fails: "fails because a system said no".

    A code that a person gave in the drawing is a name of theirs, and told as it is.
    """
    why = _WHY.get(code) or _WHY.get(code.partition(".")[0], "")
    if why:
        return f"fails because {why}"
    return f"fails with the code “{code}”" if code else "fails"
