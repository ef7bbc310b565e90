"""Knows what Qt needs of the system. Must not know how it is installed.

Read by `dev.py`, so also by an old Python and where no library is installed.
"""

from __future__ import annotations

# Checked on a bare Debian 12: without these Qt does not start, not even off-screen.
QT_LIBRARIES = [
    "libegl1",
    "libgl1",
    "libglib2.0-0",
    "libxkbcommon0",
    "libfontconfig1",
    "libfreetype6",
    "libgssapi-krb5-2",
    "libdbus-1-3",
]
# A window on a real X display needs these as well.
QT_DISPLAY_LIBRARIES = [
    "libx11-xcb1",
    "libxkbcommon-x11-0",
    *(f"libxcb-{part}" for part in ("cursor0", "glx0", "icccm4", "image0", "keysyms1", "randr0")),
    *(f"libxcb-{part}" for part in ("render-util0", "render0", "shape0", "shm0", "sync1")),
    *(f"libxcb-{part}" for part in ("util1", "xfixes0", "xkb1")),
]
# What tests press keys with, in a window on a display of their own.
DISPLAY_TOOLS = {"Xvfb": "xvfb", "xdotool": "xdotool"}
# Loads what Qt needs to open a window, without opening one.
WINDOW_PROBE = """
import ctypes, pathlib, PySide6
ctypes.CDLL(str(pathlib.Path(PySide6.__file__).parent / "Qt/plugins/platforms/libqxcb.so"))
"""
QT_PROBE = "from PySide6.QtWidgets import QApplication; QApplication([])"
