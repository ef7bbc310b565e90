"""Knows how the data of a case are changed while its run stands still. Must not know who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from designer.panels.run_bar.value_dialog import ValueDialog, Wish

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from designer.panels.workbench import Workbench
    from runtime.definition.json_value import JsonObject
    from runtime.events.view import WaitingFor

_NOTE = "What the next steps see. The run stands before “{}”; what was done before stays as it is."


def edit_data(bench: Workbench, parent: QWidget) -> ValueDialog | None:
    """Return an open dialog for the data that the next steps of the run on the desk see.

    It sends them to the run and closes when they are taken. None where no run stands still.

    Args:
        bench: whose run it is.
        parent: the widget in front of which it opens.
    """
    run = bench.run
    pauses = [waits for waits in run.view.waiting_for if waits.kind == "pause"] if run else []
    if run is None or not pauses:
        return None
    first = min(pauses, key=_path)  # the one whose data the runtime takes
    data: object = run.data_at(first.step)["before"]
    known = run.document.get("graph")
    schema = cast("JsonObject", known).get("input") if isinstance(known, dict) else None
    wish = Wish(
        "The data of the case",
        _NOTE.format(bench.title_of(first.step.partition("/")[0])),
        "Use these data",
        schema if isinstance(schema, dict) else {},
        must_be_object=True,
    )
    value = cast("JsonObject", data if isinstance(data, dict) else {})
    dialog = ValueDialog(wish, value, bench.theme, parent)
    dialog.taken.connect(lambda: dialog.settle(run.edit_data(cast("JsonObject", dialog.value()))))
    dialog.open()
    return dialog


def _path(waits: WaitingFor) -> int:
    return waits.token
