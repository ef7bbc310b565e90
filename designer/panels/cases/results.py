"""Knows what came of the last time each test ran, and keeps it on this computer. Not Qt.

What differed is known as long as the window is open; whether it passed, and when, for longer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pydantic import BaseModel, TypeAdapter, ValidationError

from designer.panels.cases.setup import key_of

if TYPE_CHECKING:
    from designer.document.workflow import WorkflowDocument
    from designer.panels.cases.compare import Difference
    from designer.panels.cases.reached import Reached
    from designer.settings.preferences import Preferences

_MOST = 200
"""Workflows of which results are kept."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a test.

    Attributes:
        at: when it was over (ISO, UTC).
        count: how many differences there were.
        why: why it could not be run, a sentence; "" where it could.
        run: the run; "" where it is not known any more.
        got: what came of it, None where that is not known any more.
        is_old: whether the drawing has changed since.
    """

    at: str
    count: int = 0
    why: str = ""
    run: str = ""
    got: Reached | None = None
    differences: tuple[Difference, ...] = ()
    is_old: bool = False

    @property
    def passed(self) -> bool:
        """Whether everything was as expected."""
        return not self.count and not self.why


class _Kept(BaseModel):
    """What stays on disk of a result."""

    at: str
    count: int = 0
    why: str = ""


def _read(plain: object) -> dict[str, _Kept]:
    try:
        return TypeAdapter(dict[str, _Kept]).validate_python(plain or {})
    except ValidationError:
        return {}


class Results:
    """The last results of the tests of one workflow.

    Args:
        preferences: keep them.
        document: the workflow.
    """

    def __init__(self, preferences: Preferences, document: WorkflowDocument) -> None:
        self._preferences = preferences
        self._key = key_of(document)
        self._known: dict[str, Result] = {}
        for ident, held in _read(preferences.test_results.get(self._key)).items():
            self._known[ident] = Result(held.at, held.count, held.why)

    def of(self, ident: str) -> Result | None:
        """Return the last result of a test; None where it never ran."""
        return self._known.get(ident)

    def take(self, ident: str, result: Result) -> None:
        """Remember a result."""
        self._known[ident] = result
        self._keep()

    def forget(self, ident: str) -> None:
        """Forget the result of a test that expects something else now."""
        if self._known.pop(ident, None) is not None:
            self._keep()

    def grow_old(self) -> None:
        """Note that the drawing changed."""
        self._known = {ident: replace(held, is_old=True) for ident, held in self._known.items()}

    def _keep(self) -> None:
        plain = {
            ident: {"at": held.at, "count": held.count, "why": held.why}
            for ident, held in self._known.items()
        }
        kept = {
            key: held for key, held in self._preferences.test_results.items() if key != self._key
        }
        kept = dict([*kept.items()][1 - _MOST :])
        self._preferences.test_results = {**kept, self._key: plain}
