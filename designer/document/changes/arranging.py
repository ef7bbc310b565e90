"""Knows how steps are put where a tidy drawing has them. Must not know how that was worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.document.changes.notes import move_notes
from designer.document.changes.notes_aside import moved_aside
from designer.document.changes.places import carried, outermost, with_inside
from designer.document.changes.steps import move, title_of
from designer.document.history import Command
from designer.document.layout import KEPT, kept
from runtime.plan.problems import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from designer.document.model import Model

_UNMEASURED: dict[str, tuple[float, float]] = {}


def arrange_command(
    model: Model,
    places: Mapping[str, tuple[float, float]],
    sizes: Mapping[str, tuple[float, float]] = _UNMEASURED,
) -> Command:
    """Put steps at their tidy places; a note that hangs on a step goes with it.

    A note on which a step would come to lie gives way, whether it hangs on a step or on none.

    Args:
        model: the document; it may have changed since the places were worked out.
        places: top left corners by step; a step that is gone is passed over.
        sizes: width and height of the card of each step.
    """
    known = {step: place for step, place in places.items() if step in model.nodes}
    spots = carried(model, known)
    spots |= moved_aside(model, known, sizes, spots)
    return Command("Tidy up", (*move(model, known).patch, *move_notes(model, spots).patch))


def keep_in_place(model: Model, steps: Iterable[str]) -> Command:
    """Let steps stay where they are when the drawing is tidied up; or no longer, if all do so."""
    chosen, held = [step for step in steps if step in model.nodes], kept(model)
    stays = not all(step in held for step in chosen)
    changing = [step for step in chosen if (step in held) != stays]
    name = f"“{title_of(model, changing[0])}”" if len(changing) == 1 else f"{len(changing)} steps"
    if stays:
        patch = tuple(Edit("set", (*KEPT, step), value=True) for step in changing)
        return Command(f"Keep {name} in place", patch)
    patch = tuple(Edit("remove", (*KEPT, step)) for step in changing)
    return Command(f"Let {name} be arranged", patch)


def may_move(model: Model, steps: Iterable[str]) -> list[str]:
    """Return those of some steps that tidying up may move.

    What lies inside a step stays with it, so a step with one inside that is kept stays as well.
    """
    chosen, held = [*steps], kept(model)
    stay = {step for step in model.nodes if held.intersection(with_inside(model, [step]))}
    stay |= {*with_inside(model, outermost(model, held))}
    return [step for step in chosen if step not in stay]
