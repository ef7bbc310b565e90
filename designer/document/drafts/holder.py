"""Knows who has a workflow file open, and since when, as a small file beside it says.

Must not know journals or windows. Windows of one person exclude each other by a lock of the system;
this tells others, on a folder that several people or computers share, and says who it is. Where the
folder takes no file, nobody is told, and saving still finds out that somebody else has saved.
"""

from __future__ import annotations

import contextlib
import ctypes
import getpass
import os
import platform
import sys
from ctypes import wintypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from designer.document.moment import now
from runtime.definition.replacing import replace_file

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_SUFFIX = ".open"
_MAY_ASK, _NOT_ALLOWED, _STILL_ACTIVE = 0x1000, 5, 259
"""Windows: PROCESS_QUERY_LIMITED_INFORMATION, ERROR_ACCESS_DENIED, STILL_ACTIVE."""
_MOST = 4096
"""Bytes that are read of such a file: anybody may have written it."""


class Holder(BaseModel):
    """A window that has a file open.

    Attributes:
        process: its number on its computer.
        host: name of the computer.
        user: name of the person there, as the system knows them; "" where it does not.
        since: when the file was opened (aware).
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    process: int
    host: str = Field(max_length=253)
    user: str = Field("", max_length=256)
    since: AwareDatetime

    @property
    def is_here(self) -> bool:
        """Whether it is on this computer."""
        return self.host == platform.node()

    @property
    def is_own(self) -> bool:
        """Whether it is this very process."""
        return self.is_here and self.process == os.getpid()

    def words(self) -> str:
        """Return where it is open: "by analyst on the computer desk-7 since 14:05"."""
        where = "this computer" if self.is_here else f"the computer {self.host}"
        is_mine = not self.user or (self.is_here and self.user == _user())
        who = f"in another window of {where}" if is_mine else f"by {self.user} on {where}"
        return f"{who} since {_told(self.since)}"


@dataclass(frozen=True, slots=True)
class Claim:
    """The note that this window has a file open.

    Attributes:
        file: the note.
        holder: what it says.
    """

    file: Path
    holder: Holder

    def let_go(self) -> None:
        """Take the note away, unless it is somebody else's by now."""
        with contextlib.suppress(OSError):
            if _read(self.file) == self.holder:
                self.file.unlink()


def holder_of(path: Path) -> Holder | None:
    """Return who has a file open; None where nobody says so, or the one who did has ended."""
    found = _read(_note(path))
    return None if found is None or (found.is_here and not _lives(found.process)) else found


def claim(path: Path) -> Claim | None:
    """Note that this window has a file open, in place of any other; None where that cannot be."""
    holder = Holder(process=os.getpid(), host=platform.node(), user=_user(), since=now())
    file = _note(path)
    try:
        replace_file(file, holder.model_dump_json().encode(), lasts=False)
    except OSError:
        return None
    return Claim(file, holder)


def _note(path: Path) -> Path:
    real = path.resolve()
    return real.with_name(f".{real.name}{_SUFFIX}")


def _read(file: Path) -> Holder | None:
    try:
        with file.open("rb") as opened:
            return Holder.model_validate_json(opened.read(_MOST))
    except (OSError, ValidationError):
        return None


def _lives(process: int) -> bool:
    """Whether a process of this computer is there still; where nobody can tell, it is."""
    if sys.platform == "win32":
        return _lives_on_windows(process)
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True  # it is somebody else's
    return True


def _lives_on_windows(process: int) -> bool:
    """Ask the system, since a signal would end the other process there.

    Source: learn.microsoft.com, OpenProcess and GetExitCodeProcess.
    """
    if sys.platform != "win32":
        return True
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.OpenProcess.restype = wintypes.HANDLE
    handle = wintypes.HANDLE(kernel.OpenProcess(_MAY_ASK, False, process))  # noqa: FBT003 - C's order
    if not handle:
        return ctypes.get_last_error() == _NOT_ALLOWED  # it is somebody else's
    code = wintypes.DWORD()
    is_known = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return not is_known or code.value == _STILL_ACTIVE


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _told(since: datetime) -> str:
    here, today = since.astimezone(), now().astimezone().date()
    return f"{here:%H:%M}" if here.date() == today else f"{here.day} {here:%B, %H:%M}"
