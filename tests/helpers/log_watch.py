"""Collects log lines that nobody expected. Must not know who logs."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType


class LogWatch(logging.Handler):
    """A context that sees every log record at WARNING or above that reaches the root logger."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._expected: list[re.Pattern[str]] = []
        self._lines: list[str] = []

    def expect(self, *patterns: str) -> None:
        """Allows lines in which one of these regular expressions is found."""
        self._expected.extend(re.compile(pattern) for pattern in patterns)

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps the line as text: its arguments may have changed by the end of the test."""
        self._lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def lines(self) -> list[str]:
        """Every line seen, in order."""
        return list(self._lines)

    def unexpected(self) -> list[str]:
        """The lines seen that no expectation covers."""
        return [line for line in self._lines if not any(e.search(line) for e in self._expected)]

    def __enter__(self) -> LogWatch:
        logging.getLogger().addHandler(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        logging.getLogger().removeHandler(self)
