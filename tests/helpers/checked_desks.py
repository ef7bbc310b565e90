"""Knows how a test gets a desk whose workflow is really checked: a real helper, and no engine."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from designer.assets.theme import LIGHT
from designer.document.workflow import WorkflowDocument
from designer.library.cards import CardMaker
from designer.panels.workbench import Services, Workbench
from designer.run_bridge.helper import Helper
from runtime.steps import kinds

if TYPE_CHECKING:
    from collections.abc import Generator

    from designer.assets.theme import Theme
    from runtime.definition.definition import Definition


class CountingHelper(Helper):
    """A real helper that counts what it is asked to check."""

    def __init__(self) -> None:
        super().__init__()
        self.checks = 0

    def check(self, document: Any, folder: str = "") -> Any:
        self.checks += 1
        return super().check(document, folder)


@contextmanager
def checked_desk(definition: Definition, theme: Theme = LIGHT) -> Generator[Workbench]:
    """A workbench on which a workflow lies; nothing can be run on it."""
    helper = CountingHelper()
    engine = cast("Any", None)
    services = Services(kinds(), CardMaker(kinds()), (), helper, engine)
    bench = Workbench(WorkflowDocument(definition), theme, services)
    yield bench
    helper.close()
    bench.deleteLater()
