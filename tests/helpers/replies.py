"""Knows how a test waits for an answer that comes later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from designer.run_bridge.replies import Reply

_MOST_MS = 60_000


def answer(qtbot: QtBot, reply: Reply) -> Any:
    """Waits for the answer of a reply; fails with its words when it fails."""
    found: list[Any] = []
    failed: list[str] = []
    reply.done.connect(found.append)
    reply.failed.connect(failed.append)
    qtbot.waitUntil(lambda: bool(found or failed), timeout=_MOST_MS)
    assert not failed, f"{failed[0]}\n{reply.trouble and reply.trouble.detail}"
    return found[0]


def sentence(qtbot: QtBot, reply: Reply) -> str:
    """Waits for the words with which a reply fails."""
    failed: list[str] = []
    reply.failed.connect(failed.append)
    qtbot.waitUntil(lambda: bool(failed), timeout=_MOST_MS)
    return failed[0]
