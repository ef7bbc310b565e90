"""Knows by which step a case ends because a step failed, as kinds say it. Names no kind; no Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from designer.library.offers import Offer
    from runtime.definition.json_value import JsonObject
    from runtime.step import Kind


def fails_the_case(node: JsonObject, kinds: Mapping[str, Kind[Any]]) -> bool:
    """Whether a step ends the whole case as failed.

    Args:
        node: the plain attributes of the step.
        kinds: the step kinds by name.
    """
    kind = kinds.get(str(node.get("kind")))
    return kind is not None and bool(kind.rescue)


def failing_end(offers: Iterable[Offer], kinds: Mapping[str, Kind[Any]]) -> Offer | None:
    """Return what is placed where a failure is to end the case; None where no kind does that."""
    for offer in offers:
        kind = kinds.get(offer.kind)
        if kind is not None and kind.rescue:
            return replace(offer, params=dict(kind.rescue))
    return None
