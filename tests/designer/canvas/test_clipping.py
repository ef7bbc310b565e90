"""Steps go from one window to another, also of another process, and into a mail and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from designer.canvas import clipping
from designer.document import clipboard
from tests.helpers.sketches import sketch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def emptied(qapp: QApplication) -> Iterator[None]:
    del qapp
    yield
    QGuiApplication.clipboard().clear()


def _lay(text: str, *, as_steps: bool = False) -> None:
    """Put something on the clipboard as another program does."""
    data = QMimeData()
    if as_steps:
        data.setData(clipboard.MIME, text.encode())
    else:
        data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)


@pytest.mark.parametrize("as_steps", [True, False])
def test_what_another_window_copied_is_pasted(*, as_steps: bool) -> None:
    """Some systems hand on text alone between programs, some what it was copied as."""
    there, here = sketch({"a": (0, 0), "b": (296, 0)}, [("a", "b")]), sketch({"a": (0, 0)})
    _lay(clipboard.copied(there, ["a", "b"]), as_steps=as_steps)
    assert clipping.holds_steps()
    pasted = clipping.pasting(here, None)
    assert not isinstance(pasted, str)
    command, new = pasted
    here.apply(command.patch)
    assert len(new) == 2
    assert len(here.nodes) == 3
    assert len(here.edges) == 1


def test_copied_steps_can_be_read_by_any_program_that_takes_text() -> None:
    clipping.copy(sketch({"a": (0, 0)}), ["a"], [])
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasText()
    assert clipboard.can_paste(data.text())


def test_the_clipboard_is_looked_at_once_until_it_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The menus ask all the time, and a program that answers late would stop the window."""
    _lay("hello")
    looked: list[int] = []
    real = clipboard.can_paste

    def counted(text: str) -> bool:
        looked.append(1)
        return real(text)

    monkeypatch.setattr(clipboard, "can_paste", counted)
    assert [clipping.holds_steps() for _ in range(3)] == [False] * 3
    assert len(looked) == 1
    _lay(clipboard.copied(sketch({"a": (0, 0)}), ["a"]))
    assert clipping.holds_steps()


def test_what_is_no_step_is_refused_with_a_sentence() -> None:
    _lay("hello")
    refused = clipping.pasting(sketch({"a": (0, 0)}), None)
    assert isinstance(refused, str)
    assert "There are no steps to paste" in refused
