"""Qt calls must not eat references to None: PySide6 6.12.0 does, and ends Python 3.11 with it."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

CALLS = 500
# In a process of its own: a binding that fails here would take the test run down with it.
PROBE = f"""
import sys
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QGraphicsRectItem, QLabel

application = QApplication([])
label, item, image = QLabel(), QGraphicsRectItem(), QImage(8, 8, QImage.Format.Format_RGB32)
painter = QPainter(image)
calls = [
    lambda: label.setText("text"),
    lambda: item.setPos(1.0, 2.0),
    lambda: painter.drawRect(0, 0, 4, 4),
    lambda: application.processEvents(),
]
for call in calls:
    call()
    before = sys.getrefcount(None)
    for _ in range({CALLS}):
        call()
    print(sys.getrefcount(None) - before)
painter.end()
"""


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_a_long_session_of_the_designer_does_not_end_in_an_abort() -> None:
    result = subprocess.run(
        [sys.executable, "-c", PROBE], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    lost = [int(line) for line in result.stdout.split()]
    assert len(lost) == 4
    # Python itself moves the count by a few; the fault moves it by one for each call.
    assert all(abs(change) < CALLS / 10 for change in lost), lost
