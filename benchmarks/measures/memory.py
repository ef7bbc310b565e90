"""Knows how much memory this process has. Must not know what fills it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


def resident_mb() -> float:
    """Returns the resident memory of this process in MB (10^6 bytes); 0.0 where nobody tells."""
    status = Path("/proc/self/statm")
    if status.exists():
        pages = int(status.read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    try:
        told = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(os.getpid())], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return 0.0
    return int(told.stdout) * 1024 / 1e6
