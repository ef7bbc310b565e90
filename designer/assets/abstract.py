"""Knows how a class of Qt's says what each of its subclasses must have. Must not know any of them.

Qt's classes have a metaclass of their own, which does not look for methods that are missing. So the
type checker is told to look, and refuses to make an object of a class that still owes one; while
the program runs, the class is like any other of Qt's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from abc import ABCMeta as AbstractQt
else:
    from PySide6.QtCore import QObject

    AbstractQt = type(QObject)

__all__ = ["AbstractQt"]
