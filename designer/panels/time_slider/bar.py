"""Knows how a person goes back and forth in a run, and replays it. Must not know the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from designer.assets.icons import icon, square
from designer.assets.style import look
from designer.forms.parts import row
from designer.panels import event_words, wording
from designer.panels.time_slider.marks import Marks
from designer.panels.time_slider.track import Track
from designer.slicer import Slicer, till_done

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from designer.panels.workbench import Workbench

_SPEEDS = (1, 5, 25, 100)
_SLOWEST = 500
"""Milliseconds between two events at the lowest speed."""
_FASTEST = 50
"""Milliseconds between two pictures: faster speeds leave events out."""
_NARROW = 420
"""Pixels below which only what is needed most is seen."""

_A_FEW = 200
"""Events that are taken in between two looks at the clock."""


class _Line(QLabel):
    """One line of words; what has no room is in its tip."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, text: str) -> None:
        """Say something else."""
        self._text = text
        self.setToolTip(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        right = Qt.TextElideMode.ElideRight
        self.setText(self.fontMetrics().elidedText(self._text, right, self.width()))


class TimeBar(QFrame):
    """The line of a run's time under the canvas; hidden without a run.

    Args:
        bench: whose run and moment it shows and sets.

    Attributes:
        stepped: the person came to a moment of a step, other than by dragging: the step.
    """

    stepped = Signal(str)

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._marks = Marks()
        self._is_telling = False
        look(self, "status")
        self.setAccessibleName("Time of the run")
        self.track = Track(bench.theme, self.words_of)
        self.words = _Line()
        self.count = QLabel()
        self.speed = QComboBox()
        self.live = QPushButton("Live")
        self._buttons: list[tuple[QToolButton, str]] = []
        self.back = self._button("chevron-left", "One event back (Left)")
        self.play = self._button("play", "Replay the run (Space)")
        self.on = self._button("chevron-right", "One event on (Right)")
        self.leap = self._button("warning", "Go to the next failure or wait (Ctrl+Right)")
        self._timer = QTimer(self)
        self._growing: Slicer[None] = Slicer(self)
        self._dress()
        self._lay_out()
        self._connect()
        self._take_run()

    # --- building ---------------------------------------------------------------------------------

    def _button(self, name: str, meaning: str) -> QToolButton:
        made = QToolButton()
        made.setFixedSize(28, 28)
        made.setIconSize(square(16))
        made.setToolTip(meaning)
        made.setAccessibleName(meaning)
        self._buttons.append((made, name))
        return made

    def _dress(self) -> None:
        look(self.words, "caption")
        look(self.count, "caption")
        for speed in _SPEEDS:
            self.speed.addItem(f"{speed}\N{MULTIPLICATION SIGN}", speed)
        self.speed.setAccessibleName("Speed of the replay")
        self.speed.setToolTip("How fast the run is replayed")
        self.live.setToolTip("Show the run as it is now (End)")
        look(self.live, "segment")
        self.live.setCheckable(True)

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self.words, 1)
        below.addWidget(self.count)
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 5, 12, 6)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(0)
        grid.addLayout(row(self.back, self.play, self.on, self.leap, spacing=2), 0, 0, 2, 1)
        grid.addWidget(self.track, 0, 1)
        grid.addLayout(below, 1, 1)
        grid.addLayout(row(self.speed, self.live, spacing=8), 0, 2, 2, 1)
        grid.setColumnStretch(1, 1)

    def _connect(self) -> None:
        bench = self._bench
        bench.run_changed.connect(self._take_run)
        bench.run_grew.connect(self._grow)
        bench.moment_changed.connect(self._show)
        bench.document_changed.connect(self._show)
        bench.names_changed.connect(self._show)
        bench.theme_changed.connect(self._set_theme)
        self.track.valueChanged.connect(self._go)
        self.track.sliderPressed.connect(self._pause)
        self.track.leapt.connect(self.leap_by)
        self.track.play_asked.connect(self.toggle_play)
        self.back.clicked.connect(lambda: self.track.setValue(self.track.value() - 1))
        self.on.clicked.connect(lambda: self.track.setValue(self.track.value() + 1))
        self.leap.clicked.connect(lambda: self.leap_by(1))
        self.play.clicked.connect(self.toggle_play)
        self.speed.currentIndexChanged.connect(self._set_pace)
        self.live.clicked.connect(self.go_live)
        self._timer.timeout.connect(self._play_on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what is needed least where there is little room."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= _NARROW
        self.speed.setVisible(is_wide)
        self.leap.setVisible(is_wide)

    # --- showing ----------------------------------------------------------------------------------

    def _set_theme(self) -> None:
        theme = self._bench.theme
        for button, name in self._buttons:
            shown = "pause" if button is self.play and self.is_playing else name
            button.setIcon(icon(shown, theme.muted, 16))
        self.track.set_theme(theme)

    def _take_run(self) -> None:
        self._pause()
        self._marks = Marks()
        self._set_theme()
        self._grow()

    def _grow(self) -> None:
        """Take in what happened since."""
        if not self._growing.is_busy:
            self._growing.run(till_done(self._grow_some), self._show_grown)

    def _grow_some(self) -> bool:
        """Take in a few events; returns whether that was all."""
        run = self._bench.run
        return self._marks.take(run.events if run else (), _A_FEW)

    def _show_grown(self, _: list[None]) -> None:
        self.setVisible(self._marks.seen > 0)
        self._show()

    def _show(self) -> None:
        run, moment = self._bench.run, self._bench.moment
        last = self._marks.seen
        self._quietly(lambda: self.track.show_moments(self._marks))
        self._quietly(lambda: self.track.setValue(last if moment is None else moment))
        at = self.track.value()
        self.live.setText("Live" if run is not None and not run.is_over else "Now")
        self.live.setChecked(moment is None)
        self.back.setEnabled(at > 1)
        self.on.setEnabled(at < last)
        self.leap.setEnabled(bool(self._marks.places))
        self.count.setText(f"{at:,} of {last:,}")
        words = self.words_of(at)
        self.words.say(words)
        self.track.setAccessibleDescription(words)

    def _quietly(self, do: Callable[[], object]) -> None:
        before, self._is_telling = self._is_telling, True
        do()
        self._is_telling = before

    def words_of(self, moment: int) -> str:
        """Return when a moment was, and what happened at it."""
        run = self._bench.run
        if run is None or not 0 < moment <= len(run.events):
            return ""
        recorded = run.events[moment - 1]
        step = event_words.step_of(recorded, run.view.within)
        names = wording.step_name(step, self._bench.names.title)
        what = event_words.what(recorded, step, self._bench.names)
        when = event_words.when(recorded, run.events)
        end = "" if names.endswith(("?", "!", ":", "…")) else ":"
        return f"{when}   {f'{names}{end} ' if step else ''}{what}"

    @property
    def has_past(self) -> bool:
        """Whether there is a run to look back in."""
        return self._marks.seen > 0

    @property
    def has_trouble(self) -> bool:
        """Whether something stands out in it: a failure or a wait."""
        return bool(self._marks.places)

    # --- going ------------------------------------------------------------------------------------

    def _go(self, moment: int) -> None:
        """Look at a moment; the last one is now."""
        if self._is_telling:
            return
        self._bench.set_moment(None if moment >= self._marks.seen else moment)
        run = self._bench.run
        if run is not None and not self.track.isSliderDown():
            step = event_words.step_of(run.events[moment - 1], run.view.within)
            self.stepped.emit(step.partition("/")[0])

    def go_live(self) -> None:
        """Look at the run as it is now."""
        self._pause()
        self._bench.set_moment(None)
        self._show()

    def leap_by(self, way: int) -> None:
        """Go to the next place that stands out; behind the last one comes the first.

        Args:
            way: 1 for on, -1 for back.
        """
        now = self.track.value()
        found = self._marks.after(now) if way > 0 else self._marks.before(now)
        if found is None and way > 0:
            found = self._marks.after(0)
        if found is not None:
            self.track.setValue(found)

    # --- replaying --------------------------------------------------------------------------------

    @property
    def is_playing(self) -> bool:
        """Whether the run is replayed."""
        return self._timer.isActive()

    def toggle_play(self) -> None:
        """Replay the run from here, from its begin where this is its end; or stand still."""
        if self.is_playing:
            self._pause()
            return
        if self.track.value() >= self.track.maximum():
            self.track.setValue(1)
        self._set_pace()
        self._timer.start()
        self._name_play()

    def _pause(self) -> None:
        self._timer.stop()
        self._name_play()

    def _name_play(self) -> None:
        meaning = "Stand still (Space)" if self.is_playing else "Replay the run (Space)"
        self.play.setToolTip(meaning)
        self.play.setAccessibleName(meaning)
        name = "pause" if self.is_playing else "play"
        self.play.setIcon(icon(name, self._bench.theme.muted, 16))

    def _set_pace(self) -> None:
        self._timer.setInterval(max(_SLOWEST // self._pace(), _FASTEST))

    def _pace(self) -> int:
        return int(self.speed.currentData())

    def _play_on(self) -> None:
        stride = max(_FASTEST * self._pace() // _SLOWEST, 1)
        self.track.setValue(self.track.value() + stride)
        if self.track.value() >= self.track.maximum():
            self._pause()
