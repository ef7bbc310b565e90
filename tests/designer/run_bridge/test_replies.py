"""What was asked and answered is gone: a window that is open all day does not grow."""

from __future__ import annotations

import gc
import weakref
from functools import partial
from typing import TYPE_CHECKING

import pytest

from designer.run_bridge.replies import Reply
from designer.run_bridge.wire import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize(
    "end",
    [partial(Reply.give, value=1), partial(Reply.fail, trouble=Trouble("No.")), Reply.cancel],
    ids=["answered", "failed", "called off"],
)
def test_a_reply_is_gone_with_its_answer_also_where_its_listeners_hold_it(
    qtbot: QtBot, end: Callable[[Reply], None]
) -> None:
    """Else each look whether the runtime still turns costs memory until the window closes."""
    del qtbot
    heard: list[object] = []

    def ask() -> weakref.ref[Reply]:
        reply = Reply()
        reply.done.connect(heard.append)
        reply.failed.connect(lambda: heard.append(reply.trouble))
        reply.called_off.connect(lambda: heard.append(reply))
        end(reply)
        return weakref.ref(reply)

    gone = ask()
    assert len(heard) == 1
    heard.clear()
    gc.collect()
    assert gone() is None
