"""A message nobody sees, or that cannot be put away, is worse than none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QToolButton

from designer.assets.theme import DARK, LIGHT
from designer.shell import banner
from designer.shell.banner import Banners, Message

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def banners(qtbot: QtBot) -> Banners:
    made = Banners(LIGHT)
    qtbot.addWidget(made)
    made.resize(800, 200)
    return made


def _button(banners: Banners, text: str) -> QPushButton:
    return next(b for b in banners.findChildren(QPushButton) if b.text() == text)


def test_it_says_what_happened_and_why_and_its_button_helps(banners: Banners) -> None:
    done: list[str] = []
    banners.say(
        Message("The disk is full.", "Make room.", button="Save as…", do=lambda: done.append("x"))
    )
    assert not banners.isHidden()
    assert "The disk is full. Make room." in [
        label.text() for label in banners.findChildren(QLabel)
    ]
    _button(banners, "Save as…").click()
    assert done == ["x"]
    assert banners.isHidden()


def test_technical_text_is_behind_details_and_can_be_copied(banners: Banners) -> None:
    banners.say(Message("It failed.", detail="errno 28"))
    assert not banners.findChildren(QPlainTextEdit)
    _button(banners, "Details").click()
    assert banners.findChildren(QPlainTextEdit)[0].toPlainText() == "errno 28"
    _button(banners, "Copy").click()
    assert QGuiApplication.clipboard().text() == "errno 28"


def test_the_same_thing_is_said_once_and_taken_back_when_it_is_over(banners: Banners) -> None:
    for text in ("It failed.", "It failed again."):
        banners.say(Message(text, about="file"))
    assert [message.what for message in banners.messages] == ["It failed again."]
    banners.take_back("file")
    assert not banners.messages
    assert banners.isHidden()


def test_many_messages_leave_room_for_the_canvas(banners: Banners) -> None:
    for number in range(9):
        banners.say(Message(f"Message {number}."))
    assert [m.what for m in banners.messages] == ["Message 8.", "Message 7.", "Message 6."]


def test_a_message_can_be_put_away(banners: Banners) -> None:
    banners.say(Message("It failed."))
    cross = banners.findChildren(QToolButton)[0]
    assert cross.accessibleName() == "Put this message away"
    cross.click()
    assert not banners.messages


def test_words_are_never_read_as_markup(banners: Banners) -> None:
    banners.say(Message("<b>It</b> failed."))
    assert "<b>It</b> failed." in [label.text() for label in banners.findChildren(QLabel)]


def test_messages_stay_in_other_colours(banners: Banners) -> None:
    banners.say(Message("One."))
    banners.say(Message("Two."))
    banners.set_theme(DARK)
    assert [message.what for message in banners.messages] == ["Two.", "One."]


def test_good_news_goes_by_itself_unless_somebody_reads_it(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else green lines pile up over the drawing; one that is pointed at must not vanish."""
    monkeypatch.setattr(banner, "PASSING_MS", 30)
    banners = Banners(LIGHT)
    qtbot.addWidget(banners)
    banners.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)  # no pointer happens to be there
    banners.say(Message("It could not be saved.", tone="failed"))
    banners.say(Message("It is saved.", tone="ok"))
    shown = banners.findChildren(banner.Banner)
    passing = {each.message.tone: each.is_passing for each in shown}
    assert passing == {"failed": False, "ok": True}
    news = next(each for each in shown if each.message.tone == "ok")
    inside = QPointF(4, 4)
    QCoreApplication.sendEvent(news, QEnterEvent(inside, inside, inside))
    assert not news.is_passing
    QCoreApplication.sendEvent(news, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: [each.what for each in banners.messages] == ["It could not be saved."])
